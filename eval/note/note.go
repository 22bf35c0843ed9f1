// Package note measures drafted notes against the notes people wrote and
// against what was said, with one ruler for every system: ROUGE, support by the
// dialogue, polarity, recall of facts, well-formedness.
package note

import (
	"strings"
	"time"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/eval/note/parts"
	"github.com/visitwright/visitwright/eval/note/rouge"
	"github.com/visitwright/visitwright/eval/note/visits"
	"github.com/visitwright/visitwright/scribe"
)

// Written is a note in words, as a system or a person wrote it for a visit.
type Written struct {
	Visit visits.Visit
	Text  string
	// Draft is set where the note is ours: its sentences name their segments.
	Draft *ehr.Draft
}

// Row is one system's line in the table. Shares are in percent.
type Row struct {
	System                            string
	Notes                             int
	R1, R2, Lsum                      float64
	ResultsR1, ResultsR2, ResultsLsum float64
	Words                             float64
	Support, Recall, Opposite         float64
	Same, Contrary                    int // findings with one clear polarity on both sides
	WellFormed                        float64
	NegationLost, Negated             int // of the sentences with a negation behind them
	Doubted, Sentences                int // by scribe's own check
	Seconds                           float64
}

// Measure scores a system's notes.
func Measure(system string, ws []Written) Row {
	r := Row{System: system, Notes: len(ws)}
	var support, recall, well ratio
	results := 0.0
	for _, w := range ws {
		s := rouge.Of(w.Visit.Note, w.Text)
		r.R1, r.R2, r.Lsum = r.R1+100*s.R1, r.R2+100*s.R2, r.Lsum+100*s.Lsum
		if ref := parts.Text(w.Visit.Note, "results"); ref != "" {
			s := rouge.Of(ref, parts.Text(w.Text, "results"))
			r.ResultsR1, r.ResultsR2, r.ResultsLsum = r.ResultsR1+100*s.R1, r.ResultsR2+100*s.R2, r.ResultsLsum+100*s.Lsum
			results++
		}
		r.Words += float64(len(strings.Fields(w.Text)))
		support = support.add(supported(w))
		recall = recall.add(recalled(w))
		well = well.add(wellFormed(w.Text))
		same, contrary := polarity(w)
		r.Same, r.Contrary = r.Same+same, r.Contrary+contrary
		if w.Draft != nil {
			lost := negationLost(w)
			r.NegationLost, r.Negated = r.NegationLost+lost.good, r.Negated+lost.all
			for _, sec := range w.Draft.Note.Sections {
				for _, t := range sec.Sentences {
					r.Sentences++
					if len(t.Doubts) > 0 {
						r.Doubted++
					}
				}
			}
		}
	}
	n := max(float64(len(ws)), 1)
	r.R1, r.R2, r.Lsum, r.Words = r.R1/n, r.R2/n, r.Lsum/n, r.Words/n
	results = max(results, 1)
	r.ResultsR1, r.ResultsR2, r.ResultsLsum = r.ResultsR1/results, r.ResultsR2/results, r.ResultsLsum/results
	r.Support, r.Recall, r.WellFormed = support.percent(), recall.percent(), well.percent()
	r.Opposite = ratio{r.Contrary, r.Same + r.Contrary}.percent()
	return r
}

// Drafter turns a visit into a draft.
type Drafter func(visits.Visit) ehr.Draft

// BuiltIn is the drafter without a language model, on the dialogue alone.
func BuiltIn(template string) (Drafter, error) {
	t, err := scribe.TemplateNamed(template)
	if err != nil {
		return nil, err
	}
	return func(v visits.Visit) ehr.Draft {
		return scribe.Draft(v.Segments, ehr.Chart{}, scribe.Options{Template: t})
	}, nil
}

// WithPatient is the built-in drafter with the patient's name, age and sex from
// the record, and nothing else of the chart.
func WithPatient(template string) (Drafter, error) {
	t, err := scribe.TemplateNamed(template)
	if err != nil {
		return nil, err
	}
	return func(v visits.Visit) ehr.Draft {
		return scribe.Draft(v.Segments, ehr.Chart{Patient: v.Patient}, scribe.Options{Template: t, Now: visits.Day})
	}, nil
}

// Run drafts every visit and returns the notes and the mean seconds of one.
func Run(vs []visits.Visit, d Drafter) ([]Written, float64) {
	var out []Written
	start := time.Now()
	for _, v := range vs {
		draft := d(v)
		out = append(out, Written{v, scribe.Text(draft.Note), &draft})
	}
	return out, time.Since(start).Seconds() / max(float64(len(vs)), 1)
}

// Human gives the reference notes as a system of their own.
func Human(vs []visits.Visit) []Written {
	var out []Written
	for _, v := range vs {
		out = append(out, Written{v, v.Note, nil})
	}
	return out
}

// Staged reads a published system's notes for the visits, in their order.
func Staged(path string, vs []visits.Visit) ([]Written, error) {
	rows, err := visits.Table(path)
	if err != nil {
		return nil, err
	}
	by := map[string]string{}
	for _, r := range rows {
		by[r["encounter_id"]] = r["note"]
	}
	var out []Written
	for _, v := range vs {
		out = append(out, Written{v, by[v.ID], nil})
	}
	return out, nil
}

// ratio counts good ones of all.
type ratio struct{ good, all int }

func (r ratio) add(o ratio) ratio { return ratio{r.good + o.good, r.all + o.all} }

func (r ratio) percent() float64 {
	if r.all == 0 {
		return 0
	}
	return 100 * float64(r.good) / float64(r.all)
}
