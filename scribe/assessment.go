package scribe

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/fact"
	"github.com/visitwright/visitwright/scribe/reword"
)

// planOrder is the order of the kinds of sentence within a problem: why, what is given,
// what is looked for, who else is asked, what the patient does, when they come back.
var planOrder = []ehr.SentenceKind{ehr.Reasoning, ehr.PlanMedication, ehr.PlanTest, ehr.PlanReferral, ehr.PlanAdvice, ehr.PlanFollowUp}

// assessment writes the problems, each with its reasoning and its plan in order. What
// was found in this visit and bears on a problem stands before its reasoning.
func (d *drafter) assessment(why complaint, written map[ehr.SectionName][]line) []line {
	var out []line
	ps := d.problems(why)
	for _, p := range ps {
		out = append(out, line{text: p.title + ".", kind: ehr.ProblemTitle, group: p.title, segments: p.segments})
		by := map[ehr.SentenceKind][]line{}
		for _, l := range givenNames(p.lines) {
			k := ehr.Reasoning
			if l.Speaker == ehr.ClinicianVoice {
				k = kindOf(l.Source)
			}
			for _, text := range d.planned(l) {
				if hollow(text) {
					continue
				}
				k := k
				if l.Speaker == ehr.ClinicianVoice && l.Joined == nil {
					k = asWritten(k, text)
				}
				if home := told(l); strings.HasPrefix(home, "If ") && strings.Contains(home, ", ") { // "if it lasts, call 911" is whole
					by[k] = append(by[k], line{text: text, told: home, kind: k, group: p.title, segments: l.Segments, weight: l.weight})
					continue
				}
				by[k] = append(by[k], telling([]line{{text: text, told: told(l), kind: k, group: p.title, segments: l.Segments, weight: l.weight}}, true)...)
			}
		}
		by[ehr.Reasoning] = append(d.grounds(p, len(ps) == 1, by[ehr.Reasoning], written), by[ehr.Reasoning]...)
		for _, k := range planOrder {
			out = append(out, by[k]...)
		}
	}
	return out
}

// orderedAs are the first words of an order as it is written, and its kind where the
// words as they were spoken gave none.
var orderedAs = map[string]ehr.SentenceKind{"follow": ehr.PlanFollowUp, "refer": ehr.PlanReferral, "prescribe": ehr.PlanMedication, "start": ehr.PlanMedication, "continue": ehr.PlanMedication, "increase": ehr.PlanMedication, "decrease": ehr.PlanMedication, "refill": ehr.PlanMedication, "discontinue": ehr.PlanMedication, "restart": ehr.PlanMedication, "add": ehr.PlanMedication, "order": ehr.PlanTest, "obtain": ehr.PlanTest, "repeat": ehr.PlanTest, "recheck": ehr.PlanTest}

// asWritten corrects the kind of a sentence by how it is written.
func asWritten(k ehr.SentenceKind, text string) ehr.SentenceKind {
	w := plainWords(text)
	if len(w) < 2 {
		return k
	}
	facts := fact.In(w)
	switch first := orderedAs[w[0]]; {
	case w[0] == "follow" && w[1] == "up":
		return ehr.PlanFollowUp
	case first == ehr.PlanTest && len(facts) > 0 && facts[0].Kind == fact.Test:
		return ehr.PlanTest
	case first == ehr.PlanTest && slices.ContainsFunc(facts, func(f fact.Fact) bool { return f.Unit == "mg" || f.Unit == "puff" }):
		return ehr.PlanMedication
	}
	if k != ehr.Reasoning {
		return k
	}
	if reword.Advises(text) {
		return ehr.PlanAdvice
	}
	if o, ok := orderedAs[w[0]]; ok {
		return o
	}
	return k
}

// givenNames gives "take that for a week" the one drug of which the words before it
// spoke, so that the sentence can stand alone.
func givenNames(ls []placed) []placed {
	out := slices.Clone(ls)
	drug, segs, at := "", []ehr.SegmentID(nil), -9
	for i, l := range out {
		var names []string
		for _, f := range fact.In(l.Source) {
			if f.Kind == fact.Drug && !slices.Contains(names, f.Text) {
				names = append(names, f.Text)
			}
		}
		switch {
		case len(names) == 1:
			drug, segs, at = names[0], l.Segments, l.Clause
		case len(names) > 1:
			drug = ""
		case drug != "" && l.Joined == nil && l.Clause-at <= 2:
			for _, v := range []string{"take that", "take it", "taking that", "taking it", "use that", "use it"} {
				if k := reword.Index(l.Source, v); k >= 0 && !(k+2 < len(l.Source) && unnamed[l.Source[k+2]]) {
					out[i].Source = slices.Concat(l.Source[:k+1], []string{"the"}, strings.Fields(drug), l.Source[k+2:])
					if k < 6 && (l.Source[0] == "we" || l.Source[0] == "i") && !slices.Contains(l.Source[:k], "you") {
						out[i].Source[0] = "you" // "we will take that for a week": the patient does
						out[i].Source = slices.Concat(out[i].Source[:1], agreeing(out[i].Source[1:]))
					}
					out[i].Segments = union(segs, l.Segments)
					at = l.Clause
					break
				}
			}
		}
	}
	return out
}

// unnamed are words behind "take it" that make it something else than taking a drug.
var unnamed = map[string]bool{"easy": true, "slow": true, "will": true, "is": true, "would": true, "from": true, "off": true, "out": true, "one": true, "up": true}

func agreeing(w []string) []string {
	if len(w) > 0 && w[0] == "am" {
		return append([]string{"are"}, w[1:]...)
	}
	return w
}

// planned writes what is announced, one order a sentence.
func (d *drafter) planned(p placed) []string {
	if p.Joined != nil || p.Speaker != ehr.ClinicianVoice {
		return []string{d.write(p, reword.Plan)}
	}
	var out []string
	for _, w := range reword.Orders(reword.Tidy(reword.Plan(untold(p.Source), d.who.pronouns))) {
		out = append(out, reword.Sentence(w))
	}
	return out
}

// untold takes off what the patient is told an order or illness means.
func untold(w []string) []string {
	if i := reword.Meant(w); i > 3 {
		w = w[:i]
	}
	for _, p := range []string{"thanks", "thank you", "congratulations", "bye", "bye-bye", "take care", "have a good", "have a great", "nice to see you", "good to see you"} {
		if i := reword.Index(w, p); i > 3 {
			w = w[:i]
		}
	}
	return w
}

// hollow reports whether a sentence of the plan orders nothing that could be done: "We
// will increase.", "Order a test."
func hollow(text string) bool {
	w := plainWords(text)
	if n := len(w); n > 1 && n < 5 && (w[0] == "we" || w[0] == "i") && w[1] == "will" {
		return n == 2 || n == 3 || w[2] == "be"
	}
	return len(w) == 0 || len(w) < 4 && orderedAs[w[0]] == ehr.PlanTest && slices.Contains([]string{"test", "tests", "study", "studies", "one", "it", "that"}, w[len(w)-1])
}

func startsNear(w []string, phrase string) bool {
	i := reword.Index(w, phrase)
	return i >= 0 && i < 4
}

// kindOf says what a sentence of the plan does.
func kindOf(words []string) ehr.SentenceKind {
	has := func(ps ...string) bool {
		return slices.ContainsFunc(ps, func(p string) bool { return reword.Has(words, p) })
	}
	ahead := has("will", "going to", "need to", "needs to", "should", "recommend", "want", "would like", "let us", "continue", "refer", "order", "have her", "have him", "please", "plan to", "advised")
	var drug, test bool
	for _, f := range fact.In(words) {
		drug = drug || f.Kind == fact.Drug
		test = test || f.Kind == fact.Test
	}
	switch {
	case startsNear(words, "try to") && !drug || has("check your blood sugar", "check your blood sugars", "check your blood pressure", "check your sugars", "watch your diet") && !has("if"):
		return ehr.PlanAdvice
	case slices.ContainsFunc(fact.In(words), func(f fact.Fact) bool { return f.Kind == fact.Number && (f.Unit == "mg" || f.Unit == "mcg") }) && ahead && !test:
		return ehr.PlanMedication
	case drug && has("give you", "give him", "give her", "prescribe") && !has("call me", "let me know"):
		return ehr.PlanMedication
	case has("follow up", "follow-up", "come back", "comes back", "see her back", "see him back", "see you back", "see you again", "see her again", "see him again", "return", "call me", "let me know", "give me a call", "reach out", "see her in", "see him in", "call the office", "check in with") && !has("follow up with her", "was a follow-up", "here for") && !yearOld(words):
		return ehr.PlanFollowUp
	case has("refer", "referral", "consult", "specialist", "physical therapy", "podiatrist", "cardiologist", "neurologist", "gastroenterologist", "urologist", "nephrologist", "endocrinologist", "dermatologist", "physical therapist", "rheumatologist", "psychiatrist", "orthopedic surgeon", "surgeon", "therapist", "pulmonologist", "oncologist", "hematologist", "dietitian", "nutritionist") && ahead:
		return ehr.PlanReferral
	case drug && (ahead || has("prescribe", "prescription", "start", "increase", "decrease", "take", "refill", "stop", "mg")) || has("prescription", "prescribe", "refill", "refills", "medication", "medications", "brace", "splint", "injection", "sling", "boot", "cast", "walker", "strainer", "ointment", "cream", "inhaler", "supplement", "muscle relaxant", "antibiotic", "antibiotics", "crutches") && ahead:
		return ehr.PlanMedication
	case test && (ahead || has("order", "repeat", "get", "check", "send")):
		return ehr.PlanTest
	case has("avoid", "exercise", "exercises", "diet", "ice", "elevate", "rest", "watch", "try to", "make sure", "keep", "drink", "wear", "stay off", "quit", "smoking", "monitor", "elevation", "activity", "weight", "crutches", "hydrated", "fluids", "you can", "she can", "he can", "stretching") && ahead || has("can use", "can take", "needs to", "should") || has("recommend", "advise") && has("not", "avoid", "against"):
		return ehr.PlanAdvice
	}
	if bids(words) {
		return ehr.PlanAdvice
	}
	return ehr.Reasoning
}
