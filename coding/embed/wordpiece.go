package embed

import (
	"encoding/json"
	"os"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/visitwright/visitwright/ehr"
)

// wordPiece cuts texts as BERT's uncased models were taught: lower case, no
// accents, words and marks apart, then the longest known pieces of each word
// (Devlin et al. 2019, BasicTokenizer and WordpieceTokenizer). The Go libraries
// that read tokenizer.json leave accents on, which "Ménière" needs off.
type wordPiece struct {
	ids                      map[string]int64
	unknown, start, end      int64
	prefix                   string
	longestWord, longestText int
}

// tokenizerJSON is as much of tokenizer.json as tells whether we cut as it does.
type tokenizerJSON struct {
	Normalizer struct {
		Type      string `json:"type"`
		CleanText bool   `json:"clean_text"`
		Chinese   bool   `json:"handle_chinese_chars"`
		Accents   *bool  `json:"strip_accents"`
		Lower     bool   `json:"lowercase"`
	} `json:"normalizer"`
	PreTokenizer struct {
		Type string `json:"type"`
	} `json:"pre_tokenizer"`
	Model struct {
		Type    string           `json:"type"`
		Unknown string           `json:"unk_token"`
		Prefix  string           `json:"continuing_subword_prefix"`
		Longest int              `json:"max_input_chars_per_word"`
		Vocab   map[string]int64 `json:"vocab"`
	} `json:"model"`
}

// readWordPiece reads a tokenizer.json and refuses one that cuts otherwise.
func readWordPiece(path string, longestText int) (*wordPiece, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, ehr.Wrap(ehr.Unavailable, err, "the embedder's tokenizer is missing: run make setup")
	}
	var j tokenizerJSON
	if err := json.Unmarshal(b, &j); err != nil {
		return nil, ehr.Wrap(ehr.Invalid, err, "the embedder's tokenizer cannot be read")
	}
	n := j.Normalizer
	if n.Type != "BertNormalizer" || !n.CleanText || !n.Chinese || !n.Lower || n.Accents != nil && !*n.Accents ||
		j.PreTokenizer.Type != "BertPreTokenizer" || j.Model.Type != "WordPiece" {
		return nil, ehr.Errorf(ehr.Invalid, "the embedder's tokenizer is not that of an uncased BERT")
	}
	w := &wordPiece{ids: j.Model.Vocab, prefix: j.Model.Prefix, longestWord: j.Model.Longest, longestText: longestText}
	for token, id := range map[string]*int64{j.Model.Unknown: &w.unknown, "[CLS]": &w.start, "[SEP]": &w.end} {
		known, ok := w.ids[token]
		if !ok {
			return nil, ehr.Errorf(ehr.Invalid, "the embedder's tokenizer has no %s", token)
		}
		*id = known
	}
	return w, nil
}

// encode gives the tokens of a text with those that open and close it, cut to
// longestText.
func (w *wordPiece) encode(text string) []int64 {
	ids := []int64{w.start}
	for _, word := range strings.Fields(normal(text)) {
		for _, part := range apart(word) {
			ids = w.pieces(ids, part)
		}
	}
	if len(ids) >= w.longestText {
		ids = ids[:w.longestText-1]
	}
	return append(ids, w.end)
}

// pieces appends the longest known pieces of a word, or that it is unknown.
func (w *wordPiece) pieces(ids []int64, word string) []int64 {
	runes := []rune(word)
	if len(runes) > w.longestWord {
		return append(ids, w.unknown)
	}
	before := len(ids)
	for from := 0; from < len(runes); {
		to, prefix := len(runes), ""
		if from > 0 {
			prefix = w.prefix
		}
		for ; to > from; to-- {
			if id, ok := w.ids[prefix+string(runes[from:to])]; ok {
				ids = append(ids, id)
				break
			}
		}
		if to == from {
			return append(ids[:before], w.unknown)
		}
		from = to
	}
	return ids
}

// normal cleans a text, sets ideographs apart, takes accents off and lowers it.
func normal(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == 0 || r == unicode.ReplacementChar || !unicode.IsSpace(r) && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs):
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		case ideograph(r):
			b.WriteByte(' ')
			b.WriteRune(r)
			b.WriteByte(' ')
		default:
			b.WriteRune(r)
		}
	}
	bare := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(b.String()))
	var low strings.Builder
	for _, r := range bare {
		low.WriteString(strings.ToLower(string(r)))
	}
	return low.String()
}

// apart cuts a word at its marks, each of which stands alone.
func apart(word string) []string {
	var out []string
	from := 0
	for i, r := range word {
		if !mark(r) {
			continue
		}
		if i > from {
			out = append(out, word[from:i])
		}
		out = append(out, string(r))
		from = i + len(string(r))
	}
	if from < len(word) {
		out = append(out, word[from:])
	}
	return out
}

// mark says whether BERT takes r for punctuation: all of ASCII that is neither
// letter, digit nor space, and Unicode's punctuation.
func mark(r rune) bool {
	return r >= 33 && r <= 47 || r >= 58 && r <= 64 || r >= 91 && r <= 96 || r >= 123 && r <= 126 || unicode.IsPunct(r)
}

// ideograph says whether r is in the blocks that BERT sets apart.
func ideograph(r rune) bool {
	return r >= 0x4E00 && r <= 0x9FFF || r >= 0x3400 && r <= 0x4DBF || r >= 0x20000 && r <= 0x2A6DF ||
		r >= 0x2A700 && r <= 0x2B73F || r >= 0x2B740 && r <= 0x2B81F || r >= 0x2B920 && r <= 0x2CEAF ||
		r >= 0xF900 && r <= 0xFAFF || r >= 0x2F800 && r <= 0x2FA1F
}
