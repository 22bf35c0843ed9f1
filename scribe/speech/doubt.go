package speech

import (
	"strings"

	"github.com/visitwright/visitwright/scribe/speech/align"
	"github.com/visitwright/visitwright/scribe/speech/moonshine"
	"github.com/visitwright/visitwright/scribe/speech/terms"
)

// doubt is a stretch of a window's words, [from, to), that the second reading has otherwise.
type doubt struct {
	from, to int
	heard    string
	kind     terms.Kind

	corrected bool // a misheard name was put in
}

// doubts compares two readings of a window and keeps the differences that matter clinically.
func doubts(set *terms.Set, shown, other []moonshine.Word) []doubt {
	pairs := align.Words(texts(shown), texts(other))
	same := func(p align.Pair) bool {
		return p.A >= 0 && p.B >= 0 && align.Plain(shown[p.A].Text) == align.Plain(other[p.B].Text)
	}
	var out []doubt
	at := 0 // shown words passed
	for i := 0; i < len(pairs); {
		if same(pairs[i]) {
			at = pairs[i].A + 1
			i++
			continue
		}
		d := doubt{from: at, to: at}
		var heard []string
		for ; i < len(pairs) && !same(pairs[i]); i++ {
			if pairs[i].A >= 0 {
				d.to = pairs[i].A + 1
			}
			if pairs[i].B >= 0 {
				heard = append(heard, other[pairs[i].B].Text)
			}
		}
		at = d.to
		d.heard = spelled(heard)
		if d.kind = weight(set, shown[d.from:d.to], heard); d.kind != terms.None {
			out = append(out, d)
		}
	}
	return out
}

// weight is the weightiest kind of word that only one of the two has, None if they differ in nothing that matters.
func weight(set *terms.Set, shown []moonshine.Word, heard []string) terms.Kind {
	count := map[string]int{}
	kinds := map[string]terms.Kind{}
	note := func(word string, by int) {
		plain := strings.TrimSuffix(align.Plain(word), "s")
		if kind := set.Kind(word); kind != terms.None {
			if kind == terms.Negation {
				plain = "not" // which negation it is does not matter
			}
			count[plain] += by
			kinds[plain] = kind
		}
	}
	for _, w := range shown {
		note(w.Text, 1)
	}
	for _, w := range heard {
		note(w, -1)
	}
	for _, kind := range []terms.Kind{terms.Drug, terms.Number, terms.Negation, terms.Side, terms.Term} {
		for word, n := range count {
			if n != 0 && kinds[word] == kind {
				return kind
			}
		}
	}
	return terms.None
}

// spelled writes words by the spelling rule.
func spelled(words []string) string {
	var out []string
	for _, w := range words {
		if t := spell(w); t != "" {
			out = append(out, t)
		}
	}
	return strings.Join(out, " ")
}
