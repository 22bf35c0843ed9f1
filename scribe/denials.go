package scribe

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/scribe/fact"
	"github.com/visitwright/visitwright/scribe/reword"
)

// mostDenied is how many findings one sentence denies.
const mostDenied = 7

// denials writes findings denied one after another in one sentence: "He denies any
// fever, chills, or night sweats." Each keeps the words it was asked with.
func (d *drafter) denials(ls []line) []line {
	lead := reword.Capitalise(d.who.pronouns.Says()) + " denies any "
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

// agreed takes out of the denials what another line says the patient has, in the same words: "denies any dry cough"
// beside "it has been a dry cough". One answer was taken for another's; the plain one stands.
func (d *drafter) agreed(ls []line) []line {
	lead := reword.Capitalise(d.who.pronouns.Says()) + " denies any "
	var out []line
	for i, l := range ls {
		items := deniedIn(l, lead)
		kept := slices.DeleteFunc(slices.Clone(items), func(item string) bool { return affirmed(item, ls, i) })
		switch {
		case len(kept) == len(items):
			out = append(out, l)
		case len(kept) > 0:
			l.text = lead + enumerate(kept, " or ") + "."
			out = append(out, l)
		}
	}
	return out
}

// affirmed reports whether another line than the one at besides says these words of the patient, undenied.
func affirmed(item string, ls []line, besides int) bool {
	words := fact.Plain(item)
	for i, l := range ls {
		if i == besides || !strings.Contains(strings.ToLower(l.text), item) {
			continue
		}
		said := fact.Plain(l.text)
		denied := fact.Negated(said)
		for at := range said {
			if at+len(words) <= len(said) && slices.Equal(said[at:at+len(words)], words) && !denied[at] && !slices.ContainsFunc(said[:at], func(w string) bool { return kin[w] || w == "if" || w == "when" }) {
				return true
			}
		}
	}
	return false
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
