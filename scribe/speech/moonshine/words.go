package moonshine

import "strings"

// Word is a written word with the mean logarithm of its tokens' probabilities.
type Word struct {
	Text string
	Prob float64
}

// Words splits a reading at its spaces.
func (m *Model) Words(r Reading) []Word {
	var out []Word
	var text strings.Builder
	var sum float64
	var count int
	flush := func() {
		if t := strings.TrimSpace(strings.ToValidUTF8(text.String(), "")); t != "" {
			for _, part := range strings.Fields(t) {
				out = append(out, Word{Text: part, Prob: sum / float64(max(1, count))})
			}
		}
		text.Reset()
		sum, count = 0, 0
	}
	for i, token := range r.Tokens {
		piece := m.words.Piece(token)
		if strings.HasPrefix(piece, " ") {
			flush()
		}
		text.WriteString(piece)
		sum += float64(r.Probs[i])
		count++
	}
	flush()
	return out
}
