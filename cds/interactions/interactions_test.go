package interactions

import (
	"strings"
	"testing"
	"time"

	"github.com/visitwright/visitwright/cds/facts"
	"github.com/visitwright/visitwright/ehr"
)

var now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func loaded(t *testing.T) *Knowledge {
	t.Helper()
	k, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func names(m Match) string {
	var out []string
	for _, d := range m.Drugs {
		out = append(out, d.Name)
	}
	return strings.Join(out, "+")
}

func TestResolve(t *testing.T) {
	k := loaded(t)
	for _, c := range []struct {
		text, want string
		sure       bool // exactly so in the table
	}{
		{"lisinopril 10 MG Oral Tablet", "lisinopril", true},
		{"Hydrochlorothiazide 12.5 MG / Lisinopril 10 MG Oral Tablet [Zestoretic]", "hydrochlorothiazide+lisinopril", true},
		{"24 HR metformin hydrochloride 500 MG Extended Release Oral Tablet", "metformin", true},
		{"Augmentin 875", "amoxicillin+clavulanate", true},
		{"Tylenol with codeine", "codeine+acetaminophen", true},
		{"insulin glargine 100 UNT/ML", "insulin glargine", true},
		{"Toprol-XL 50", "metoprolol", true},
		{"St. John's Wort", "St. John's wort", true},
		{"rifampicin 300 mg", "rifampin", true},
		{"losartan potassium 50 mg oral tablet", "losartan", true},
		{"Losartan potassium 50 MG / hydrochlorothiazide 12.5 MG", "losartan+hydrochlorothiazide", true},
		{"losartan / potassium chloride", "losartan+potassium chloride", true},
		{"potassium 20 mEq daily", "potassium chloride", true},
		{"lysinopril", "lisinopril", false},
		{"metaprolol tartrate", "metoprolol", false},
		{"atorvastatine", "atorvastatin", false},
		{"zyxwomab", "", false},
	} {
		m := k.Resolve(c.text)
		if names(m) != c.want || (c.want != "" && (m.Confidence == 1) != c.sure) {
			t.Errorf("%q: %s (%.2f), want %s", c.text, names(m), m.Confidence, c.want)
		}
	}
}

func TestDailyAmount(t *testing.T) {
	k := loaded(t)
	for _, c := range []struct {
		text, dose, freq string
		want             float64
	}{
		{"metformin 500 mg tablet", "500 mg", "twice daily", 1000},
		{"metformin 500 mg tablet, 2 tablets twice daily", "", "", 2000},
		{"ibuprofen 600 mg every 6 hours as needed", "", "", 2400},
		{"levothyroxine 75 mcg daily", "", "", 0.075},
		{"methotrexate 15 mg once weekly", "", "", 15.0 / 7},
		{"acetaminophen 1 g three times a day", "", "", 3000},
		{"hydrocodone-acetaminophen 5-325 mg every 4 hours", "", "", 5 * 6},
		{"metformin", "", "twice daily", 0},
		{"metformin 500 mg", "", "", 0},
		{"acetaminophen 500 mg tablet", "1500 mg", "6 times daily", 9000},
		{"acetaminophen 500 mg tablet", "take 3 tablets every 4 hours", "", 9000},
		{"acetaminophen 500 mg", "1 to 2 tablets every 4-6 hours as needed", "", 6000},
		{"acetaminophen 500 mg", "", "every six hours", 2000},
		{"acetaminophen 500 mg", "", "5x/day", 2500},
		{"acetaminophen 500 mg", "", "5 times per day for a 7 day course", 2500},
		{"acetaminophen 500 mg", "", "q4h prn", 3000},
		{"acetaminophen 500 mg", "", "TID for 7 day course", 1500},
		{"acetaminophen 500 mg", "", "with meals and at bedtime", 2000},
		{"acetaminophen 500 mg", "", "6 times", 0},
		{"metoprolol tartrate 50 mg", "1/2 tablet", "twice daily", 50},
		{"metoprolol tartrate 50 mg", "half a tablet", "bid", 50},
		{"metoprolol tartrate 50 mg", "1 1/2 tablets", "bid", 150},
		{"metoprolol tartrate 50 mg", "one and a half tablets", "once a day", 75},
		{"metformin 500 mg tablet", "1000 mg (2 tablets)", "twice a day", 2000},
		{"metformin 500 mg tablet, 2 tablets", "1000 mg", "twice a day", 2000},
		{"metformin ER 24 hr 500 mg", "", "1 daily", 500},
		{"methotrexate 2.5 mg", "6 tablets", "every week", 15.0 / 7},
		{"methotrexate 2.5 mg, 30 tablets", "", "once a week", 2.5 / 7},
		{"risedronate 150 mg", "", "once a month", 5},
		{"levothyroxine 100 mcg", "", "every other day", 0.05},
		{"levothyroxine 100 mcg", "", "5 times a week", 0.5 / 7},
		{"prednisone 20 mg", "", "every 2 days", 10},
	} {
		m := k.Resolve(c.text)
		got := dailyMG(m.Drugs[0], m.Drugs, c.text, c.dose, c.freq)
		if got < c.want*0.999 || got > c.want*1.001 {
			t.Errorf("%q %q %q: %g mg, want %g", c.text, c.dose, c.freq, got, c.want)
		}
	}
}

func med(text string) ehr.Medication {
	return ehr.Medication{ID: ehr.MedicationID(text), Code: ehr.Coded{Display: text}, Status: ehr.MedicationActive}
}

func TestStoppedDrugsAreNotTaken(t *testing.T) {
	k := loaded(t)
	stopped, past := med("warfarin"), med("amiodarone")
	stopped.Status = ehr.MedicationStopped
	past.Stop = ehr.Date{Year: 2026, Month: 1, Day: 1}
	got, _ := k.Takings(ehr.Chart{Medications: []ehr.Medication{stopped, past, med("aspirin 81 mg")}}, nil, ehr.DateOf(now))
	if len(got) != 1 || got[0].Drug.Name != "aspirin" {
		t.Errorf("%+v", got)
	}
}

func TestCandidatesArePassiveAndCalledSo(t *testing.T) {
	k := loaded(t)
	list, err := ReadPairList("A list", strings.NewReader("severity\tname1\tname2\nCritical\tLORATADINE\tFINASTERIDE\nCritical\tWARFARIN\tIBUPROFEN\n"))
	if err != nil {
		t.Fatal(err)
	}
	k.AddCandidates(list)
	f := facts.From(ehr.Chart{Medications: []ehr.Medication{med("loratadine 10 mg"), med("finasteride 5 mg"), med("warfarin 5 mg"), med("ibuprofen 400 mg")}}, now)
	alerts, _ := k.Check(f, nil)
	found := 0
	for _, a := range alerts {
		if a.Rule == "candidate" {
			found++
			if a.Tier != ehr.Passive || !strings.Contains(a.Detail, "not been reviewed") || a.Source != "A list" {
				t.Errorf("%+v", a)
			}
		}
	}
	if found != 1 { // our own rule speaks of the other pair
		t.Errorf("%d candidates", found)
	}
	for _, bad := range []string{"", "a\tb\n1\t2\n", "severity\tname1\tname2\n"} {
		if _, err := ReadPairList("bad", strings.NewReader(bad)); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}

func TestReadMEDRT(t *testing.T) {
	const x = `<terminology><association><name>CI_MoA</name><from_name>Escitalopram</from_name><to_name>Monoamine Oxidase Inhibitors [MoA]</to_name></association>
<association><name>has_MoA</name><from_name>Phenelzine</from_name><to_name>Monoamine Oxidase Inhibitors [MoA]</to_name></association>
<association><name>CI_with</name><from_name>Ibuprofen</from_name><to_name>Peptic Ulcer</to_name></association></terminology>`
	c, err := ReadMEDRT(strings.NewReader(x))
	if err != nil || c.pairs["escitalopram+phenelzine"] == "" || c.pairs["ibuprofen+peptic ulcer"] != "" {
		t.Errorf("%v %v", c.pairs, err)
	}
	if _, err := ReadMEDRT(strings.NewReader("<terminology>")); err == nil {
		t.Error("a file cut short was read")
	}
}

func TestRxNormWidensTheTable(t *testing.T) {
	k := loaded(t)
	line := func(code, kind, name string) string {
		return code + "|ENG||||||||||RXNORM|" + kind + "|" + code + "|" + name + "||N||\n"
	}
	n, err := k.AddRxNorm(strings.NewReader(line("900001", "SCD", "lisinopril 10 MG Oral Tablet") + line("900002", "IN", "Zyxwomab") + line("900003", "SCD", "warfarin / Zyxwomab pack")))
	if err != nil || n != 3 {
		t.Fatal(n, err)
	}
	m := med("tablet of the month")
	m.Code.System, m.Code.Code = ehr.RxNorm, "900001"
	got, not := k.Takings(ehr.Chart{Medications: []ehr.Medication{m, med("zyxwomab 5 mg")}}, nil, ehr.DateOf(now))
	if len(got) != 2 || len(not) != 0 || got[0].Drug.Name != "lisinopril" {
		t.Errorf("%+v %+v", got, not)
	}
	if _, err := k.AddRxNorm(strings.NewReader("cut|short\n")); err == nil {
		t.Error("a broken file was read")
	}
}

func TestCanary(t *testing.T) {
	k := loaded(t)
	if err := k.Canary(); err != nil {
		t.Error(err)
	}
	k.rules = k.rules[:1]
	if k.Canary() == nil {
		t.Error("with the rules gone the canary still sings")
	}
	if alerts, not := k.Check(facts.From(ehr.Chart{}, now), nil); len(alerts) != 0 || len(not) == 0 {
		t.Error("broken content passes for clear")
	}
}

func TestEveryActionIsKnown(t *testing.T) {
	for _, r := range loaded(t).Rules() {
		for _, a := range r.Actions {
			if k := action(a).Kind; k != "stop" && k != "replace" && k != "order_test" && k != "adjust_dose" {
				t.Errorf("%s: action %q", r.ID, a)
			}
		}
	}
}

// A rule can only ask for conditions and tests that exist.
func TestEveryNameIsKnown(t *testing.T) {
	known := map[string]bool{}
	for _, n := range append(facts.Conditions(), facts.Tests()...) {
		known[n] = true
	}
	for _, r := range loaded(t).Rules() {
		for _, n := range append(append([]string{r.When.Test, r.When.Missing}, r.When.Condition...), r.When.NotCondition...) {
			if n != "" && !known[n] {
				t.Errorf("%s: %q is not known", r.ID, n)
			}
		}
	}
}

// One rule about a tablet of two drugs beside one other is said once, for both.
func TestOneAlertForATabletOfTwoDrugs(t *testing.T) {
	k := loaded(t)
	chart := ehr.Chart{Patient: ehr.Patient{Sex: ehr.Male, BirthDate: ehr.Date{Year: 1956, Month: 3, Day: 1}}, Medications: []ehr.Medication{
		{ID: "m1", Code: ehr.Coded{Display: "warfarin 5 mg"}, Status: ehr.MedicationActive},
		{ID: "m2", Code: ehr.Coded{Display: "Bactrim DS"}, Status: ehr.MedicationActive},
	}}
	alerts, _ := k.Check(facts.From(chart, now), nil)
	n := 0
	for _, a := range alerts {
		if a.Rule == "ddi-warfarin-booster" {
			n++
			if words := a.Summary + a.Detail; !strings.Contains(words, "\nAlso: ") || !strings.Contains(words, "trimethoprim") || !strings.Contains(words, "sulfamethoxazole") {
				t.Errorf("%+v", a)
			}
		}
	}
	if n != 1 {
		t.Errorf("%d alerts", n)
	}
}
