package drugs

import "strings"

// letters that are heard alike, longest first.
var letters = strings.NewReplacer("sch", "sk", "tion", "san", "sion", "san", "ph", "f", "ck", "k", "ch", "k", "sh", "s", "th", "t", "dge", "j", "gh", "g", "wh", "w",
	"ps", "s", "pn", "n", "ce", "se", "ci", "si", "cy", "sy", "ge", "je", "gi", "ji", "gy", "jy", "qu", "kw", "q", "k", "c", "k", "x", "ks", "z", "s")

// sound is how a word is heard, roughly: one letter a sound, all vowels in a row as one.
func sound(word string) string {
	word = letters.Replace(strings.TrimSuffix(word, "e"))
	var out []byte
	for i := range len(word) {
		c := word[i]
		if strings.IndexByte("aeiouy", c) >= 0 {
			c = 'a'
		}
		if n := len(out); n == 0 || out[n-1] != c {
			out = append(out, c)
		}
	}
	return string(out)
}

// Costs of the difference between two sounds: a consonant is 1.
const (
	vowelCost  = 0.35
	weakCost   = 0.5 // h, w, r, l, n, t, d, s, which are often lost or added
	closeCost  = 0.45
	strongCost = 1
)

// near are pairs of consonants that are taken for each other.
var near = func() map[[2]byte]bool {
	m := map[[2]byte]bool{}
	for _, p := range strings.Fields("bp dt gk sj fv mn lr jg pf bv td nl ld ks sk tk gj") {
		m[[2]byte{p[0], p[1]}], m[[2]byte{p[1], p[0]}] = true, true
	}
	return m
}()

func lost(c byte) float64 {
	switch {
	case c == 'a':
		return vowelCost
	case strings.IndexByte("hwrlntds", c) >= 0:
		return weakCost
	}
	return strongCost
}

func swap(a, b byte) float64 {
	switch {
	case a == b:
		return 0
	case near[[2]byte{a, b}]:
		return closeCost
	case a == 'a' || b == 'a':
		return strongCost
	}
	return strongCost
}

// unlike is the least cost of turning one sound into the other, in consonants.
func unlike(a, b string) float64 {
	row := make([]float64, len(b)+1)
	for j := range len(b) {
		row[j+1] = row[j] + lost(b[j])
	}
	for i := range len(a) {
		corner := row[0]
		row[0] += lost(a[i])
		for j := range len(b) {
			next := min(corner+swap(a[i], b[j]), row[j]+lost(b[j]), row[j+1]+lost(a[i]))
			corner, row[j+1] = row[j+1], next
		}
	}
	return row[len(b)]
}
