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

// Greedy writes the likeliest token each time.
func (m *Model) Greedy(ctx context.Context, s *Sound) (Reading, error) {
	p, err := m.begin(s)
	if err != nil {
		return Reading{}, err
	}
	defer func() { p.free() }()
	var r Reading
	token := int64(tokenStart)
	for len(r.Tokens) < s.limit() {
		if err := ctx.Err(); err != nil {
			return Reading{}, err
		}
		next, scores, err := m.advance(s, p, []int64{token})
		if err != nil {
			return Reading{}, err
		}
		p = next
		best := 0
		for i, x := range scores[0] {
			if x > scores[0][best] {
				best = i
			}
		}
		prob := scores[0][best] - logSum(scores[0])
		r.Score += float64(prob)
		if best == tokenEnd || repeats(append(r.Tokens, best)) {
			break
		}
		r.Tokens, r.Probs = append(r.Tokens, best), append(r.Probs, prob)
		token = int64(best)
	}
	return r, nil
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
