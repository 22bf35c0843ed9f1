package scribe

import (
	"fmt"
	"strings"

	"github.com/visitwright/visitwright/ehr"
)

// kindTitles head the sentences of a kind within a problem.
var kindTitles = map[ehr.SentenceKind]string{
	ehr.Reasoning: "Medical Reasoning", ehr.PlanTest: "Additional Testing", ehr.PlanMedication: "Medical Treatment",
	ehr.PlanReferral: "Referral", ehr.PlanAdvice: "Patient Education and Counseling", ehr.PlanFollowUp: "Follow-up",
}

// Text lays a note out as plain text: headings, one sentence a line, body
// systems and kinds of plan before their first sentence.
func Text(n ehr.Note) string {
	var b strings.Builder
	for i, s := range n.Sections {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(s.Title + "\n\n")
		number, group, kind := 0, "", ehr.SentenceKind("")
		for _, t := range s.Sentences {
			switch {
			case t.Kind == ehr.ProblemTitle:
				number++
				kind = ""
				fmt.Fprintf(&b, "%d. ", number)
			case t.Group != "" && s.Name == ehr.AssessmentPlan:
				if t.Kind != kind && kindTitles[t.Kind] != "" {
					b.WriteString("- " + kindTitles[t.Kind] + ": ")
				}
				kind = t.Kind
			case t.Group != "" && t.Group != group:
				b.WriteString(t.Group + ": ")
			}
			group = t.Group
			b.WriteString(t.Text + "\n")
		}
	}
	return b.String()
}
