package drugs

import (
	"slices"
	"strings"
	"unicode"
)

// Names are the drugs that may be said.
type Names struct {
	english *English
	known   func(word string) bool
	list    []name
	is      map[string]bool
}

type name struct {
	text, sound string
	alike       float64
}

// New prepares names of one word; others are left out. Known tells further words that are as they should be, in lower case.
func New(names []string, english *English, known func(word string) bool) *Names {
	n := &Names{english: english, known: known, is: map[string]bool{}}
	for _, text := range names {
		w := strings.ToLower(text)
		if n.is[w] || strings.ContainsFunc(w, func(r rune) bool { return r < 'a' || r > 'z' }) {
			continue
		}
		n.is[w] = true
		x := name{text, sound(w), alike}
		if text != w {
			x.alike = brand
		}
		if len(x.sound) >= least {
			n.list = append(n.list, x)
		}
	}
	slices.SortFunc(n.list, func(a, b name) int { return strings.Compare(a.text, b.text) })
	return n
}

// Found is a misheard name: words [From, To) are probably Name, which is as in the list, without punctuation.
type Found struct {
	From, To int
	Name     string
}

// Limits of what is taken for a misheard name.
const (
	least    = 7    // sounds of a name
	together = 3    // words that may be one name
	alike    = 0.16 // cost of the difference per sound of the name, at most
	brand    = 0.05 // the same for a brand, which is like no other word only by chance
	apart    = 0.08 // by which the next name must be worse
)

// Find gives the misheard names among words as written, in order.
func (n *Names) Find(words []string) []Found {
	var out []Found
	for i := 0; i < len(words); {
		best, cost := Found{}, alike
		for to := i + 1; to <= min(len(words), i+together); to++ {
			if text, ok := n.strange(words[i:to]); ok {
				if found, c := n.nearest(text); found != "" && c < cost {
					best, cost = Found{i, to, found}, c
				}
			}
		}
		if best.Name == "" {
			i++
			continue
		}
		out = append(out, best)
		i = best.To
	}
	return out
}

// strange joins words that stand for nothing: none is English, a name of a drug or a number, and at least one is not the name
// of a person or place either. Nothing may part them.
func (n *Names) strange(words []string) (string, bool) {
	var all strings.Builder
	unknown := false
	for i, w := range words {
		plain := strings.ToLower(strings.Trim(w, ".,?!;:'\""))
		if i+1 < len(words) && strings.ContainsAny(w[len(w)-1:], ".,?!;:") || plain == "" {
			return "", false
		}
		joined := strings.Map(func(r rune) rune {
			if r == '-' || r == '\'' {
				return -1
			}
			return r
		}, plain)
		if strings.ContainsFunc(joined, func(r rune) bool { return !unicode.IsLetter(r) || r > 'z' }) || n.is[plain] || n.is[joined] || n.english.Word(plain) || n.known(plain) {
			return "", false
		}
		if n.compound(plain) {
			return "", false
		}
		unknown = unknown || !n.english.Proper(plain)
		all.WriteString(joined)
	}
	return all.String(), unknown && all.Len() >= least
}

// compound is true for "walk-in" and "isn't": words that are made of English ones.
func (n *Names) compound(word string) bool {
	if at := strings.LastIndexByte(word, '\''); at >= 0 && at+1 < len(word) && word[at:] != "'s" {
		return true
	}
	if !strings.Contains(word, "-") {
		return false
	}
	for part := range strings.SplitSeq(word, "-") {
		if part != "ish" && !n.english.Word(part) && !n.known(part) {
			return false
		}
	}
	return true
}

// nearest is the one name that a word sounds like, and how unlike it is; empty where there is none or more than one.
func (n *Names) nearest(word string) (string, float64) {
	heard := sound(word)
	best, first, second := name{}, 1.0, 1.0
	for _, x := range n.list {
		if d := len(x.sound) - len(heard); d > 5 || d < -5 {
			continue
		}
		cost := unlike(heard, x.sound) / float64(len(x.sound))
		switch {
		case cost < first:
			best, first, second = x, cost, first
		case cost < second:
			second = cost
		}
	}
	if first > best.alike || second-first < apart {
		return "", 1
	}
	return best.text, first
}
