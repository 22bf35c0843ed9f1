package main

import (
	"path/filepath"
	"regexp"
	"strings"

	"github.com/visitwright/visitwright/eval/speech/interview"
	"github.com/visitwright/visitwright/scribe/speech/align"
	"github.com/visitwright/visitwright/scribe/speech/role"
	"github.com/visitwright/visitwright/scribe/speech/wordlm"
)

// heldOut names the interviews whose recordings measure recognition (visitwright eval speech).
var heldOut = []string{"CAR0001", "MSK0001"}

// lessons reads what may be learnt from: all interviews but those held out.
func lessons(data string) ([]interview.Interview, error) {
	return interview.ReadAll(filepath.Join(data, "speech", "osce", "transcripts"), heldOut...)
}

// words are the plain words of an interview in order, without sounds of hesitation.
func words(turns []interview.Turn) []string {
	var out []string
	for _, t := range turns {
		for w := range strings.FieldsSeq(t.Text) {
			if p := align.Plain(w); p != "" && !wordlm.Skip(p) {
				out = append(out, p)
			}
		}
	}
	return out
}

var sentence = regexp.MustCompile(`[^.?!]+[.?!]*`)

// examples are the sentences of turns with their speakers.
func examples(turns []interview.Turn) []role.Example {
	var out []role.Example
	for _, t := range turns {
		for _, s := range sentence.FindAllString(t.Text, -1) {
			if strings.TrimSpace(s) != "" {
				out = append(out, role.Example{Text: s, Clinician: t.Clinician})
			}
		}
	}
	return out
}
