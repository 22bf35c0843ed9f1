package moonshine

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Names are rare words that a search should know: written as the recogniser would write them, token by token.
type Names struct{ root node }

// node is a beginning of names.
type node struct {
	token int
	next  []*node // by token
	whole bool    // a name ends here
}

// NewNames prepares words, each in lower case and with a capital; one that the vocabulary cannot write is left out.
func NewNames(v *Vocabulary, words []string) *Names {
	n := &Names{}
	for _, w := range words {
		w = strings.ToLower(w)
		first, size := utf8.DecodeRuneInString(w)
		for _, form := range []string{w, string(unicode.ToUpper(first)) + w[size:]} {
			at := &n.root
			for _, token := range v.Tokens(form) {
				at = at.grow(token)
			}
			at.whole = at != &n.root
		}
	}
	return n
}

func (n *node) find(token int) (int, bool) {
	return slices.BinarySearchFunc(n.next, token, func(c *node, t int) int { return c.token - t })
}

func (n *node) grow(token int) *node {
	i, ok := n.find(token)
	if !ok {
		n.next = slices.Insert(n.next, i, &node{token: token})
	}
	return n.next[i]
}

// child is the beginning that is longer by a token, nil where there is none.
func (n *node) child(token int) *node {
	if n == nil {
		return nil
	}
	if i, ok := n.find(token); ok {
		return n.next[i]
	}
	return nil
}

// Tokens a search tries besides the likeliest ones: those that begin a name, and those that go on with one, from these logarithms
// of probability on.
const (
	beginsLeast  = -5
	goesOnLeast  = -8
	bonusesOwing = 2 // at a name's second token: one for the first, too, which alone says little
)

// more are the tokens of names that are not among those already chosen.
func (n *Names) more(at *node, scores []float32, total float32, chosen []int) []int {
	if n == nil {
		return chosen
	}
	try := func(of *node, least float32) {
		for _, c := range of.next {
			if scores[c.token]-total > least && !slices.Contains(chosen, c.token) {
				chosen = append(chosen, c.token)
			}
		}
	}
	try(&n.root, beginsLeast)
	if at != nil {
		try(at, goesOnLeast)
	}
	return chosen
}

// naming is where a text stands in a name.
type naming struct {
	at    *node
	depth int
	given float64 // bonus given for this name so far
}

// follow goes on by a token and gives the change of the score: a bonus inside a name, and all of it back when the word turns out
// to be another one.
func (n *Names) follow(in naming, token int, piece string, bonus float64) (naming, float64) {
	if n == nil {
		return naming{}, 0
	}
	if strings.HasPrefix(piece, " ") {
		return naming{at: n.root.child(token), depth: 1}, in.leave()
	}
	if next := in.at.child(token); next != nil {
		if in.depth == 1 {
			bonus *= bonusesOwing
		}
		return naming{at: next, depth: in.depth + 1, given: in.given + bonus}, bonus
	}
	if in.at != nil && in.at.whole && !strings.ContainsFunc(piece, unicode.IsLetter) {
		return naming{}, 0 // a point or a comma after the name
	}
	return naming{}, -in.given
}

// leave is the change of the score when the word is over.
func (in naming) leave() float64 {
	if in.at != nil && !in.at.whole {
		return -in.given
	}
	return 0
}
