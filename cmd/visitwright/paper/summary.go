package paper

import (
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/summary"
)

// machine says of a translation, in its language, that nobody has read it over.
var machine = map[string]string{"es": "Traducción automática: ninguna persona la ha revisado. Pregunte si algo no está claro."}

// Summary sets the after-visit summary.
func Summary(s Sheet, sum summary.Summary) ([]byte, error) {
	if len(sum.Parts) == 0 {
		return nil, ehr.Errorf(ehr.NotFound, "the note holds no plan and no instructions for the patient")
	}
	what := "Your visit"
	if sum.Language == "es" {
		what = "Su visita"
	}
	p := begin(s, what)
	title(p, s, what)
	if sum.Machine {
		p.SetFont(family, "I", bodySize)
		p.MultiCell(0, line, machine[sum.Language], "", "L", false)
		p.Ln(2)
	}
	for _, part := range sum.Parts {
		heading(p, part.Title)
		p.SetFont(family, "", bodySize)
		for _, l := range part.Lines {
			p.SetX(margin + 3)
			p.MultiCell(0, line, "\u2022 "+l.Text, "", "L", false)
		}
		p.Ln(2)
	}
	if s.Signature == nil {
		draftMark(p)
	}
	return finish(p)
}
