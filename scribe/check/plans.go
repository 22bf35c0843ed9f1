package check

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/fact"
	"github.com/visitwright/visitwright/scribe/lexicon"
)

// told is a clause with when its words say something is so. More than one may
// hold.
type told struct {
	stems               map[string]bool
	planned, gone, here bool
	near                float64
	words               []string
	negated             []bool
	// asked: a question left open; flip: a question that was answered with no;
	// granted: one that was answered with yes.
	asked, flip, granted bool
}

var planWords = map[string]bool{
	"will": true, "would": true, "should": true, "want": true, "recommend": true, "plan": true, "planning": true, "schedule": true, "scheduled": true, "order": true, "ordering": true, "refer": true, "prescribe": true, "let": true, "need": true, "needs": true,
	"suggest": true, "advise": true, "could": true, "can": true, "continue": true, "consider": true, "follow": true, "next": true, "repeat": true, "start": true, "come": true, "tomorrow": true, "try": true, "send": true, "get": true, "referral": true, "might": true, "gonna": true, "may": true, "if": true, "upcoming": true, "must": true, "hope": true,
}

var hereWords = map[string]bool{"is": true, "are": true, "am": true, "has": true, "have": true, "currently": true, "now": true, "still": true, "today": true, "does": true, "do": true, "been": true, "every": true, "daily": true, "usually": true, "continue": true, "take": true, "taking": true, "using": true, "use": true}

var pastWords = map[string]bool{"was": true, "were": true, "had": true, "did": true, "ago": true, "previously": true, "formerly": true, "former": true, "before": true, "yesterday": true, "past": true, "last": true, "since": true, "history": true, "already": true, "quit": true, "stopped": true, "prior": true, "previous": true, "earlier": true}

// hear says when a clause's words say it is so.
func hear(words []string, stems map[string]bool) told {
	t := told{stems: stems, words: words, negated: fact.Negated(words)}
	for i, w := range words {
		if (w == "want" || w == "would") && (i+2 < len(words) && words[i+1] == "to" && words[i+2] == "say" || i+1 < len(words) && words[i+1] == "say") {
			continue // "I want to say 3 weeks"
		}
		t.planned = t.planned || planWords[w] || w == "going" && i+1 < len(words) && words[i+1] == "to"
		t.here = t.here || hereWords[w]
		t.gone = t.gone || pastWords[w]
		if v, ok := lexicon.VerbForm(w); ok {
			t.gone = t.gone || (w == v.Past || w == v.Participle) && v.Past != v.Base && !noun[w] && w != "been"
			t.here = t.here || w == v.Third || w == v.Gerund
		}
	}
	if len(words) > 0 { // "take this twice a day", "x-ray shows": no helper needed
		if v, ok := lexicon.VerbForm(words[0]); ok && v.Base == words[0] {
			t.planned = true
		}
	}
	return t
}

var noun = map[string]bool{"bit": true, "increased": true, "decreased": true, "tired": true, "swollen": true, "left": true, "felt": true, "concerned": true, "worried": true, "interested": true, "supposed": true, "called": true, "limited": true, "needed": true}

// long is how many words of a clause are looked at together at most: talk that
// came without marks runs on.
const long = 24

// windows cuts a long clause into stretches that overlap by half.
func (t told) windows() []told {
	if len(t.words) <= long {
		return []told{t}
	}
	var out []told
	for i := 0; i < len(t.words)-long/2; i += long / 2 {
		end := min(len(t.words), i+long)
		w := hear(t.words[i:end], stemsOf(t.words[i:end]))
		w.asked, w.flip, w.granted, w.negated = t.asked, t.flip, t.granted, t.negated[i:end]
		out = append(out, w)
	}
	return out
}

// nearest returns the stretches of the evidence that share most with the words
// of a sentence.
func (e *examiner) nearest(words []string) []told {
	mine := stemsOf(words)
	var out []told
	top := 0.0
	for _, x := range e.ev {
		for _, c := range x.windows {
			c.near = 0
			for s := range mine {
				if s != "" && c.stems[s] {
					c.near += e.idf[s]
				}
			}
			top = max(top, c.near)
			out = append(out, c)
		}
	}
	return slices.DeleteFunc(out, func(c told) bool { return c.near < 0.85*top || top == 0 })
}

// mentioned reports whether "previously" speaks of what was said before and not
// of the patient: "as previously discussed".
func (e *examiner) mentioned() bool {
	i := slices.Index(e.words, "previously")
	if i < 0 || i+1 >= len(e.words) {
		return false
	}
	switch e.words[i+1] {
	case "discussed", "noted", "mentioned", "described", "removed", "documented", "stated":
		return true
	}
	return false
}

// upToNow reports whether "last" or "past" opens a stretch that reaches to now:
// "for the last several days".
func upToNow(words []string, i int) bool {
	if words[i] != "last" && words[i] != "past" || i < 2 || i+1 >= len(words) || words[i-1] != "the" {
		return false
	}
	switch words[i+1] {
	case "several", "few", "couple", "day", "week", "month", "year":
		return true
	}
	return len(fact.Digits(words[i+1])) > 0
}

// before and now are words that put a sentence in the past or in the present.
var (
	before = []string{" previously ", " formerly ", " used to ", " no longer ", " former "}
	now    = []string{" currently ", " at present "}
)

// moved doubts a sentence that puts in the past what was said as of now, and the
// reverse.
func (e *examiner) moved() {
	text := " " + strings.Join(e.words, " ") + " "
	strong := func(t told) bool { // "used to", "stopped", "was": more than a participle
		for i, w := range t.words {
			if pastWords[w] && !upToNow(t.words, i) && w != "history" && w != "since" && w != "already" && w != "before" || w == "used" && i+1 < len(t.words) && t.words[i+1] == "to" || w == "longer" || w == "anymore" {
				return true
			}
			if v, ok := lexicon.VerbForm(w); ok && w == v.Past && v.Past != v.Base && v.Participle != v.Past {
				return true
			}
		}
		return false
	}
	has := func(list []string) string {
		for _, w := range list {
			if strings.Contains(text, w) {
				return strings.TrimSpace(w)
			}
		}
		return ""
	}
	if w := has(before); w != "" && !(w == "no longer" && e.anyNegator()) && !(w == "previously" && e.mentioned()) {
		if near := e.nearest(e.behind(w)); len(near) > 0 && !slices.ContainsFunc(near, strong) {
			e.doubt(ehr.TimeDoubt, w, "The sentence puts it in the past; it was said as of now.")
		}
	}
	near := e.nearest(e.words)
	if w := has(now); w != "" && len(near) > 0 && !slices.ContainsFunc(near, func(t told) bool { return t.here || !t.gone }) {
		e.doubt(ehr.TimeDoubt, w, "The sentence says it is so now; it was said as past.")
	}
}

// behind returns the words of the sentence around a phrase, mostly behind it.
func (e *examiner) behind(phrase string) []string {
	p := strings.Fields(phrase)
	for i := range e.words {
		if i+len(p) <= len(e.words) && slices.Equal(e.words[i:i+len(p)], p) {
			return e.words[max(0, i-2):min(len(e.words), i+len(p)+5)]
		}
	}
	return e.words
}
