package summary

import (
	"slices"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/eval/note/visits"
	"github.com/visitwright/visitwright/scribe"
	"github.com/visitwright/visitwright/scribe/summary"
)

// Result is what was found.
type Result struct {
	Visits, Empty int
	Lines         int
	Grades        []float64 // of the summaries that are not empty, lowest first
	Before        []float64 // of the note's own sentences behind them, lowest first
	Above         int       // summaries above summary.MostGrade
}

// Measure drafts every visit and summarises the draft.
func Measure(vs []visits.Visit) Result {
	r := Result{Visits: len(vs)}
	for _, v := range vs {
		n := scribe.Draft(v.Segments, ehr.Chart{}, scribe.Options{Now: visits.Day}).Note
		text := map[ehr.SentenceID]string{}
		for _, sec := range n.Sections {
			for _, t := range sec.Sentences {
				text[t.ID] = t.Text
			}
		}
		s := summary.Of(n)
		own, lines := "", 0
		for _, p := range s.Parts {
			for _, l := range p.Lines {
				lines++
				if p.Title != "What we talked about" {
					own += text[l.Sentences[0]] + " "
				}
			}
		}
		r.Lines += lines
		if own == "" {
			r.Empty++
			continue
		}
		r.Grades = append(r.Grades, s.Grade)
		r.Before = append(r.Before, summary.Grade(own))
		if s.Grade > summary.MostGrade {
			r.Above++
		}
	}
	slices.Sort(r.Grades)
	slices.Sort(r.Before)
	return r
}
