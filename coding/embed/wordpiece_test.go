package embed

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func vocabulary(t *testing.T, tokens ...string) *wordPiece {
	t.Helper()
	path := filepath.Join(t.TempDir(), "tokenizer.json")
	json := `{"normalizer":{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":true},
		"pre_tokenizer":{"type":"BertPreTokenizer"},"model":{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##",
		"max_input_chars_per_word":100,"vocab":{"[UNK]":0,"[CLS]":1,"[SEP]":2`
	for i, token := range tokens {
		json += `,"` + token + `":` + string(rune('3'+i))
	}
	if err := os.WriteFile(path, []byte(json+"}}}"), 0o600); err != nil {
		t.Fatal(err)
	}
	w, err := readWordPiece(path, 8)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// As the tokenizers library of Hugging Face cuts them.
func TestEncode(t *testing.T) {
	w := vocabulary(t, "meniere", "'", "s", "##s", "pain", "-")
	for text, want := range map[string][]int64{
		"":                          {1, 2},
		"Ménière’s":                 {1, 3, 0, 5, 2},
		"Me\u0301nie\u0300re's":     {1, 3, 4, 5, 2},
		"pains":                     {1, 7, 6, 2},
		"pain-\u00a0PAIN\u200b\x00": {1, 7, 8, 7, 2},
		"painful 痛 pain":            {1, 0, 0, 7, 2},
		"pain pain pain pain pain pain pain pain": {1, 7, 7, 7, 7, 7, 7, 2},
		"[SEP] s": {1, 0, 0, 0, 5, 2}, // a text's own marks close nothing
	} {
		if got := w.encode(text); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestReadWordPieceRefuses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tokenizer.json")
	if err := os.WriteFile(path, []byte(`{"normalizer":{"type":"BertNormalizer"},"model":{"type":"BPE"}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := readWordPiece(path, 8); err == nil {
		t.Error("another kind of tokenizer was taken")
	}
	if _, err := readWordPiece(path+"x", 8); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing one: %v", err)
	}
}
