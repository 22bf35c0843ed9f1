package moonshine

import "context"

// Reading is a recognised window.
type Reading struct {
	Tokens []int
	Probs  []float32 // natural logarithm of each token's probability
	Score  float64   // sum of Probs, with the word model's part for a beam
}

// MeanProb is the mean logarithm of the token probabilities, 0 for an empty reading.
func (r Reading) MeanProb() float64 {
	var sum float64
	for _, p := range r.Probs {
		sum += float64(p)
	}
	return sum / float64(max(1, len(r.Probs)))
}

// Greedy writes the likeliest token each time. A draft, which may be nil, is what the text probably is: an earlier reading of some
// of the same sound, by this model or another one with the same tokens. Its tokens are looked at many at once, and
// those that are not the likeliest ones are dropped; so it changes the cost, and the text only where two tokens are
// equally likely but for rounding.
func (m *Model) Greedy(ctx context.Context, s *Sound, draft []int) (Reading, error) {
	p, err := m.begin(s)
	if err != nil {
		return Reading{}, err
	}
	defer func() { p.free() }()
	g := guess{draft: draft, width: guessMost}
	var r Reading
	token := tokenStart
	for len(r.Tokens) < s.limit() {
		if err := ctx.Err(); err != nil {
			return Reading{}, err
		}
		guessed := g.next(s.limit() - len(r.Tokens) - 1)
		next, scores, err := m.follow(s, p, sequence(token, guessed))
		if err != nil {
			return Reading{}, err
		}
		p = next
		agreed := 0
		for i, row := range scores {
			best, prob := likeliest(row)
			r.Score += float64(prob)
			if best == tokenEnd || repeats(append(r.Tokens, best)) {
				return r, nil
			}
			r.Tokens, r.Probs, token = append(r.Tokens, best), append(r.Probs, prob), best
			if i == len(guessed) || guessed[i] != best {
				break
			}
			agreed++
		}
		g.learn(agreed, len(guessed), token)
		if err := p.keep(s, p.length-int64(len(guessed)-agreed)); err != nil {
			return Reading{}, err
		}
	}
	return r, nil
}

func sequence(token int, more []int) []int64 {
	out := make([]int64, 1, 1+len(more))
	out[0] = int64(token)
	for _, t := range more {
		out = append(out, int64(t))
	}
	return out
}

// likeliest is the token with the highest score and the logarithm of its probability.
func likeliest(scores []float32) (token int, prob float32) {
	for i, x := range scores {
		if x > scores[token] {
			token = i
		}
	}
	return token, scores[token] - logSum(scores)
}

// repeats tells a decoder caught in a loop: the same 1 to 8 tokens six times in a row.
func repeats(tokens []int) bool {
	const times = 6
	for size := 1; size <= 8; size++ {
		n := size * times
		if len(tokens) < n {
			return false
		}
		tail, same := tokens[len(tokens)-n:], true
		for i := size; i < n && same; i++ {
			same = tail[i] == tail[i-size]
		}
		if same {
			return true
		}
	}
	return false
}
