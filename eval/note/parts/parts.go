// Package parts cuts a note that a person or another system wrote into its
// parts by its headings, whatever those are called.
package parts

import (
	"regexp"
	"strings"
)

// Part is a part of a note, named as the section model names it.
type Part string

// Sentence is a sentence of a note with its part; "" before any heading.
type Sentence struct {
	Part Part
	Text string
}

var headings = []struct {
	part  Part
	words string
}{
	{"cc", `chief complaint|cc|reason for visit|presenting complaint`},
	{"hpi", `history of present illness|hpi|subjective|history|hx`},
	{"ros", `review of systems|ros`},
	{"psh", `(?:past )?surgical history`},
	{"family", `family history|fh`},
	{"social", `social history|sh`},
	{"pmh", `(?:past )?medical history|past history|pmh|pmhx`},
	{"meds", `(?:current )?medications?|dh|medication list`},
	{"allergy", `allergies|allergy`},
	{"vitals", `vitals?(?: reviewed| signs)?`},
	{"exam", `physical exam(?:ination)?|exam(?:ination)?|objective|pe|o/e`},
	{"results", `results?|diagnostics?|labs?|imaging|data reviewed`},
	{"ap", `assessment(?: and plan| & plan|/plan)?|plan|impression|a/p|imp`},
	{"instructions", `(?:patient )?instructions?|after.visit summary`},
}

var heading = func() []*regexp.Regexp {
	var out []*regexp.Regexp
	for _, h := range headings {
		out = append(out, regexp.MustCompile(`(?i)^\W*(?:`+h.words+`)\s*(?::|\.)?\s*$`))
	}
	return out
}()

var inline = regexp.MustCompile(`(?i)^\W*([a-z][a-z /&]{1,40}):\s*(.+)$`)

var ends = regexp.MustCompile(`[.!?]["')]?\s+`)

// HeadingOf returns the part a line is the heading of.
func HeadingOf(line string) (Part, bool) {
	for i, h := range heading {
		if h.MatchString(strings.TrimSpace(line)) {
			return headings[i].part, true
		}
	}
	return "", false
}

// Sentences cuts a note into sentences with their parts; headings are left out.
func Sentences(note string) []Sentence {
	var out []Sentence
	var part Part
	for _, line := range strings.Split(note, "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if p, ok := HeadingOf(line); ok {
			part = p
			continue
		}
		if m := inline.FindStringSubmatch(line); m != nil {
			if p, ok := HeadingOf(m[1]); ok && strings.ToUpper(m[1]) == m[1] {
				part, line = p, m[2]
			}
		}
		for _, s := range cut(line) {
			out = append(out, Sentence{part, s})
		}
	}
	return out
}

var abbreviated = regexp.MustCompile(`(?i)\b(?:dr|mr|mrs|ms|vs|e\.g|i\.e|approx|no)\.$`)

func cut(line string) []string {
	var out []string
	start := 0
	for _, m := range ends.FindAllStringIndex(line, -1) {
		if abbreviated.MatchString(line[:m[0]+1]) {
			continue
		}
		if s := strings.TrimSpace(line[start:m[1]]); s != "" {
			out = append(out, s)
		}
		start = m[1]
	}
	if s := strings.TrimSpace(line[start:]); s != "" {
		out = append(out, s)
	}
	return out
}

// Text returns the text of the named parts of a note, a sentence a line.
func Text(note string, ps ...Part) string {
	var out []string
	for _, s := range Sentences(note) {
		for _, p := range ps {
			if s.Part == p {
				out = append(out, s.Text)
			}
		}
	}
	return strings.Join(out, "\n")
}
