package cds

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/visitwright/visitwright/cds/interactions"
	"github.com/visitwright/visitwright/ehr"
)

// builtIn is read once: reading the rules is the slow part.
var builtIn = sync.OnceValues(interactions.Load)

func checker(t *testing.T, o Options) *Checker {
	t.Helper()
	k, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	o.Drugs = k
	return With(o)
}

// A man on warfarin who is to get ibuprofen.
func bleeder() (ehr.Chart, []ehr.Order) {
	return ehr.Chart{
		Patient:     ehr.Patient{Sex: ehr.Male, BirthDate: ehr.Date{Year: 1956, Month: 3, Day: 1}, AllergyStatus: ehr.NoKnownAllergies},
		Medications: []ehr.Medication{{ID: "m1", Code: ehr.Coded{Display: "warfarin 5 mg"}, Status: ehr.MedicationActive}},
	}, []ehr.Order{{ID: "o1", Kind: ehr.MedicationOrder, Verb: ehr.StartOrder, Text: "ibuprofen 400 mg"}}
}

func find(alerts []ehr.Alert, rule string) *ehr.Alert {
	if i := slices.IndexFunc(alerts, func(a ehr.Alert) bool { return a.Rule == rule }); i >= 0 {
		return &alerts[i]
	}
	return nil
}

func TestAlertIsComplete(t *testing.T) {
	chart, orders := bleeder()
	a := find(checker(t, Options{}).Check(chart, ehr.Note{}, orders, today).Alerts, "ddi-warfarin-nsaid")
	if a == nil {
		t.Fatal("no alert")
	}
	if !a.Blocks() || a.Source == "" || a.Key == "" || a.RuleVersion == "" || !a.At.Equal(today) || len(a.Chart) != 2 || len(a.Actions) == 0 || len([]rune(a.Summary)) > 140 {
		t.Errorf("%+v", a)
	}
	for _, head := range []string{"What may happen", "Why", "What to do", "How sure"} {
		if !strings.Contains(a.Detail, head) {
			t.Errorf("the detail does not say %q", head)
		}
	}
}

func TestAcknowledgedStaysQuietUntilSomethingChanges(t *testing.T) {
	chart, orders := bleeder()
	c := checker(t, Options{})
	key := find(c.Check(chart, ehr.Note{}, orders, today).Alerts, "ddi-warfarin-nsaid").Key
	again := c.Run(Input{Chart: chart, Orders: orders, Now: today.AddDate(0, 1, 0), Acknowledged: map[string]ehr.Answer{key: {Choice: ehr.Rejected, Reason: "monitored"}}})
	if a := find(again.Alerts, "ddi-warfarin-nsaid"); a == nil || a.Tier != ehr.Passive || a.Earlier == nil || a.Earlier.Reason != "monitored" {
		t.Errorf("after acknowledging: %+v", a)
	}
	orders[0].Text = "naproxen 500 mg"
	other := c.Run(Input{Chart: chart, Orders: orders, Now: today, Acknowledged: map[string]ehr.Answer{key: {Choice: ehr.Rejected, Reason: "monitored"}}})
	if a := find(other.Alerts, "ddi-warfarin-nsaid"); a == nil || a.Tier != ehr.Interruptive {
		t.Errorf("another drug is kept quiet by an old answer: %+v", a)
	}
}

func TestAtMostThreeInterrupt(t *testing.T) {
	chart, orders := bleeder()
	for _, d := range []string{"phenelzine 15 mg", "sertraline 50 mg", "simvastatin 40 mg", "clarithromycin 500 mg", "sotalol 80 mg", "haloperidol 2 mg"} {
		chart.Medications = append(chart.Medications, ehr.Medication{ID: ehr.MedicationID(d), Code: ehr.Coded{Display: d}, Status: ehr.MedicationActive})
	}
	all := checker(t, Options{}).Check(chart, ehr.Note{}, orders, today).Alerts
	now, later := Shown(all)
	if len(now) != ehr.AtOnce || len(now)+len(later) != len(all) {
		t.Errorf("%d shown at once of %d", len(now), len(all))
	}
}

func TestMissingContentIsNeverClear(t *testing.T) {
	chart, orders := bleeder()
	empty := checker(t, Options{}) // whose drug content is then taken away
	empty.drugs = nil
	broken := With(Options{Drugs: &interactions.Knowledge{}})
	for name, c := range map[string]*Checker{"none": empty, "empty": broken} {
		r := c.Run(Input{Chart: chart, Orders: orders, Now: today})
		if r.Areas[0].Finding != ehr.NotChecked || len(r.NotChecked) == 0 || c.Canary() == nil || r.Off == "" {
			t.Errorf("%s: drugs are %s, %v", name, r.Areas[0].Finding, r.NotChecked)
		}
	}
}

func TestBrokenRuleFileIsRefused(t *testing.T) {
	fsys := fstest.MapFS{
		"content/drugs.txt":    {Data: []byte("@x\naspirin =\n")},
		"content/rules-x.yaml": {Data: []byte("- id: r\n  kind: interaction\n  tier: interruptive\n")},
		"content/about.yaml":   {Data: []byte("version: 1\ncanary: [[aspirin, aspirin]]\n")},
	}
	if _, err := interactions.LoadFrom(fsys); err == nil {
		t.Error("a rule without words and source was taken")
	}
}

func TestStaleContentIsSaid(t *testing.T) {
	chart, _ := bleeder()
	c := checker(t, Options{})
	later := c.Check(chart, ehr.Note{}, nil, today.AddDate(2, 0, 0))
	if !slices.ContainsFunc(later.NotChecked, func(u ehr.Unchecked) bool { return strings.Contains(u.Why, "days old") }) {
		t.Errorf("two years later nothing is said: %v", later.NotChecked)
	}
	if slices.ContainsFunc(c.Check(chart, ehr.Note{}, nil, today).NotChecked, func(u ehr.Unchecked) bool { return strings.Contains(u.Why, "days old") }) {
		t.Error("fresh content is called old")
	}
}

func TestPracticeSettings(t *testing.T) {
	chart, orders := bleeder()
	history := []Setting{{Rule: "ddi-warfarin-nsaid", Tier: ehr.Inline, At: today.AddDate(0, -2, 0)}, {Rule: "ddi-warfarin-nsaid", Shadow: true, At: today.AddDate(0, -1, 0)}}
	demoted := checker(t, Options{Settings: Current(history[:1])}).Run(Input{Chart: chart, Orders: orders, Now: today})
	if a := find(demoted.Alerts, "ddi-warfarin-nsaid"); a == nil || a.Tier != ehr.Inline {
		t.Errorf("demoted: %+v", a)
	}
	shadow := checker(t, Options{Settings: Current(history)})
	r := shadow.Run(Input{Chart: chart, Orders: orders, Now: today})
	if find(r.Alerts, "ddi-warfarin-nsaid") != nil || find(r.Shadow, "ddi-warfarin-nsaid") == nil {
		t.Error("in shadow mode the rule is counted, not shown")
	}
	changes := Replay([]Input{{Chart: chart, Orders: orders, Now: today}}, checker(t, Options{}), shadow)
	if len(changes) != 1 || changes[0].Before != 1 || changes[0].After != 0 {
		t.Errorf("replay: %+v", changes)
	}
}

func TestTally(t *testing.T) {
	u := Tally([]Count{
		{Rule: "a", Tier: ehr.Interruptive, Choice: ehr.Rejected, Reason: "It will be monitored", N: 1},
		{Rule: "a", Tier: ehr.Interruptive, Choice: ehr.Rejected, Reason: "Mrs. X wants it", N: 1},
		{Rule: "a", Tier: ehr.Inline, N: 2}, {Rule: "a", Tier: ehr.Inline, Shadow: true, N: 5},
		{Rule: "b", Tier: ehr.Passive, Choice: ehr.Accepted, N: 1},
	}, 10)
	if a := u[0]; a.Rule != "a" || a.Fired != 4 || a.Interruptive != 2 || a.Shadow != 5 || a.Overridden != 2 || a.OverrideRate() != 1 ||
		a.Reasons["monitored"] != 1 || a.Reasons["other"] != 1 || len(a.Reasons) != 2 || a.PerVisit != 0.4 {
		t.Errorf("%+v", u)
	}
}

func TestLive(t *testing.T) {
	chart, _ := bleeder()
	c := checker(t, Options{})
	for _, s := range []struct {
		text string
		want bool
	}{
		{"I'm going to start you on ibuprofen for the knee.", true},
		{"Take some Advil when it hurts.", true},
		{"He has been using ibuprofin at home.", true}, // as it was heard
		{"I'd like you to stop the ibuprofen.", false},
		{"Are you taking ibuprofen?", false},
		{"How is your garden?", false},
		{"Keep on with the warfarin as before.", false},
	} {
		start := time.Now()
		got := c.Live(chart, ehr.Segment{ID: "s1", Text: s.text}, today)
		if (find(got, "ddi-warfarin-nsaid") != nil) != s.want {
			t.Errorf("%q: %v", s.text, got)
		}
		if d := time.Since(start); d > time.Second {
			t.Errorf("%q took %s", s.text, d)
		}
	}
}

// TestLiveKnowsWhatBecomesOfADrug: one sentence may stop one drug and start another.
func TestLiveKnowsWhatBecomesOfADrug(t *testing.T) {
	chart, _ := bleeder()
	chart.Medications = append(chart.Medications, ehr.Medication{ID: "m8", Code: ehr.Coded{Display: "clonidine 0.1 mg"}, Status: ehr.MedicationActive})
	c := checker(t, Options{})
	for text, want := range map[string][]string{
		"We'll stop the clonidine and start naproxen.": {"stop-clonidine", "ddi-warfarin-nsaid"},
		"He came off clonidine last week.":             {"stop-clonidine"},
		"The clonidine, I stopped that on Monday.":     {"stop-clonidine"},
		"Avoid ibuprofen. Keep the clonidine.":         nil,
		"I'm allergic to naproxen.":                    nil,
		"Instead of naproxen try Tylenol.":             nil,
		"Let's hold off. You can start ibuprofen now.": {"ddi-warfarin-nsaid"},
	} {
		got := c.Live(chart, ehr.Segment{ID: "s1", Text: text}, today)
		for _, rule := range []string{"stop-clonidine", "ddi-warfarin-nsaid"} {
			if (find(got, rule) != nil) != slices.Contains(want, rule) {
				t.Errorf("%q: %s is not as it should be: %v", text, rule, got)
			}
		}
	}
	quiet := c.For([]Setting{{Rule: "ddi-warfarin-nsaid", Shadow: true}})
	if find(quiet.Live(chart, ehr.Segment{ID: "s1", Text: "start naproxen"}, today), "ddi-warfarin-nsaid") != nil {
		t.Error("a rule in shadow mode speaks live")
	}
}

func TestANewDoseIsANewMatter(t *testing.T) {
	chart, orders := bleeder()
	c := checker(t, Options{})
	key := func(order string) string {
		orders[0].Text = order
		return find(c.Check(chart, ehr.Note{}, orders, today).Alerts, "ddi-warfarin-nsaid").Key
	}
	low, high, unknown := key("ibuprofen 200 mg twice daily"), key("ibuprofen 800 mg three times daily"), key("ibuprofen")
	if low == high || interactions.Matter(low) != interactions.Matter(high) || interactions.Matter(high) != unknown {
		t.Errorf("%s, %s, %s", low, high, unknown)
	}
}

func TestANoteNamesAProblem(t *testing.T) {
	chart, orders := bleeder()
	chart.Medications = nil
	note := ehr.Note{Sections: []ehr.Section{{Sentences: []ehr.Sentence{{Kind: ehr.ProblemTitle, Text: "Heart failure"}}}}}
	c := checker(t, Options{})
	if find(c.Check(chart, note, orders, today).Alerts, "dx-hf-nsaid") == nil {
		t.Error("heart failure in the note is not heeded")
	}
	note.Sections[0].Sentences[0].Text = "Rule out heart failure"
	if find(c.Check(chart, note, orders, today).Alerts, "dx-hf-nsaid") != nil {
		t.Error("a mere suspicion counts as a diagnosis")
	}
}

func TestVaccineForecastsComeWithTheirPack(t *testing.T) {
	chart, _ := bleeder()
	got := checker(t, Options{}).Check(chart, ehr.Note{}, nil, today)
	i := slices.IndexFunc(got.Immunization, func(v ehr.VaccineForecast) bool { return v.Group == "Zoster" })
	if i < 0 || got.Immunization[i].Status != "Not Complete" || got.Immunization[i].Pack == "" {
		t.Errorf("%+v", got.Immunization)
	}
}
