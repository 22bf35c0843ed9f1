package scribe

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/fact"
	"github.com/visitwright/visitwright/scribe/reword"
)

// StageOrders makes staged orders of what the plan's sentences announce: drugs,
// tests, imaging, referrals, vaccines and follow-up, each with its evidence. It
// sends nothing; a sentence in doubt makes no order.
func StageOrders(n ehr.Note, segments []ehr.Segment) []ehr.Order {
	var out []ehr.Order
	for _, s := range n.Sections {
		for _, t := range s.Sentences {
			if len(t.Doubts) > 0 && t.Answer == nil {
				continue
			}
			for _, o := range ordersIn(t) {
				o.Visit, o.Status = n.Visit, ehr.OrderStaged
				o.Sentences, o.Segments = []ehr.SentenceID{t.ID}, slices.Clone(t.Segments)
				if k := slices.IndexFunc(out, func(p ehr.Order) bool {
					return p.Kind == o.Kind && strings.EqualFold(p.Text, o.Text) && p.Verb == o.Verb
				}); k >= 0 {
					out[k].Sentences = append(out[k].Sentences, t.ID)
					continue
				}
				out = append(out, o)
			}
		}
	}
	return out
}

func ordersIn(t ehr.Sentence) []ehr.Order {
	words := fact.Plain(t.Text)
	switch t.Kind {
	case ehr.PlanMedication:
		return medicationOrders(words)
	case ehr.PlanTest:
		return testOrders(words)
	case ehr.PlanReferral:
		if refused(words) {
			return nil
		}
		return []ehr.Order{{Kind: ehr.ReferralOrder, Verb: ehr.StartOrder, Text: strings.TrimSuffix(t.Text, ".")}}
	case ehr.PlanFollowUp:
		if refused(words) {
			return nil
		}
		return []ehr.Order{{Kind: ehr.FollowUpOrder, Verb: ehr.StartOrder, Text: strings.TrimSuffix(t.Text, "."), Detail: when(words)}}
	case ehr.PlanAdvice:
		if reword.Has(words, "vaccine") || reword.Has(words, "flu shot") || reword.Has(words, "shot") {
			return vaccineOrders(t, words)
		}
	}
	return nil
}

// refused reports whether the sentence says that something is not to be done,
// or only may be done later.
func refused(w []string) bool {
	return slices.Contains(w, "not") || slices.Contains(w, "no") || slices.Contains(w, "if") || reword.Has(w, "may need") || reword.Has(w, "could consider") || reword.Has(w, "consider")
}

var verbsOf = []struct {
	verb  ehr.OrderVerb
	words []string
}{
	{ehr.StopOrder, []string{"stop", "discontinue", "hold off", "come off", "quit taking"}},
	{ehr.RefillOrder, []string{"refill", "refills", "renew"}},
	{ehr.ChangeOrder, []string{"increase", "decrease", "change", "switch", "lower", "raise", "reduce", "double", "adjust"}},
	{ehr.ContinueOrder, []string{"continue", "keep", "stay on", "maintain"}},
}

func medicationOrders(words []string) []ehr.Order {
	verb := ehr.StartOrder
	for _, v := range verbsOf {
		if slices.ContainsFunc(v.words, func(p string) bool { return reword.Has(words, p) }) {
			verb = v.verb
			break
		}
	}
	if slices.Contains(words, "not") && verb == ehr.StartOrder || slices.Contains(words, "if") {
		return nil
	}
	var out []ehr.Order
	facts := fact.In(words)
	for _, f := range facts {
		if f.Kind != fact.Drug || f.Negated || f.Term.Class && verb == ehr.StartOrder && !reword.Has(words, "prescribe") && !reword.Has(words, "injection") {
			continue
		}
		if f.Term.Class && slices.ContainsFunc(facts, func(x fact.Fact) bool { return x.Kind == fact.Drug && !x.Term.Class && x.End == f.Start }) {
			continue // "albuterol inhaler" is one drug
		}
		o := ehr.Order{Kind: ehr.MedicationOrder, Verb: verb, Code: ehr.Coded{Display: f.Name}}
		for _, x := range facts { // "to 40 mg": the dose behind the drug, up to the next drug
			if x.Kind == fact.Drug && x.Start > f.Start {
				break
			}
			if x.Kind == fact.Number && x.Start >= f.End && x.Start-f.End <= 4 && (x.Unit == "mg" || x.Unit == "mcg" || x.Unit == "unit" || x.Unit == "g" || x.Unit == "ml" || x.Unit == "puff" || x.Unit == "tablet") {
				o.Dose = strings.Join(words[x.Start:x.End], " ")
				break
			}
		}
		o.Detail = frequency(words)
		o.Text = strings.Join(nonEmpty(reword.Printed(f.Text), o.Dose, o.Detail), " ")
		out = append(out, o)
	}
	return out
}

var frequencies = []string{"once daily", "twice daily", "3 times daily", "4 times daily", "2 times daily", "every day", "daily", "at bedtime", "at night", "every morning", "in the morning", "every 4 hours", "every 6 hours", "every 8 hours", "every 12 hours", "as needed", "once a week", "weekly", "every other day", "once a day", "twice a day",
	"2 times a day", "3 times a day", "4 times a day", "every 24 hours", "every 3 days", "twice a week", "every evening", "every night"}

func frequency(words []string) string {
	var out []string
	for _, f := range frequencies {
		if reword.Has(words, f) && !slices.ContainsFunc(out, func(o string) bool { return strings.Contains(o, f) }) {
			out = append(out, f)
		}
	}
	return strings.Join(out, " ")
}

func testOrders(words []string) []ehr.Order {
	if refused(words) {
		return nil
	}
	var out []ehr.Order
	facts := fact.In(words)
	for _, f := range facts {
		if f.Kind != fact.Test || f.Negated {
			continue
		}
		o := ehr.Order{Kind: ehr.TestOrder, Verb: ehr.StartOrder, Detail: strings.Join(nonEmpty(sideNear(words, facts, f), nearest(facts, f, 6)), " ")}
		switch f.Term.Group {
		case "imaging":
			o.Kind = ehr.ImagingOrder
		case "procedure":
			o.Kind = ehr.ProcedureOrder
		}
		name := f.Term.Print
		if name == "" {
			name = reword.Capitalise(f.Name)
		}
		o.Code = ehr.Coded{Display: name}
		o.Text = name
		if o.Kind == ehr.ImagingOrder && o.Detail != "" {
			o.Text += ", " + o.Detail
		}
		out = append(out, o)
	}
	return out
}

func vaccineOrders(t ehr.Sentence, words []string) []ehr.Order {
	if refused(words) {
		return nil
	}
	return []ehr.Order{{Kind: ehr.VaccineOrder, Verb: ehr.StartOrder, Text: strings.TrimSuffix(t.Text, ".")}}
}

// when finds "2 weeks" or "a month" in a follow-up.
func when(words []string) string {
	for _, f := range fact.In(words) {
		if f.Kind == fact.Number && (f.Unit == "day" || f.Unit == "week" || f.Unit == "month" || f.Unit == "year") {
			return "in " + strings.Join(words[f.Start:f.End], " ")
		}
	}
	for _, u := range []string{"a week", "a month", "a year", "a few weeks", "a couple of weeks", "a few months", "a couple months", "a couple weeks", "next week", "next year", "tomorrow"} {
		if reword.Has(words, u) {
			if strings.HasPrefix(u, "a ") {
				return "in " + u
			}
			return u
		}
	}
	return ""
}
