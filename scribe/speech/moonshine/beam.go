package moonshine

import (
	"context"
	"slices"
	"strings"
)

// WordModel judges a word after the words before it.
type WordModel interface {
	// LogProb is the natural logarithm of the probability of word after history, whose last word is the latest.
	// Words are as written, with case and punctuation.
	LogProb(history []string, word string) float64
}

// Beam says how to search.
type Beam struct {
	Width   int
	Words   WordModel // may be nil
	Weight  float64   // of the word model against the sound
	Bonus   float64   // added per word, so that the word model's cost does not favour few words
	History []string  // words said before this window
	Names   *Names    // rare words to look for; may be nil
	Naming  float64   // added per token inside one of them
}

type line struct {
	Reading
	parent int
	words  []string // finished words, those of the history included
	open   string   // the word being written
	naming naming
}

// Decode searches with several readings in play and returns the best.
func (b Beam) Decode(ctx context.Context, m *Model, s *Sound) (Reading, error) {
	p, err := m.begin(s)
	if err != nil {
		return Reading{}, err
	}
	defer func() { p.free() }()
	live, done := []line{{words: b.History}}, []line{}
	for range s.limit() {
		if err := ctx.Err(); err != nil {
			return Reading{}, err
		}
		next, scores, err := m.advance(s, p, latest(live))
		if err != nil {
			return Reading{}, err
		}
		p = next
		var ended []line
		live, ended = b.extend(m.words, live, scores)
		done = append(done, ended...)
		if len(live) == 0 || finished(done, live, b.Width) {
			break
		}
		if err := p.choose(s, parents(live)); err != nil {
			return Reading{}, err
		}
	}
	for _, l := range live { // cut off by the limit
		done = append(done, b.close(l))
	}
	return slices.MaxFunc(done, func(x, y line) int { return order(x.rank(), y.rank()) }).Reading, nil
}

// extend gives the best continuations: those that go on and those that end here.
func (b Beam) extend(v *Vocabulary, live []line, scores [][]float32) (on, ended []line) {
	for i, l := range live {
		total := logSum(scores[i])
		for _, token := range b.Names.more(l.naming.at, scores[i], total, top(scores[i], b.Width+1)) {
			prob := scores[i][token] - total
			if token == tokenEnd || repeats(append(slices.Clone(l.Tokens), token)) {
				closed := b.close(l)
				closed.Score += float64(prob) + l.naming.leave()
				ended = append(ended, closed)
				continue
			}
			on = append(on, b.add(l, i, token, prob, v.Piece(token)))
		}
	}
	slices.SortStableFunc(on, func(x, y line) int { return order(y.Score, x.Score) })
	return on[:min(len(on), b.Width)], ended
}

func (b Beam) add(l line, parent, token int, prob float32, piece string) line {
	next := line{Reading: Reading{
		Tokens: append(slices.Clone(l.Tokens), token),
		Probs:  append(slices.Clone(l.Probs), prob),
		Score:  l.Score + float64(prob),
	}, parent: parent, words: l.words, open: l.open}
	var change float64
	next.naming, change = b.Names.follow(l.naming, token, piece, b.Naming)
	next.Score += change
	if strings.HasPrefix(piece, " ") {
		next = b.close(next)
		next.open = strings.TrimPrefix(piece, " ")
		return next
	}
	next.open += piece
	return next
}

// close finishes the word being written.
func (b Beam) close(l line) line {
	if l.open == "" {
		return l
	}
	if b.Words != nil {
		l.Score += b.Weight*b.Words.LogProb(l.words, l.open) + b.Bonus
	}
	l.words = append(slices.Clone(l.words), l.open)
	l.open = ""
	return l
}

// rank compares readings of different length: the score per token. By the plain sum a reading that stops early would win.
func (l line) rank() float64 { return l.Score / float64(len(l.Tokens)+1) }

// finished is true when enough readings have ended and none still open is as good as the best of them.
func finished(done, live []line, width int) bool {
	if len(done) < width {
		return false
	}
	best := slices.MaxFunc(done, func(x, y line) int { return order(x.rank(), y.rank()) })
	return best.rank() >= live[0].rank()
}

func latest(live []line) []int64 {
	tokens := make([]int64, len(live))
	for i, l := range live {
		tokens[i] = tokenStart
		if n := len(l.Tokens); n > 0 {
			tokens[i] = int64(l.Tokens[n-1])
		}
	}
	return tokens
}

func parents(live []line) []int {
	out := make([]int, len(live))
	for i, l := range live {
		out[i] = l.parent
	}
	return out
}

// top gives the n highest scores' places, best first.
func top(scores []float32, n int) []int {
	best := make([]int, 0, n+1)
	for i, x := range scores {
		if len(best) == n && x <= scores[best[n-1]] {
			continue
		}
		at := len(best)
		for at > 0 && scores[best[at-1]] < x {
			at--
		}
		best = slices.Insert(best, at, i)
		best = best[:min(len(best), n)]
	}
	return best
}

func order(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
