package note

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/eval/note/visits"
	"github.com/visitwright/visitwright/prompts"
	"github.com/visitwright/visitwright/prompts/llm"
	"github.com/visitwright/visitwright/scribe"
)

// Tolerance is how much worse a measure may be before it counts as a regression.
// ROUGE, recall, well-formedness, support and opposite polarity are in points;
// a lost negation is never tolerated.
type Tolerance struct{ Rouge, Support, Recall, Opposite, WellFormed float64 }

// Usual is the tolerance used where none is given: what two wordings of the same
// drafter differ by on 40 visits without either being better.
var Usual = Tolerance{Rouge: 0.3, Support: 0.3, Recall: 0.5, Opposite: 0.5, WellFormed: 1}

// Regressions names the measures in which b is worse than a by more than t.
func Regressions(a, b Row, t Tolerance) []string {
	var out []string
	for _, m := range []struct {
		name       string
		was, is    float64
		more       bool // more is better
		permitted  float64
		onlyDrafts bool
	}{
		{"ROUGE-1", a.R1, b.R1, true, t.Rouge, false}, {"ROUGE-2", a.R2, b.R2, true, t.Rouge, false}, {"ROUGE-Lsum", a.Lsum, b.Lsum, true, t.Rouge, false},
		{"support", a.Support, b.Support, true, t.Support, false}, {"recall", a.Recall, b.Recall, true, t.Recall, false},
		{"opposite polarity", a.Opposite, b.Opposite, false, t.Opposite, false}, {"well-formed", a.WellFormed, b.WellFormed, true, t.WellFormed, false},
		{"negations lost", float64(a.NegationLost), float64(b.NegationLost), false, 0, true},
	} {
		worse := m.was - m.is
		if !m.more {
			worse = -worse
		}
		if worse > m.permitted && !(m.onlyDrafts && b.Sentences == 0) {
			out = append(out, fmt.Sprintf("%s %.2f, was %.2f", m.name, m.is, m.was))
		}
	}
	return out
}

// system is a drafter by name: its notes of the visits and the tokens they cost.
type system struct {
	name  string
	model *counting
	draft Drafter
	file  string
}

// counting is a model that counts the tokens asked and answered.
type counting struct {
	scribe.Model
	tokens int
}

// Complete asks the model behind it.
func (c *counting) Complete(ctx context.Context, p prompts.Rendered) (llm.Reply, error) {
	r, err := c.Model.Complete(ctx, p)
	c.tokens += r.In + r.Out
	return r, err
}

// systemNamed reads "soap", "brief+chart", "model/soap" or "file/NAME.csv".
func systemNamed(spec string, m scribe.Model) (system, error) {
	s := system{name: spec}
	if path, ok := strings.CutPrefix(spec, "file/"); ok {
		s.file = path
		return s, nil
	}
	template, chart := strings.CutSuffix(spec, "+chart")
	template, asked := strings.CutPrefix(template, "model/")
	var err error
	switch {
	case asked && m == nil:
		return s, ehr.Errorf(ehr.Invalid, "%s needs a language model in the configuration", spec)
	case asked:
		t, terr := scribe.TemplateNamed(template)
		s.model, err = &counting{Model: m}, terr
		s.draft = func(v visits.Visit) ehr.Draft {
			return scribe.DraftWith(context.Background(), s.model, v.Segments, chartOf(v, chart), scribe.Options{Template: t, Now: visits.Day})
		}
	case chart:
		s.draft, err = WithPatient(template)
	default:
		s.draft, err = BuiltIn(template)
	}
	return s, err
}

func chartOf(v visits.Visit, with bool) ehr.Chart {
	if !with {
		return ehr.Chart{}
	}
	return ehr.Chart{Patient: v.Patient}
}

// Against drafts the same visits with two systems, prints both side by side and
// returns what is worse in the second than in the first beyond the tolerance.
func Against(w io.Writer, s Settings, first, second string, m scribe.Model, t Tolerance) ([]string, error) {
	file, ok := splits[s.Split]
	if !ok {
		return nil, ehr.Errorf(ehr.Invalid, "the split is test1, valid or train")
	}
	vs, err := visits.ACI(filepath.Join(s.Data, "notes", "aci-bench", file))
	if err != nil {
		return nil, err
	}
	var rows [2]Row
	var tokens [2]int
	for i, spec := range []string{first, second} {
		sys, err := systemNamed(spec, m)
		if err != nil {
			return nil, err
		}
		var ws []Written
		if sys.file != "" {
			if ws, err = Staged(sys.file, vs); err != nil {
				return nil, err
			}
			rows[i] = Measure(sys.name, ws)
			continue
		}
		ws, seconds := Run(vs, sys.draft)
		rows[i] = Measure(sys.name, ws)
		rows[i].Seconds = seconds
		if sys.model != nil {
			tokens[i] = sys.model.tokens
		}
	}
	fmt.Fprintf(w, "ACI-BENCH %s, %d visits\n", s.Split, len(vs))
	Print(w, rows[:]...)
	for i, r := range rows {
		fmt.Fprintf(w, "%s: %.3f s and %d tokens a visit\n", r.System, r.Seconds, tokens[i]/max(len(vs), 1))
	}
	worse := Regressions(rows[0], rows[1], t)
	for _, x := range worse {
		fmt.Fprintln(w, "worse:", x)
	}
	return worse, nil
}
