package check

import (
	"slices"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/clause"
	"github.com/visitwright/visitwright/scribe/fact"
)

// loosened doubts statements that look like denials whose "no" was lost: "reports
// taking any medication", "reports issues with the kidney stones" where every
// issue was denied, "weight loss" where only a gain was spoken of, pain on one
// aspect where it was said of another.
func (e *examiner) loosened() {
	e.anyStated()
	e.troubles()
	e.reversed()
	e.otherWay()
}

// stating are verbs behind which "any" needs a "no"; licensed words allow it.
var (
	stating  = map[string]bool{"reports": true, "reported": true, "endorses": true, "endorsed": true, "has": true, "had": true, "have": true, "is": true, "are": true, "was": true, "were": true, "shows": true, "showed": true, "demonstrates": true, "notes": true, "positive": true, "experienced": true, "takes": true}
	licensed = map[string]bool{"if": true, "whether": true, "should": true, "without": true, "before": true, "unless": true, "can": true, "could": true, "may": true, "will": true, "would": true, "for": true, "with": true, "than": true, "hardly": true, "unable": true, "refuses": true, "declines": true, "declined": true, "nor": true, "free": true, "avoid": true, "stop": true, "stopped": true, "rule": true, "monitor": true, "call": true, "contact": true, "in": true, "at": true, "when": true, "whenever": true}
)

// anyStated doubts "any" in what is stated: "has had any readings" says nothing
// but that a "not" is missing.
func (e *examiner) anyStated() {
	for i, w := range e.words {
		if w != "any" || i+1 >= len(e.words) || e.words[i+1] == "more" {
			continue
		}
		states := false
		for j := i - 1; j >= max(0, i-14) && !ends[e.words[j]]; j-- {
			v := e.words[j]
			if licensed[v] && !(v == "for" && j > 0 && e.words[j-1] == "positive") || denies(v) || v == "negative" || v == "denying" || v == "nil" || v == "none" || v == "neither" {
				states = false
				break
			}
			states = states || stating[v] && i-j <= 4
		}
		if states {
			e.doubt(ehr.NegationDoubt, "any", "The sentence states what only a denial would say so.")
		}
	}
}

// troubled are the words for something amiss, all of one kind.
var troubled = map[string]bool{"issue": true, "issues": true, "problem": true, "problems": true, "trouble": true, "troubles": true, "concerns": true, "complaints": true, "difficulty": true, "difficulties": true}

// lately are the words for what is new, all of one kind.
var lately = map[string]bool{"recent": true, "recently": true, "lately": true, "new": true}

// troubles doubts issues or problems with something, or recent ones, that are stated where the
// lines deny each they speak of.
func (e *examiner) troubles() {
	negated := fact.Negated(e.words)
	for i, w := range e.words {
		kind := troubled
		if lately[w] {
			kind = lately
		}
		if !kind[w] || negated[i] || slices.ContainsFunc(e.words[:i], func(v string) bool { return v == "if" || denies(v) }) || !slices.ContainsFunc(e.words[max(0, i-5):i], func(v string) bool { return stating[v] || v == "having" }) {
			continue
		}
		said, denied := 0, 0
		for _, x := range e.ev {
			for _, t := range x.clauses {
				for k, v := range t.words {
					if !kind[v] {
						continue
					}
					if said++; t.flip || t.negated[k] {
						denied++
					}
				}
			}
		}
		if said > 0 && said == denied {
			e.doubt(ehr.NegationDoubt, w, "Each was denied in the lines behind this sentence.")
		}
	}
}

// reversals are findings that are the reverse of each other.
var reversals = map[string]string{"weight loss": "weight gain", "weight gain": "weight loss"}

// contrary lists words that deny a finding without its name: a dry cough brings up
// no sputum.
var contrary = map[string][]string{"sputum": {"dry", "nonproductive", "non-productive"}, "fever": {"afebrile"}, "tenderness": {"nontender", "non-tender"}, "bloating": {"nondistended", "non-distended"}, "injury": {"atraumatic"}, "jaundice": {"anicteric"}}

// reversed doubts a stated finding where the lines speak only of its reverse.
func (e *examiner) reversed() {
	for _, f := range e.facts {
		if back := reversals[f.Name]; back != "" && !f.Negated && !supposed(e.words, f) && len(e.said(f.Kind, f.Name)) == 0 && len(e.said(f.Kind, back)) > 0 {
			e.doubt(ehr.NegationDoubt, f.Text, "Only its reverse, %s, was spoken of in the lines behind this sentence.", back)
		}
		if not := contrary[f.Name]; len(not) > 0 && !f.Negated && f.Start >= e.label && !supposed(e.words, f) && len(e.said(f.Kind, f.Name)) == 0 && slices.ContainsFunc(e.ev, func(x *heard) bool {
			return slices.ContainsFunc(x.words, func(w string) bool { return slices.Contains(not, w) })
		}) {
			e.doubt(ehr.NegationDoubt, f.Text, "What was said is that there is none.")
		}
	}
}

// otherWay doubts a finding that is stated of one aspect or movement of a part
// where every line that has it names another: "pain on supination" for "pain when
// you pronate".
func (e *examiner) otherWay() {
	for _, f := range e.facts {
		if !local[f.Name] || f.Negated || f.Start < e.label || supposed(e.words, f) {
			continue
		}
		ms := closest(slices.DeleteFunc(e.said(f.Kind, f.Name), func(m mention) bool { return m.Negated || m.asked }))
		if len(ms) > 0 && !slices.ContainsFunc(ms, func(m mention) bool { return !e.turnedFrom(f, m) }) && !e.directed(f) {
			e.doubt(ehr.TermDoubt, f.Text, "It was said of another aspect or movement.")
		}
	}
}

// directed reports whether the direction beside a fact was named in the lines.
func (e *examiner) directed(f fact.Fact) bool {
	for i := max(0, f.Start-3); i < min(len(e.words), f.End+7) && !(i >= f.End && clause.Mark(e.words[i])); i++ {
		d := directions[e.words[i]]
		if d == "" {
			continue
		}
		for w, o := range directions {
			if o == d && slices.ContainsFunc(e.ev, func(x *heard) bool { return x.stems[Stem(w)] }) {
				return true
			}
		}
	}
	return false
}
