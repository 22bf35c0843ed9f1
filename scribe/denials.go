package scribe

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/scribe/reword"
)

// mostDenied is how many findings one sentence denies.
const mostDenied = 7

// denials writes findings denied one after another in one sentence: "He denies any
// fever, chills, or night sweats." Each keeps the words it was asked with.
func (d *drafter) denials(ls []line) []line {
	lead := reword.Capitalise(d.who.pronouns.He) + " denies any "
	var out []line
	for i := 0; i < len(ls); {
		items := deniedIn(ls[i], lead)
		if items == nil {
			out = append(out, ls[i])
			i++
			continue
		}
		l := ls[i]
		j := i + 1
		for ; j < len(ls); j++ {
			more := deniedIn(ls[j], lead)
			if more == nil || len(items)+len(more) > mostDenied {
				break
			}
			for _, m := range more {
				if !slices.Contains(items, m) {
					items = append(items, m)
				}
			}
			l.segments, l.weight = union(l.segments, ls[j].segments), max(l.weight, ls[j].weight)
		}
		if j > i+1 {
			l.text = lead + enumerate(items, " or ") + "."
		}
		out, i = append(out, l), j
	}
	return out
}

// deniedIn lists what a sentence does nothing but deny, nil where it says more.
func deniedIn(l line, lead string) []string {
	rest, ok := strings.CutPrefix(l.text, lead)
	if !ok {
		return nil
	}
	var items []string
	for _, part := range strings.Split(strings.NewReplacer(", or ", ",", " or ", ",", ", and ", ",").Replace(strings.TrimSuffix(rest, ".")), ",") {
		part = strings.TrimSpace(part)
		words := strings.Fields(part)
		if len(words) == 0 || len(words) > 5 || slices.ContainsFunc(words, func(w string) bool { return qualifying[w] }) {
			return nil
		}
		items = append(items, part)
	}
	return items
}

// qualifying are words that say more of what is denied than its name.
var qualifying = map[string]bool{"before": true, "past": true, "ever": true, "since": true, "when": true, "with": true, "that": true, "which": true, "like": true, "such": true, "as": true, "if": true, "and": true, "but": true, "besides": true, "other": true, "after": true, "during": true, "recently": true, "else": true, "to": true, "from": true, "around": true}
