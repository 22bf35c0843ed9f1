package scribe

import (
	"fmt"
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/clause"
	"github.com/visitwright/visitwright/scribe/fact"
	"github.com/visitwright/visitwright/scribe/reword"
	"github.com/visitwright/visitwright/scribe/sense"
	"github.com/visitwright/visitwright/scribe/statement"
)

// Reconcile lists the drugs, allergies and problems that were spoken of and are
// not in the chart, or contradict it: another dose, a drug no longer taken, a
// condition or allergy denied. Nothing enters the chart by itself.
func Reconcile(segments []ehr.Segment, chart ehr.Chart) []ehr.Reconciliation {
	v := sense.Prepare(statement.Roles(clause.Split(segments, sense.Boundary)))
	r := reconciler{chart: chart}
	for _, s := range statement.From(v, reword.For(chart.Patient.Sex)) {
		words := s.Joined
		if words == nil {
			words = s.Source
		}
		if v.Phase(s.Clause) == "plan" && s.Speaker == ehr.ClinicianVoice && s.Joined == nil {
			continue // what is planned becomes an order, not a chart entry
		}
		facts := fact.In(words)
		for _, f := range facts {
			switch {
			case f.Kin != "":
			case f.Kind == fact.Drug && allergic(words):
				r.allergy(f, s.Segments)
			case f.Kind == fact.Drug && !f.Term.Class:
				r.drug(words, f, facts, s.Segments)
			case f.Kind == fact.Condition:
				r.problem(words, f, s)
			}
		}
	}
	return r.out
}

type reconciler struct {
	chart ehr.Chart
	out   []ehr.Reconciliation
}

func (r *reconciler) add(x ehr.Reconciliation) {
	if slices.ContainsFunc(r.out, func(o ehr.Reconciliation) bool {
		return o.Kind == x.Kind && strings.EqualFold(o.Heard, x.Heard) && o.Relation == x.Relation
	}) {
		return
	}
	x.ID = ehr.ReconciliationID(fmt.Sprintf("r%d", len(r.out)+1))
	r.out = append(r.out, x)
}

// named reports whether a chart entry's display names the term.
func named(display string, f fact.Fact) bool {
	return slices.ContainsFunc(fact.Of(display), func(g fact.Fact) bool { return g.Kind == f.Kind && sameProblem(g.Name, f.Name) })
}

func (r *reconciler) drug(words []string, f fact.Fact, facts []fact.Fact, segs []ehr.SegmentID) {
	heard := strings.TrimSpace(dose(words, f, facts))
	for _, m := range r.chart.Medications {
		if m.Status != ehr.MedicationActive || !named(m.Code.Display, f) {
			continue
		}
		in := strings.TrimSpace(m.Code.Display + " " + m.Dose)
		x := ehr.Reconciliation{Kind: "medication", Heard: reword.Printed(f.Name), Dose: heard, Chart: &ehr.ChartRef{Kind: "medication", ID: string(m.ID)}, InChart: in, Relation: ehr.Contradicts, Segments: segs}
		if f.Negated || stoppedBy(words) {
			x.Heard = "not taking " + x.Heard
			r.add(x)
		} else if heard != "" && !sameDose(heard, in) {
			r.add(x)
		}
		return
	}
	if f.Negated || !taking(words) || stoppedBy(words) {
		return
	}
	r.add(ehr.Reconciliation{Kind: "medication", Heard: reword.Printed(f.Name), Dose: heard, Relation: ehr.NotInChart, Segments: segs})
}

func stoppedBy(w []string) bool {
	return slices.ContainsFunc([]string{"stopped", "quit taking", "no longer", "ran out", "came off"}, func(p string) bool { return reword.Has(w, p) })
}

func sameDose(heard, chart string) bool {
	for _, h := range fact.Of(heard) {
		if h.Kind == fact.Number && !slices.ContainsFunc(fact.Of(chart), func(c fact.Fact) bool { return c.Kind == fact.Number && c.Name == h.Name }) {
			return !slices.ContainsFunc(fact.Of(chart), func(c fact.Fact) bool { return c.Kind == fact.Number })
		}
	}
	return true
}

func (r *reconciler) allergy(f fact.Fact, segs []ehr.SegmentID) {
	for _, a := range r.chart.Allergies {
		if a.Active && (named(a.Substance.Display, f) || strings.EqualFold(a.Substance.Display, f.Text)) {
			if f.Negated {
				r.add(ehr.Reconciliation{Kind: "allergy", Heard: "not allergic to " + f.Name, Chart: &ehr.ChartRef{Kind: "allergy", ID: string(a.ID)}, InChart: a.Substance.Display, Relation: ehr.Contradicts, Segments: segs})
			}
			return
		}
	}
	if !f.Negated {
		r.add(ehr.Reconciliation{Kind: "allergy", Heard: f.Name, Relation: ehr.NotInChart, Segments: segs})
	}
}

func (r *reconciler) problem(words []string, f fact.Fact, s statement.Statement) {
	for _, p := range r.chart.Problems {
		if p.Status == ehr.ProblemActive && named(p.Code.Display, f) {
			if f.Negated {
				r.add(ehr.Reconciliation{Kind: "problem", Heard: "denies " + lowerName(f.Name), Chart: &ehr.ChartRef{Kind: "problem", ID: string(p.ID)}, InChart: p.Code.Display, Relation: ehr.Contradicts, Segments: s.Segments})
			}
			return
		}
	}
	if f.Negated || slices.ContainsFunc(doubtful, func(q string) bool { return reword.Has(words, q) }) || reword.Has(words, "if") {
		return
	}
	r.add(ehr.Reconciliation{Kind: "problem", Heard: f.Name, Relation: ehr.NotInChart, Segments: s.Segments})
}
