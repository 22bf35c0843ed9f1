package coding

import (
	"slices"

	"github.com/visitwright/visitwright/coding/em"
	"github.com/visitwright/visitwright/ehr"
)

// Problems lists what a visit addressed, for its level: the problem titles with
// the codes found for them, or, in a note without titles, the selected diagnoses.
func Problems(note ehr.Note, r Result) []em.Problem {
	code := map[ehr.SentenceID]string{}
	for _, d := range r.Diagnoses {
		if d.Selected && code[d.SentenceID] == "" {
			code[d.SentenceID] = d.Code
		}
	}
	var out []em.Problem
	for _, st := range titles(note) {
		out = append(out, em.Problem{Title: st.text, Under: st.body, Code: code[st.sentence], Sentence: st.sentence})
	}
	if slices.ContainsFunc(out, func(p em.Problem) bool { return p.Code != "" }) {
		return out
	}
	for _, d := range r.Diagnoses {
		if d.Selected {
			out = append(out, em.Problem{Title: d.Description, Under: d.Sentence, Code: d.Code, Sentence: d.SentenceID})
		}
	}
	if out == nil && len(r.Diagnoses) > 0 { // nothing certain: the visit was about what is offered first
		d := r.Diagnoses[0]
		out = append(out, em.Problem{Title: d.Description, Under: d.Sentence, Code: d.Code, Sentence: d.SentenceID})
	}
	return out
}

// Age is the patient's age in years on the date of service: by the chart, else by
// the note; -1 where neither tells.
func Age(note ehr.Note, chart ehr.Chart, service ehr.Date) int {
	if !chart.Patient.BirthDate.IsZero() && !service.IsZero() {
		return chart.Patient.Age(service)
	}
	return newCoder(note, ehr.Chart{}, nil).age
}
