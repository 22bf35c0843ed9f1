package scribe

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/lexicon"
	"github.com/visitwright/visitwright/scribe/reword"
)

// casing holds how names are written in a transcript, by their lower case: what stands
// in capitals in mid-sentence and never without, more than once, as letters or where a
// name is looked for. Drugs and diseases have their own writing.
type casing map[string]string

var wordOf = regexp.MustCompile(`[A-Za-z][A-Za-z0-9'-]*`)

func casingOf(segments []ehr.Segment) casing {
	out := casing{}
	low, times := map[string]bool{}, map[string]int{}
	for _, s := range segments {
		for _, at := range wordOf.FindAllStringIndex(s.Text, -1) {
			w := s.Text[at[0]:at[1]]
			first, _ := utf8.DecodeRuneInString(w)
			before := strings.TrimRight(s.Text[:at[0]], " \t\"'(")
			switch {
			case !unicode.IsUpper(first):
				low[w] = true
			case len(w) > 1 && !strings.HasPrefix(w, "I'") && before != "" && !strings.ContainsAny(before[len(before)-1:], ".?!:…-"):
				times[w]++
				letters := len(w) > 2 && strings.ToUpper(w) == w
				where := before[strings.LastIndexAny(before, " \t")+1:]
				if (letters || times[w] > 1 || placing[strings.ToLower(where)]) && len(lexicon.Find([]string{strings.ToLower(w)})) == 0 {
					out[strings.ToLower(w)] = w
				}
			}
		}
	}
	for w := range low {
		delete(out, strings.ToLower(w))
	}
	return out
}

// placing are words behind which a capital is a name's.
var placing = map[string]bool{"in": true, "to": true, "from": true, "near": true, "dr.": true, "dr": true, "mr.": true, "mr": true, "mrs.": true, "mrs": true, "ms.": true, "ms": true, "named": true, "called": true, "is": true}

// titled is a name behind its title, as lower-case transcripts have it.
var titled = regexp.MustCompile(`\b(?i:(dr|mr|mrs|ms))\. ([a-z])`)

var titledTwice = regexp.MustCompile(`\b(?:Dr|Mr|Mrs|Ms)\. ([A-Z][a-z]+) ([a-z])[a-z]{2,}`)

// named writes the names in a sentence as they are written in the transcript, and the
// family name behind the given name with which an opening line starts.
func (d *drafter) named(text string) string {
	if len(d.casing) > 0 {
		text = wordOf.ReplaceAllStringFunc(text, func(w string) string {
			if c, ok := d.casing[w]; ok {
				return c
			}
			return w
		})
	}
	text = titled.ReplaceAllStringFunc(text, func(s string) string {
		a, b, _ := strings.Cut(s, " ")
		return reword.Capitalise(strings.ToLower(a)) + " " + strings.ToUpper(b)
	})
	for _, at := range titledTwice.FindAllStringSubmatchIndex(text, -1) {
		if lexicon.NameSex(strings.ToLower(text[at[2]:at[3]])) != 0 {
			text = text[:at[4]] + strings.ToUpper(text[at[4]:at[5]]) + text[at[5]:]
		}
	}
	if rest, ok := strings.CutPrefix(text, d.who.name+" "); ok && d.who.name != "" && !d.who.chart {
		last, after, _ := strings.Cut(rest, " ")
		if len(last) > 2 && last != "presents" && last != "has" && last != "was" && strings.HasPrefix(after, "is a") {
			return d.who.name + " " + reword.Capitalise(last) + " " + after
		}
	}
	return text
}
