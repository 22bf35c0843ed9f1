package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	drugnames "github.com/visitwright/visitwright/scribe/speech/drugs"
	"github.com/visitwright/visitwright/scribe/speech/role"
	"github.com/visitwright/visitwright/scribe/speech/terms"
	"github.com/visitwright/visitwright/scribe/speech/wordlm"
)

func main() {
	data := flag.String("data", "", "folder with speech/osce/transcripts, codes/icd10cm and coding/terms")
	english := flag.String("english", "/usr/share/dict/american-english,/usr/share/dict/british-english",
		"lists of English words, one a line (Debian: wamerican, wbritish)")
	into := flag.String("into", "scribe/speech", "the package's folder")
	flag.Parse()
	if err := run(*data, *english, *into); err != nil {
		fmt.Fprintln(os.Stderr, "train speech:", err)
		os.Exit(1)
	}
}

func run(data, english, into string) error {
	interviews, err := lessons(data)
	if err != nil {
		return err
	}
	var texts [][]string
	var sentences []role.Example
	count := 0
	for _, i := range interviews {
		text := words(i.Turns)
		count += len(text)
		texts = append(texts, text)
		sentences = append(sentences, examples(i.Turns)...)
	}
	var model bytes.Buffer
	if err := wordlm.Train(texts, leastTriples).Write(&model); err != nil {
		return err
	}
	who := role.Train(sentences, rolePasses)
	medicines, err := drugs(data)
	if err != nil {
		return err
	}
	clinical, err := clinicalTerms(data)
	if err != nil {
		return err
	}
	var list []string
	for path := range strings.SplitSeq(english, ",") {
		file, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		list = append(list, strings.Fields(string(file))...)
	}
	fmt.Printf("%d interviews, %d words, %d sentences, %d drug words, %d clinical words\n", len(interviews), count, len(sentences),
		len(medicines), len(clinical))
	for _, f := range []struct {
		path string
		data []byte
	}{
		{filepath.Join("wordlm", "interviews.bin.gz"), model.Bytes()},
		{filepath.Join("role", "interviews.bin"), who.Bytes()},
		{filepath.Join("drugs", "english.bin"), drugnames.NewEnglish(list).Bytes()},
		{filepath.Join("terms", "words.bin"), terms.NewSet(medicines, clinical).Bytes()},
	} {
		fmt.Printf("%s: %d bytes\n", f.path, len(f.data))
		if err := os.WriteFile(filepath.Join(into, f.path), f.data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// leastTriples: triples seen once are left out; rolePasses over the sentences.
const (
	leastTriples = 1
	rolePasses   = 6
)
