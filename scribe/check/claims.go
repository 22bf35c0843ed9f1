package check

import (
	"slices"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/fact"
	"github.com/visitwright/visitwright/scribe/lexicon"
)

// deeds are verbs by which a sentence says that something was done. That a test
// was "ordered" or a patient "referred" says no more than that it is planned.
var deeds = map[string]bool{"obtained": true, "completed": true, "performed": true, "underwent": true, "administered": true, "given": true, "gave": true, "received": true, "initiated": true, "repeated": true, "discontinued": true, "undergone": true, "started": true, "injected": true, "removed": true, "saw": true, "seen": true, "done": true, "returned": true, "taken": true}

// claim is a place where a sentence plans something or says it was done.
type claim struct {
	tense tense
	at    int
}

// plans doubts what the sentence says was done while the lines behind it only
// announce it, and the reverse.
func (e *examiner) plans() {
	for _, c := range e.claims() {
		if why := e.contrary(c); why != "" {
			e.doubt(ehr.PlanDoubt, e.words[c.at], "%s", why)
			continue
		}
		near := e.nearest(e.around(c.at))
		test := e.testOf(c)
		if test != "" {
			if on := slices.DeleteFunc(e.holding(test), func(t told) bool { return t.asked }); len(on) > 0 {
				near = on
			} else {
				test = ""
			}
		}
		if len(near) == 0 {
			continue
		}
		announced := slices.ContainsFunc(near, told.announces) || c.tense == planned && (e.verbAnnounced(c.at) || e.arranged(c.at))
		shown := slices.ContainsFunc(e.words, func(w string) bool { return results[w] })
		done := func(t told) bool {
			verb := e.words[c.at]
			return t.reports() || t.did(verb) || verb == "started" && t.goesOn() || test != "" && shown && t.resultTold(test)
		}
		switch {
		case c.tense == gone && announced && c.at > 0 && e.words[c.at-1] == "already" && !slices.ContainsFunc(near, func(t told) bool { return slices.Contains(t.words, "already") }):
			e.doubt(ehr.PlanDoubt, e.words[c.at], "The sentence says it was done already; it was announced.")
		case c.tense == planned && test != "" && onlyFound(near, test) && !e.verbAnnounced(c.at) && !slices.Contains(e.words, "pending"):
			e.doubt(ehr.PlanDoubt, e.words[c.at], "The sentence plans it; its result was told.")
		case c.tense == gone && announced && !slices.ContainsFunc(near, done):
			e.doubt(ehr.PlanDoubt, e.words[c.at], "The sentence says it was done; it was only announced.")
		case c.tense == planned && !announced:
			e.doubt(ehr.PlanDoubt, e.words[c.at], "The sentence plans it; nobody announced it.")
		}
	}
}

// onlyFound reports whether a test is named only beside its result, "let us look
// at your x-ray, it shows", and never beside a word that orders it.
func onlyFound(on []told, test string) bool {
	found := false
	for _, t := range on {
		for _, f := range fact.In(t.words) {
			if f.Kind != fact.Test || f.Name != test {
				continue
			}
			if slices.ContainsFunc(t.words[max(0, f.Start-8):min(len(t.words), f.End+4)], func(w string) bool { return obtains[w] }) {
				return false
			}
			found = found || slices.ContainsFunc(t.words, func(w string) bool { return results[w] })
		}
	}
	return found
}

// obtains are words by which a test is got; results words that tell of one.
var (
	obtains = map[string]bool{"order": true, "ordering": true, "get": true, "getting": true, "obtain": true, "schedule": true, "scheduled": true, "repeat": true, "send": true, "another": true, "need": true, "recommend": true, "refer": true, "want": true, "further": true, "new": true, "recheck": true, "next": true}
	results = map[string]bool{"show": true, "shows": true, "showed": true, "showing": true, "looks": true, "reveals": true, "revealed": true, "reviewed": true, "results": true, "result": true, "came": true, "look": true, "looking": true, "demonstrates": true, "found": true}
)

// verbAnnounced reports whether the verb behind "will" was announced, of whatever:
// "we will repeat another one".
func (e *examiner) verbAnnounced(at int) bool {
	for i := at + 1; i < min(len(e.words), at+6); i++ {
		v, ok := lexicon.VerbForm(e.words[i])
		if !ok || v.Base == "be" || v.Base == "have" || v.Base == "get" {
			continue
		}
		return slices.ContainsFunc(e.ev, func(x *heard) bool {
			return slices.ContainsFunc(x.windows, func(t told) bool {
				return t.stems[Stem(v.Base)] && (t.announces() || t.stems["will"] || t.stems["want"] || t.stems["go"])
			})
		})
	}
	return false
}

// around returns the words of the sentence near a place.
func (e *examiner) around(at int) []string {
	return e.words[max(0, at-10):min(len(e.words), at+14)]
}

// testOf returns the test that a claim is of: the closest one, "" for none.
func (e *examiner) testOf(c claim) string {
	best, name := 9, ""
	for _, f := range e.facts {
		d := max(f.Start-c.at, c.at-f.End+1)
		if f.Kind == fact.Test && d < best && !slices.ContainsFunc(e.words[min(f.Start, c.at):max(f.End, c.at)], func(w string) bool { return w == "." || w == ";" || w == "to" && c.tense == gone }) {
			best, name = d, f.Name
		}
	}
	return name
}

// holding returns the stretches in which a test is named.
func (e *examiner) holding(test string) []told {
	var out []told
	for _, x := range e.ev {
		for _, t := range x.windows {
			if slices.ContainsFunc(fact.In(t.words), func(f fact.Fact) bool { return f.Kind == fact.Test && f.Name == test }) {
				out = append(out, t)
			}
		}
	}
	return out
}

// claims reads where the sentence plans something or says it was done.
func (e *examiner) claims() []claim {
	var out []claim
	at := func(i int) string {
		if i < 0 || i >= len(e.words) {
			return ""
		}
		return e.words[i]
	}
	for i, w := range e.words {
		prev := at(i - 1)
		switch {
		case w == "will" && (at(i+1) == "not" || at(i+1) == "help" || slices.Contains(e.words[max(0, i-4):i], "believe") || slices.Contains(e.words[max(0, i-4):i], "think")):
		case w == "will" && e.habit(i):
		case w == "will":
			out = append(out, claim{planned, i})
		case slices.ContainsFunc(e.words[max(0, i-4):i], func(w string) bool { return w == "after" || w == "once" || w == "until" || w == "when" }):
		case w == "given" && supposing[at(i+1)]:
		case w == "started" && (at(i+1) == "to" || at(i-2) == "get"):
		case w == "seen" && !(prev == "was" && at(i+1) == "by"), w == "saw" && i > 0:
		case (w == "done" || w == "taken") && prev != "was" && prev != "were":
		case deeds[w] && prev != "be" && prev != "not" && prev != "get" && prev != "to":
			out = append(out, claim{gone, i})
		}
	}
	return out
}

// habit reports whether "will" tells what someone tends to do: "occasionally he
// will feel a pounding", "on weekends he will forget it".
func (e *examiner) habit(at int) bool {
	if at == 0 || e.words[at-1] == "we" || e.words[at-1] == "i" {
		return false
	}
	return slices.ContainsFunc(e.words, func(w string) bool {
		return w == "usually" || w == "occasionally" || w == "sometimes" || w == "often" || w == "typically" || w == "tends" || w == "weekends"
	})
}

// touch are verbs by which a patient gets in touch or comes again, and words by
// which that is arranged in talk: "she will contact me" for "give me a call".
var (
	touch    = map[string]bool{"contact": true, "call": true, "notify": true, "reach": true, "return": true, "follow": true, "follow-up": true, "followup": true}
	arranged = map[string]bool{"call": true, "contact": true, "reach": true, "know": true, "back": true, "see": true, "portal": true, "message": true, "follow": true, "follow-up": true, "touch": true, "return": true, "email": true, "questions": true, "question": true}
)

// arranged reports whether the planned contact behind "will" was arranged in any
// words.
func (e *examiner) arranged(at int) bool {
	if !slices.ContainsFunc(e.words[at+1:min(len(e.words), at+4)], func(w string) bool { return touch[w] }) {
		return false
	}
	return slices.ContainsFunc(e.ev, func(x *heard) bool {
		return x.spoken == ehr.ClinicianVoice && slices.ContainsFunc(x.windows, func(t told) bool {
			return slices.ContainsFunc(t.words, func(w string) bool { return arranged[w] })
		})
	})
}

// goesOn reports whether a stretch continues a thing, which was begun before.
func (t told) goesOn() bool {
	return slices.Contains(t.words, "continue") || slices.Contains(t.words, "continuing")
}

// did reports whether a stretch has the claim's own verb of the past: "any
// handouts you received today".
func (t told) did(verb string) bool {
	i := slices.Index(t.words, verb)
	return i > 0 && slices.ContainsFunc(t.words[max(0, i-2):i], func(w string) bool { return w == "you" || w == "i" || w == "we" || w == "was" || w == "were" })
}

// resultTold reports whether a stretch tells what a test has shown.
func (t told) resultTold(test string) bool {
	for _, f := range fact.In(t.words) {
		if f.Kind == fact.Test && f.Name == test && slices.ContainsFunc(t.words[max(0, f.Start-8):min(len(t.words), f.End+8)], func(w string) bool {
			return results[w] && w != "look" || w == "seeing"
		}) {
			return true
		}
	}
	return false
}

// contrary says why a claim cannot be, by the sentence's own words: what was
// done in three weeks, or is planned for the last visit. Empty where it can.
func (e *examiner) contrary(c claim) string {
	end := c.at + 1
	for end < len(e.words) && end < c.at+9 && e.words[end] != "." && e.words[end] != ";" && e.words[end] != "will" {
		end++
	}
	tail := e.words[c.at:end]
	switch c.tense {
	case gone:
		if e.words[c.at] == "returned" && (slices.Contains(tail, "if") || slices.Contains(tail, "needed")) {
			return "The sentence says that was done which hangs on an if."
		}
		if e.words[c.at] == "returned" && slices.ContainsFunc(spansIn(tail, told{}), func(s span) bool { return s.rel == ahead && len(s.many) > 0 }) {
			return "The sentence puts what was done into the future."
		}
		if i := slices.Index(e.words[:c.at], "if"); i >= 0 && (i == 0 || opens[e.words[i-1]]) && !slices.Contains(e.words[:c.at], "will") {
			return "The sentence says that was done which hangs on an if."
		}
	case planned:
		head := e.words[max(0, c.at-6):c.at]
		if c.at+1 < len(e.words) && e.words[c.at+1] == "be" && slices.Contains(head, "last") || slices.Contains(tail, "reviewed") && slices.Contains(tail, "be") {
			return "The sentence plans what is past."
		}
		if e.words[c.at] == "will" && past(e.words[c.at:]) {
			return "The sentence plans what it puts into the past."
		}
	}
	return ""
}

// past reports whether the clause that begins with words ends in a time gone by:
// "will be started on a course 6 days ago".
func past(words []string) bool {
	for _, w := range words {
		switch w {
		case "ago":
			return true
		case ".", ";", ",", "that", "which", "from", "was", "were", "done", "than", "since", "had":
			return false
		}
	}
	return false
}

// opens are words behind which "if" begins a condition of what follows.
var opens = map[string]bool{".": true, ",": true, "however": true, "but": true, "and": true}

// orders are words by which a clinician announces something.
var orders = map[string]bool{
	"will": true, "want": true, "recommend": true, "plan": true, "planning": true, "schedule": true, "scheduled": true, "order": true, "ordering": true, "refer": true, "prescribe": true, "need": true, "needs": true, "suggest": true, "advise": true, "continue": true, "repeat": true, "start": true, "send": true,
	"consider": true, "would": true, "could": true, "follow-up": true, "should": true, "due": true, "recheck": true, "try": true, "let": true, "get": true, "put": true, "keep": true, "call": true, "come": true, "see": true, "can": true, "perform": true, "obtain": true, "follow": true, "may": true, "check": true, "set": true,
}

// announces reports whether something is announced in a stretch; a look at what
// is there announces nothing.
func (t told) announces() bool {
	for i, w := range t.words {
		if w == "going" && i+2 < len(t.words) && t.words[i+1] == "to" && !looks(t.words[i+2:]) {
			return true
		}
		if !orders[w] || looks(t.words[i+1:]) || (w == "see" || w == "get" || w == "put" || w == "can" || w == "check" || w == "keep" || w == "try" || w == "call" || w == "come" || w == "follow" || w == "may" || w == "could" || w == "set") && !t.led(i) {
			continue
		}
		return true
	}
	return false
}

// led reports whether an everyday verb is an announcement: it opens the stretch,
// or "we", "to" or "will" stands before it.
func (t told) led(i int) bool {
	if i == 0 {
		return true
	}
	switch t.words[i-1] {
	case "we", "to", "will", "let", "and", "just", ",", "then", "you", "us":
		return true
	}
	return false
}

// looks reports whether the words behind an announcing one are of looking at
// what is there: "let us look at your x-ray".
func looks(words []string) bool {
	for _, w := range words[:min(6, len(words))] {
		switch w {
		case "look", "review", "talk", "over", "examine", "listen", "see", "explain", "tell", "show", "ask":
			return true
		case "order", "get", "schedule", "refer", "continue", "start":
			return false
		}
	}
	return false
}

// reports says whether a stretch tells of something done or found: a verb of the
// past, or a finding that is there now, and no announcement.
func (t told) reports() bool {
	if t.announces() {
		return slices.ContainsFunc(t.words, func(w string) bool {
			return w == "already" || w == "showed" || w == "shows" || w == "had" || w == "did" || w == "was" || w == "were"
		})
	}
	return t.gone || t.here
}

// supposing are words after "given" that make it a reason.
var supposing = map[string]bool{"that": true, "her": true, "his": true, "the": true, "their": true, "these": true, "this": true}
