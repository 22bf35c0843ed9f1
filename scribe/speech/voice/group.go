package voice

import "slices"

// Groups is the result of telling voices apart.
type Groups struct {
	Centres []Point // one per voice, the one with most speech first
	Label   []int   // of each point, an index into Centres
}

// Limits of Group, in cosine. Halves of one person's windows have centres 0.87 to 0.96 alike, two people's 0.58 to 0.81
// (ten voices of interviews and public-domain readings; one of eleven, a distorted broadcast of 1961, lies at 0.82).
const (
	sameVoice  = 0.84  // two centres closer than this are one voice
	thirdVoice = 0.82  // so are two of three
	thirdShare = 0.025 // a third voice needs at least this share of the windows
	thirdLeast = 8     // and at least this many: four seconds of speech
)

// Same tells whether two centres are of one voice.
func Same(a, b Point) bool { return Likeness(a, b) > sameVoice }

// Person tells whether enough of a voice was heard to say that a person spoke.
func (g Groups) Person(voice int) bool {
	count := 0
	for _, l := range g.Label {
		if l == voice {
			count++
		}
	}
	return count >= thirdLeast
}

// Group sorts points into one, two or three voices.
func Group(points []Point) Groups {
	if len(points) == 0 {
		return Groups{}
	}
	two := split(points, 2)
	if len(two.Centres) < 2 || Likeness(two.Centres[0], two.Centres[1]) > sameVoice {
		return Groups{Centres: []Point{mean(points)}, Label: make([]int, len(points))}
	}
	if three := split(points, 3); third(three, len(points)) {
		return three
	}
	return two
}

// third says whether three groups are three people and not one person in two moods.
func third(g Groups, points int) bool {
	if len(g.Centres) < 3 {
		return false
	}
	count := make([]int, 3)
	for _, l := range g.Label {
		count[l]++
	}
	least := slices.Min(count)
	if least < thirdLeast || float64(least) < thirdShare*float64(points) {
		return false
	}
	for i := range 3 {
		for j := range i {
			if Likeness(g.Centres[i], g.Centres[j]) > thirdVoice {
				return false
			}
		}
	}
	return true
}

// split finds k groups. It starts from several centres, always the same for the same points, and keeps the groups whose
// points lie closest to their centres.
func split(points []Point, k int) Groups {
	best := refine(points, spread(points, k))
	if k == 3 {
		two := split(points, 2)
		for c := range two.Centres {
			var own []Point
			for i, p := range points {
				if two.Label[i] == c {
					own = append(own, p)
				}
			}
			if len(own) < 2 {
				continue
			}
			halves := split(own, 2).Centres
			if g := refine(points, append(halves, two.Centres[1-c])); g.tight(points) > best.tight(points) {
				best = g
			}
		}
	}
	return bySize(best)
}

// tight is the sum of likenesses of the points to their centres.
func (g Groups) tight(points []Point) (sum float64) {
	for i, p := range points {
		sum += Likeness(p, g.Centres[g.Label[i]])
	}
	return sum
}

// refine is k-means on the sphere.
func refine(points, centres []Point) Groups {
	centres, label := slices.Clone(centres), make([]int, len(points))
	for round := range 30 {
		moved := round == 0
		for i, p := range points {
			best := nearest(centres, p)
			moved = moved || best != label[i]
			label[i] = best
		}
		for c := range centres {
			var own []Point
			for i, p := range points {
				if label[i] == c {
					own = append(own, p)
				}
			}
			if len(own) > 0 {
				centres[c] = mean(own)
			}
		}
		if !moved {
			break
		}
	}
	return Groups{Centres: centres, Label: label}
}

// spread picks starting centres: the mean's farthest point, then each time the point farthest from those picked.
func spread(points []Point, k int) []Point {
	first := farthest(points, []Point{mean(points)})
	centres := []Point{points[first]}
	for len(centres) < k {
		centres = append(centres, points[farthest(points, centres)])
	}
	return centres
}

func farthest(points []Point, from []Point) int {
	best, low := 0, 2.0
	for i, p := range points {
		near := -1.0
		for _, c := range from {
			near = max(near, Likeness(p, c))
		}
		if near < low {
			best, low = i, near
		}
	}
	return best
}

func nearest(centres []Point, p Point) int {
	best, high := 0, -2.0
	for c, centre := range centres {
		if l := Likeness(centre, p); l > high {
			best, high = c, l
		}
	}
	return best
}

// bySize puts the voice with most windows first.
func bySize(g Groups) Groups {
	count := make([]int, len(g.Centres))
	for _, l := range g.Label {
		count[l]++
	}
	order := make([]int, len(g.Centres))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return count[b] - count[a] })
	out, place := Groups{Label: make([]int, len(g.Label))}, make([]int, len(order))
	for to, from := range order {
		place[from] = to
		out.Centres = append(out.Centres, g.Centres[from])
	}
	for i, l := range g.Label {
		out.Label[i] = place[l]
	}
	return out
}
