package check

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/clause"
	"github.com/visitwright/visitwright/scribe/fact"
	"github.com/visitwright/visitwright/scribe/reword"
	"github.com/visitwright/visitwright/scribe/sense"
)

// given reports whether a question takes a fact for granted: "how is your
// diabetes", "and you continue the lisinopril, okay?"
func given(words []string, f fact.Fact, t told) bool {
	switch f.Kind {
	case fact.Condition, fact.Finding:
		if f.Name == "cough" && slices.ContainsFunc(words[f.End:min(len(words), f.End+3)], func(w string) bool { return w == "up" || w == "anything" || w == "stuff" || w == "productive" }) {
			return true // "are you coughing anything up?"
		}
		if i := max(0, f.Start-4); slices.ContainsFunc(words[i:f.Start], func(w string) bool {
			return w == "besides" || w == "than" || w == "apart" || w == "aside" || w == "except"
		}) {
			return true // "other than the melanoma, any headaches?"
		}
		if any := slices.Index(words, "any"); any >= f.End && !slices.ContainsFunc(words[:f.Start], opensQuestion) {
			return true // "okay, so back pain, any numbness?"
		}
		return f.Start > 0 && (words[f.Start-1] == "the" || words[f.Start-1] == "this" || words[f.Start-1] == "that" || words[f.Start-1] == "your" || words[f.Start-1] == "his" || words[f.Start-1] == "her")
	case fact.Drug, fact.Test:
		return t.announces()
	}
	return false
}

func opensQuestion(w string) bool {
	switch w {
	case "do", "does", "did", "have", "has", "had", "are", "is", "was", "were", "how", "what", "any", "or", "can":
		return true
	}
	return false
}

// denied reports whether a plain no answers the question a finding or condition
// was named in, whatever the words between: "do you have a pacemaker, or have
// sleep apnea, or use oxygen? No."
func denied(words []string, f fact.Fact, t told, named map[string]bool) bool {
	return t.flip && (f.Kind == fact.Finding || f.Kind == fact.Condition || f.Kind == fact.Test) && !named[f.Name] && !given(words, f, t) && !f.Negated
}

// bare reports whether a clause is a finding and no more: "shortness of breath",
// a clinician's question without a mark.
func bare(words []string) bool {
	n, found := 0, 0
	for _, f := range fact.In(words) {
		if f.Kind == fact.Finding || f.Kind == fact.Condition {
			found, n = found+1, n+f.End-f.Start
		}
	}
	return found > 0 && len(words) <= n+found+1 && !slices.ContainsFunc(words, quits)
}

// anyAsked reports whether a clause without a mark asks after findings: "and any
// weakness or numbness in your legs".
func anyAsked(words []string, t told) bool {
	i := slices.Index(words, "any")
	if i < 0 || slices.Contains(t.negated[:i+1], true) || slices.ContainsFunc(words[:i], quits) {
		return false
	}
	for _, w := range words[:i] {
		switch w {
		case "if", "for", "without", "with", "call", "should", "before", "watch", "to":
			return false
		}
	}
	return slices.ContainsFunc(fact.In(words), func(f fact.Fact) bool {
		return (f.Kind == fact.Finding || f.Kind == fact.Condition) && f.Start > i
	})
}

// replied reports whether the next turn answers with yes or no.
func (h *Hearing) replied(v *sense.Visit, i int) bool {
	for k := i + 1; k < len(v.Clauses) && v.Clauses[k].Turn <= v.Clauses[i].Turn+1; k++ {
		if v.Clauses[k].Turn > v.Clauses[i].Turn {
			r := polarity(v.Clauses[k].Words)
			return r == reword.No || r == reword.Yes
		}
	}
	return false
}

// noBehind reports whether a fact is followed by its answer in one breath:
// "diarrhea no".
func noBehind(words []string, f fact.Fact) bool {
	return f.End < len(words) && (words[f.End] == "no" || words[f.End] == "nope") && (f.End+1 == len(words) || clause.Mark(words[f.End+1]))
}

// overBehind reports whether a fact is said to have ended: "the swelling is gone",
// "the rash has cleared up". It was so and is not.
func overBehind(words []string, f fact.Fact) bool {
	for i := f.End; i < min(len(words), f.End+6) && !ends[words[i]] && words[i] != "but"; i++ {
		switch words[i] {
		case "resolved", "subsided", "gone", "disappeared", "cleared", "vanished":
			return f.Kind == fact.Finding || f.Kind == fact.Condition
		case "away":
			return i > f.End && (words[i-1] == "went" || words[i-1] == "go" || words[i-1] == "goes")
		case "not", "if", "until", "when", "will":
			return false
		}
	}
	return false
}

// endsInNo reports whether a run-on question ends in its answer: "any nausea
// vomiting or anything like that no".
func endsInNo(words []string) bool {
	last := words[len(words)-1]
	return (last == "no" || last == "nope") && slices.Contains(words, "any")
}

// asks gives the findings that the questions of a clause's turn ask about.
func asks(v *sense.Visit, i int) map[string]bool {
	out := map[string]bool{}
	for k := max(0, i-6); k < len(v.Clauses) && v.Clauses[k].Turn <= v.Clauses[i].Turn; k++ {
		if v.Clauses[k].Turn != v.Clauses[i].Turn || !v.Clauses[k].Question {
			continue
		}
		for _, f := range fact.In(v.Clauses[k].Words) {
			if f.Kind == fact.Finding || f.Kind == fact.Condition {
				out[f.Name] = true
			}
		}
	}
	return out
}

// named gives the findings that the answer to the question in clause i names,
// and whether it names any that was asked about or is no plain yes or no: of a
// list of symptoms the others are then left open.
func (h *Hearing) named(v *sense.Visit, i int) (map[string]bool, bool) {
	out := map[string]bool{}
	c, part := v.Clauses[i], false
	if !c.Question {
		return out, false
	}
	first := true
	for k := i + 1; k < len(v.Clauses) && v.Clauses[k].Turn <= c.Turn+1; k++ {
		if v.Clauses[k].Turn == c.Turn {
			continue
		}
		if r := polarity(v.Clauses[k].Words); first && r != reword.Yes && r != reword.No {
			part = true
		}
		first = false
		for _, f := range fact.In(v.Clauses[k].Words) {
			if f.Kind == fact.Finding || f.Kind == fact.Condition {
				out[f.Name] = true
			}
		}
	}
	asked := asks(v, i)
	for name := range out {
		part = part || asked[name]
	}
	return out, part
}

// echoed reports whether the first words of the answer to the question in clause i
// name the fact again: "and you are taking the lisinopril? Lisinopril, yep."
func echoed(v *sense.Visit, i int, f fact.Fact) bool {
	for k := i + 1; k < len(v.Clauses) && v.Clauses[k].Turn <= v.Clauses[i].Turn+1; k++ {
		c := v.Clauses[k]
		if c.Turn == v.Clauses[i].Turn {
			continue
		}
		return !c.Question && slices.ContainsFunc(fact.In(c.Words), func(g fact.Fact) bool {
			return g.Kind == f.Kind && g.Name == f.Name && !g.Negated && g.Start < 4
		})
	}
	return false
}

// refused reports whether the answer to a question begins with a no.
func (h *Hearing) refused(v *sense.Visit, i int) bool {
	for k := i + 1; k < len(v.Clauses) && v.Clauses[k].Turn <= v.Clauses[i].Turn+1; k++ {
		if v.Clauses[k].Turn > v.Clauses[i].Turn {
			r := polarity(v.Clauses[k].Words)
			return r == reword.No
		}
	}
	return false
}

// ended reports whether the answer to the question in clause i says that there is
// none left of what was asked about.
func ended(v *sense.Visit, i int) bool {
	for k := i + 1; k < len(v.Clauses) && v.Clauses[k].Turn <= v.Clauses[i].Turn+1; k++ {
		if v.Clauses[k].Turn == v.Clauses[i].Turn {
			continue
		}
		text := " " + strings.Join(v.Clauses[k].Words, " ") + " "
		return strings.Contains(text, " any more ") || strings.Contains(text, " anymore ") || strings.Contains(text, " no more ")
	}
	return false
}

// settle reads the answer to the question in clause i: whether it leaves it
// open, and whether what was asked about is denied.
func (h *Hearing) settle(v *sense.Visit, i int, negated bool) (open, denied bool) {
	c := v.Clauses[i]
	if c.Speaker != ehr.ClinicianVoice || presupposed(c.Words) {
		return false, negated
	}
	for k := i + 1; k < len(v.Clauses) && v.Clauses[k].Turn <= c.Turn+1; k++ {
		if v.Clauses[k].Turn == c.Turn {
			if ws := v.Clauses[k].Words; (ws[len(ws)-1] == "no" || ws[len(ws)-1] == "nope") && (k+1 == len(v.Clauses) || v.Clauses[k+1].Turn > c.Turn) {
				return false, true // the question and its answer in one breath
			}
			continue
		}
		if grantsBehind(v, i, k) {
			return false, false
		}
		if head := v.Clauses[k].Words[:min(5, len(v.Clauses[k].Words))]; slices.ContainsFunc(head, yep) && !slices.ContainsFunc(head, quits) {
			return false, false
		}
		switch polarity(v.Clauses[k].Words) {
		case reword.Yes:
			return false, false
		case reword.No:
			return false, true
		}
		return !affirms(v.Clauses[k].Words) || k+1 < len(v.Clauses) && v.Clauses[k+1].Turn == v.Clauses[k].Turn && takesBack(v.Clauses[k+1].Words), negated
	}
	return true, negated
}

// grantsBehind reports whether an answer grants what was asked in some way: "not
// with you, but I did", "other than in the heat it has been good". What it names that
// was not asked about grants nothing: "any weakness? No, but I do have some numbness".
func grantsBehind(v *sense.Visit, i, k int) bool {
	text := ""
	for j := k; j < len(v.Clauses) && j < k+3 && v.Clauses[j].Turn == v.Clauses[k].Turn; j++ {
		text += " " + strings.Join(v.Clauses[j].Words, " ") + " "
	}
	for _, s := range []string{" but i did ", " but i have ", " but i do "} {
		if _, behind, ok := strings.Cut(text, s); ok {
			return !another(strings.Fields(behind), asks(v, i))
		}
	}
	return strings.HasPrefix(text, " other than ") || strings.HasPrefix(text, " except ")
}

// another reports whether words name findings, and none of those asked about.
func another(words []string, asked map[string]bool) bool {
	names := 0
	for _, f := range fact.In(words) {
		if f.Kind == fact.Finding || f.Kind == fact.Condition {
			if asked[f.Name] {
				return false
			}
			names++
		}
	}
	return names > 0
}

// takesBack reports whether the clause behind an answer withdraws from it: "I have
// some aches. Not really in my neck."
func takesBack(words []string) bool {
	return words[0] == "not" || words[0] == "no"
}

func yep(w string) bool {
	return w == "yep" || w == "yup" || w == "yes" || w == "yeah"
}

// affirms reports whether an answer that is neither yes nor no grants what was
// asked: "sometimes", "just when I run", "a slight one".
func affirms(words []string) bool {
	if len(words) > 8 && !slices.ContainsFunc(words, quits) && !slices.ContainsFunc(words, well) {
		return true // told at length
	}
	head := words[:min(8, len(words))]
	if slices.ContainsFunc(head, quits) && !slices.Contains(head, "only") {
		return false
	}
	return slices.ContainsFunc(head, func(w string) bool { return grants[w] })
}

// well reports whether a word says that all is as it should be.
func well(w string) bool {
	switch w {
	case "good", "fine", "great", "okay", "normal", "well", "well-controlled", "know", "think":
		return true
	}
	return false
}

// presupposed reports whether a question takes what it names for given: "how
// long has the pain been there?"
func presupposed(words []string) bool {
	switch words[len(words)-1] {
	case "okay", "right", "correct", "yes": // "you have arthritis, okay?"
		return true
	}
	if slices.Contains(words, "any") {
		return false
	}
	for i, w := range words {
		switch w {
		case "how", "when", "where", "what", "which", "why":
			return !(i+1 < len(words) && words[i+1] == "about")
		}
	}
	return false
}

var grants = map[string]bool{"sometimes": true, "little": true, "bit": true, "some": true, "just": true, "slight": true, "slightly": true, "every": true, "only": true, "occasional": true, "occasionally": true, "mostly": true, "while": true, "few": true, "feel": true, "have": true, "felt": true, "did": true, "was": true, "it": true, "had": true, "got": true, "get": true, "gets": true, "notice": true, "noticed": true}
