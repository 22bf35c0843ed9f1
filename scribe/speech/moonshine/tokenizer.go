package moonshine

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// Tokens of the model's vocabulary that are not text.
const (
	tokenStart = 1
	tokenEnd   = 2
)

// Vocabulary turns token numbers into text, and words into token numbers.
type Vocabulary struct {
	pieces []string
	tokens map[string]int // by the piece as it is published
	ranks  map[[2]string]int
}

// ReadVocabulary reads the published tokenizer.json (byte-level fall-back BPE, "▁" for a space).
func ReadVocabulary(path string) (*Vocabulary, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var file struct {
		Model struct {
			Vocab  map[string]int `json:"vocab"`
			Merges []string       `json:"merges"`
		} `json:"model"`
		Added []struct {
			ID int `json:"id"`
		} `json:"added_tokens"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, fmt.Errorf("tokenizer: %w", err)
	}
	v := &Vocabulary{pieces: make([]string, len(file.Model.Vocab)), tokens: file.Model.Vocab, ranks: map[[2]string]int{}}
	for rank, merge := range file.Model.Merges {
		if a, b, ok := strings.Cut(merge, " "); ok {
			v.ranks[[2]string{a, b}] = rank
		}
	}
	for piece, id := range file.Model.Vocab {
		if id < 0 || id >= len(v.pieces) {
			return nil, fmt.Errorf("tokenizer: token %d outside the vocabulary", id)
		}
		v.pieces[id] = plain(piece)
	}
	for _, special := range file.Added {
		if special.ID < len(v.pieces) {
			v.pieces[special.ID] = ""
		}
	}
	return v, nil
}

// plain is the text a piece stands for: "▁the" is " the", "<0x0A>" is one byte.
func plain(piece string) string {
	if len(piece) == 6 && strings.HasPrefix(piece, "<0x") && piece[5] == '>' {
		if b, err := strconv.ParseUint(piece[3:5], 16, 8); err == nil {
			return string([]byte{byte(b)})
		}
	}
	return strings.ReplaceAll(piece, "▁", " ")
}

// Piece is the text of one token, with its leading space; empty for a token that is no text.
func (v *Vocabulary) Piece(token int) string {
	if token < 0 || token >= len(v.pieces) {
		return ""
	}
	return v.pieces[token]
}

// Text joins tokens.
func (v *Vocabulary) Text(tokens []int) string {
	var b strings.Builder
	for _, t := range tokens {
		b.WriteString(v.Piece(t))
	}
	return strings.TrimSpace(strings.ToValidUTF8(b.String(), ""))
}

// Tokens writes one word, with the space before it, as the model was taught to: letters are joined pair by pair, the pair of the
// lowest rank first. Nil where a letter is not in the vocabulary.
func (v *Vocabulary) Tokens(word string) []int {
	parts := strings.Split("▁"+word, "")
	for {
		best, low := -1, len(v.ranks)
		for i := range len(parts) - 1 {
			if rank, ok := v.ranks[[2]string{parts[i], parts[i+1]}]; ok && rank < low {
				best, low = i, rank
			}
		}
		if best < 0 {
			break
		}
		parts = append(append(parts[:best:best], parts[best]+parts[best+1]), parts[best+2:]...)
	}
	out := make([]int, len(parts))
	for i, part := range parts {
		token, ok := v.tokens[part]
		if !ok {
			return nil
		}
		out[i] = token
	}
	return out
}
