package moonshine

// guess offers the tokens of a draft that probably come next, and finds its place again after the text went another way.
type guess struct {
	draft []int
	at    int // place in the draft of the token that comes next
	width int // tokens offered at once
}

// Limits of a guess: how many tokens it offers at once while it is right and after it was wrong, and how far from where it was
// it looks for its place.
const (
	guessMost  = 16
	guessLeast = 2
	guessFar   = 8
)

func (g *guess) next(most int) []int {
	from := min(g.at, len(g.draft))
	return g.draft[from:max(from, min(from+g.width, from+most, len(g.draft)))]
}

// learn takes how many of the offered tokens were right, and the token that stands after those.
func (g *guess) learn(right, offered int, token int) {
	g.at += right
	if right == offered && g.at < len(g.draft) && g.draft[g.at] == token {
		g.at++
		g.width = min(2*g.width, guessMost)
		return
	}
	g.width = guessLeast
	for far := 1; far <= guessFar; far++ {
		for _, at := range []int{g.at + far, g.at - far} {
			if at >= 0 && at < len(g.draft) && g.draft[at] == token {
				g.at, g.width = at+1, 2*guessLeast
				return
			}
		}
	}
	g.at++ // one token in the place of another
}
