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

// Vocabulary turns token numbers into text. Recognition never needs the other direction.
type Vocabulary struct{ pieces []string }

// ReadVocabulary reads the published tokenizer.json (byte-level fall-back BPE, "▁" for a space).
func ReadVocabulary(path string) (*Vocabulary, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var file struct {
		Model struct {
			Vocab map[string]int `json:"vocab"`
		} `json:"model"`
		Added []struct {
			ID int `json:"id"`
		} `json:"added_tokens"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, fmt.Errorf("tokenizer: %w", err)
	}
	v := &Vocabulary{pieces: make([]string, len(file.Model.Vocab))}
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
