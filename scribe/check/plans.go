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
	// asked: a question left open; flip: a question that was answered with no.
	asked, flip bool
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

var noun = map[string]bool{"increased": true, "decreased": true, "tired": true, "swollen": true, "left": true, "felt": true, "concerned": true, "worried": true, "interested": true, "supposed": true, "called": true, "limited": true, "needed": true}

// nearest returns the clauses of the evidence that share most with the sentence.
func (e *examiner) nearest() []told {
	mine := stemsOf(e.words)
	var out []told
	top := 0.0
	for _, x := range e.ev {
		for _, c := range x.clauses {
			c.near = 0
			for s := range mine {
				if c.stems[s] {
					c.near += e.idf[s]
				}
			}
			top = max(top, c.near)
			out = append(out, c)
		}
	}
	return slices.DeleteFunc(out, func(c told) bool { return c.near < 0.85*top || top == 0 })
}

// deeds are verbs by which a sentence says that something was done. That a test
// was "ordered" or a patient "referred" says no more than that it is planned.
var deeds = map[string]bool{"obtained": true, "completed": true, "performed": true, "underwent": true, "administered": true, "given": true, "gave": true, "received": true, "initiated": true, "repeated": true, "discontinued": true, "undergone": true, "started": true, "injected": true, "removed": true, "saw": true, "seen": true, "done": true, "returned": true}

// plans doubts what the sentence says was done while the lines behind it only
// announce it, and the reverse.
func (e *examiner) plans() {
	claim, at := e.claimed()
	if claim == untold {
		return
	}
	near := e.nearest()
	if len(near) == 0 {
		return
	}
	announced := slices.ContainsFunc(near, func(t told) bool { return t.planned })
	done := slices.ContainsFunc(near, func(t told) bool { return t.gone })
	switch {
	case claim == gone && announced && !done:
		e.doubt(ehr.PlanDoubt, e.words[at], "The sentence says it was done; it was only announced.")
	case claim == planned && !announced:
		e.doubt(ehr.PlanDoubt, e.words[at], "The sentence plans it; nobody announced it.")
	}
}

// claimed reads whether the sentence plans something or says it was done.
func (e *examiner) claimed() (tense, int) {
	for i, w := range e.words {
		prev := ""
		if i > 0 {
			prev = e.words[i-1]
		}
		switch {
		case w == "will":
			return planned, i
		case w == "given" && i+1 < len(e.words) && supposing[e.words[i+1]]:
		case deeds[w] && prev != "be" && prev != "not" && prev != "get" && !(w == "done" && prev != "was" && prev != "were") && !((w == "seen" || w == "saw") && i > 0):
			return gone, i
		}
	}
	return untold, 0
}

// supposing are words after "given" that make it a reason.
var supposing = map[string]bool{"that": true, "her": true, "his": true, "the": true, "their": true, "these": true, "this": true}

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
			if pastWords[w] || w == "used" && i+1 < len(t.words) && t.words[i+1] == "to" || w == "longer" || w == "anymore" {
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
	near := e.nearest()
	if len(near) == 0 {
		return
	}
	if w := has(before); w != "" && !(w == "no longer" && e.anyNegator()) && !(w == "previously" && e.mentioned()) && !slices.ContainsFunc(near, strong) {
		e.doubt(ehr.TimeDoubt, w, "The sentence puts it in the past; it was said as of now.")
	}
	if w := has(now); w != "" && !slices.ContainsFunc(near, func(t told) bool { return t.here || !t.gone }) {
		e.doubt(ehr.TimeDoubt, w, "The sentence says it is so now; it was said as past.")
	}
}
