package align

import "strings"

// Pair is one step of an alignment: indexes of the words, -1 where a text has no word there.
type Pair struct{ A, B int }

const (
	gap  = 4 // cost of a word that only one text has
	swap = 7 // cost of two words with nothing in common; less than two gaps
)

// Plain is a word as it is compared: lower case, letters and digits alone, "okay" as "ok".
func Plain(word string) string {
	word = strings.ToLower(strings.ReplaceAll(word, "’", "'"))
	plain := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '\'' || r > 127 {
			return r
		}
		return -1
	}, word)
	if plain == "okay" {
		return "ok"
	}
	return strings.Trim(plain, "'")
}

// Words pairs a with b at the least cost, as in a word error rate, but prefers pairs that look alike.
func Words(a, b []string) []Pair {
	n, m := len(a), len(b)
	width := m + 1
	cost := make([]int32, (n+1)*width)
	for i := range n + 1 {
		cost[i*width] = int32(i * gap)
	}
	for j := range m + 1 {
		cost[j] = int32(j * gap)
	}
	pa, pb := plains(a), plains(b)
	for i := 1; i <= n; i++ {
		for j := 1; j <= m; j++ {
			cost[i*width+j] = min(cost[(i-1)*width+j-1]+unlike(pa[i-1], pb[j-1]),
				cost[(i-1)*width+j]+gap, cost[i*width+j-1]+gap)
		}
	}
	return trace(cost, pa, pb)
}

func trace(cost []int32, a, b []string) []Pair {
	i, j, width := len(a), len(b), len(b)+1
	back := []Pair{}
	for i > 0 || j > 0 {
		at := cost[i*width+j]
		switch {
		case i > 0 && j > 0 && at == cost[(i-1)*width+j-1]+unlike(a[i-1], b[j-1]):
			i, j = i-1, j-1
			back = append(back, Pair{i, j})
		case i > 0 && at == cost[(i-1)*width+j]+gap:
			i--
			back = append(back, Pair{i, -1})
		default:
			j--
			back = append(back, Pair{-1, j})
		}
	}
	for l, r := 0, len(back)-1; l < r; l, r = l+1, r-1 {
		back[l], back[r] = back[r], back[l]
	}
	return back
}

// unlike is 0 for equal words, 3 for words that begin or end alike, swap for others.
func unlike(a, b string) int32 {
	if a == b {
		return 0
	}
	if len(a) > 2 && len(b) > 2 && (a[:2] == b[:2] || a[len(a)-2:] == b[len(b)-2:]) {
		return 3
	}
	return swap
}

func plains(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = Plain(w)
	}
	return out
}
