package coding

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/visitwright/visitwright/coding/cpt"
	"github.com/visitwright/visitwright/coding/edits"
	"github.com/visitwright/visitwright/ehr"
)

const injected = "CHIEF COMPLAINT\nKnee pain.\n\nASSESSMENT AND PLAN\n\n1. Right knee pain.\n- Medical Treatment: The right knee was injected with 40 mg of Kenalog today.\n\n2. Hypertension.\n- Medical Treatment: Continue lisinopril 20 mg daily.\n"

func TestVisit(t *testing.T) {
	note := ReadText(injected)
	known := false
	about := About{Service: ehr.Date{Year: 2026, Month: 5, Day: 1}, New: &known}
	lx := excerpt(t)
	lx.Release.Name = "test"
	c := Visit(note, about, Suggest(note, ehr.Chart{}, lx))
	if len(c.Procedures) != 1 || c.Procedures[0].Code != "20610" || !c.Procedures[0].Selected || !strings.Contains(c.Procedures[0].Sentence, "Kenalog") {
		t.Errorf("procedures: %+v", c.Procedures)
	}
	if c.Level.Code != "99213" && c.Level.Code != "99214" || c.Level.Modifier25 == nil {
		t.Errorf("level %s, modifier 25 %+v", c.Level.Code, c.Level.Modifier25)
	}
	if len(c.Edits.NotChecked) == 0 {
		t.Error("no edit file is loaded, and nothing says so")
	}
	systems := map[ehr.CodeSystem]int{}
	for _, k := range c.Codes("v") {
		systems[k.System]++
		if k.Visit != "v" || k.Status != ehr.CodeProposed || k.Display == "" || k.Rules == nil || k.Sentence == "" || k.Release == "" {
			t.Errorf("%+v", k)
		}
	}
	if systems[ehr.CPT] != 2 || systems[ehr.ICD10CM] < 2 {
		t.Errorf("%v", systems)
	}
}

func TestVisitWithFiles(t *testing.T) {
	note := ReadText(injected)
	table, err := cpt.ReadTable("t.txt", strings.NewReader("20610\tthe practice's own words\n"), cpt.Attestation{By: "A", Licence: "1"})
	if err != nil {
		t.Fatal(err)
	}
	about := About{Service: ehr.Date{Year: 2026, Month: 5, Day: 1}, Words: table, Files: edits.Files{
		Conditions: edits.Conditions{"I10": {"999"}}, Units: map[string]edits.Unit{"20610": {Most: 0}}}}
	c := Visit(note, about, Suggest(note, ehr.Chart{}, excerpt(t)))
	if c.Procedures[0].Description != "the practice's own words" || len(c.Edits.Findings) != 1 {
		t.Errorf("%+v %+v", c.Procedures, c.Edits)
	}
	for _, d := range c.Diagnoses {
		if (d.Code == "I10") != (len(d.HCC) == 1) {
			t.Errorf("%s: HCC %v", d.Code, d.HCC)
		}
	}
}

// A model can only choose among what was retrieved.
func TestChoose(t *testing.T) {
	start := func() Result {
		return Result{Diagnoses: []Suggestion{
			{Code: "I10", Description: "a", Selected: true, Sentence: "s", Alternatives: []Alternative{{"I11.0", "b"}}},
			{Code: "E11.9", Description: "c", Selected: true, Sentence: "s"},
		}}
	}
	for name, c := range map[string]struct {
		answer           string
		err              error
		code             string
		changed, dropped int
	}{
		"a candidate":                        {"I11.0", nil, "I11.0", 1, 0},
		"the same":                           {"I10", nil, "I10", 0, 0},
		"invented":                           {"X99.9", nil, "I10", 0, 1},
		"a real code that was not retrieved": {"E11.9", nil, "I10", 0, 1},
		"an error":                           {"I11.0", errors.New("down"), "I10", 0, 0},
	} {
		r := start()
		changed, dropped := r.Choose(context.Background(), func(context.Context, string, []Alternative) (string, error) { return c.answer, c.err })
		if r.Diagnoses[0].Code != c.code || changed != c.changed || dropped != c.dropped || r.Diagnoses[1].Code != "E11.9" {
			t.Errorf("%s: %+v, changed %d, dropped %d", name, r.Diagnoses[0], changed, dropped)
		}
	}
}

func TestCodeFirst(t *testing.T) {
	lx := excerpt(t)
	node, _ := lx.Release.Lookup("J45.909")
	node.Notes.CodeFirst = []string{"hypertension (I10)"}
	got := ""
	for _, d := range Suggest(ReadText("ASSESSMENT\n\n1. Asthma.\n2. Hypertension.\n"), ehr.Chart{}, lx).Diagnoses {
		got += d.Code + " "
	}
	if got != "I10 J45.909 " {
		t.Errorf("order: %s", got)
	}
}
