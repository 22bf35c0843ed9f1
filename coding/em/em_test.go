package em

import (
	"strings"
	"testing"

	"github.com/visitwright/visitwright/ehr"
)

// visit makes a note of one assessment; each problem is "title|code|sentence|sentence...".
func visit(complaint string, problems ...string) Input {
	in := Input{Age: 50}
	in.Note.Sections = []ehr.Section{{Name: ehr.ChiefComplaint, Sentences: []ehr.Sentence{{ID: "c", Text: complaint}}}}
	plan := ehr.Section{Name: ehr.AssessmentPlan}
	for _, p := range problems {
		f := strings.Split(p, "|")
		id := ehr.SentenceID("p" + f[0])
		plan.Sentences = append(plan.Sentences, ehr.Sentence{ID: id, Text: f[0], Kind: ehr.ProblemTitle, Group: f[0]})
		for _, s := range f[2:] {
			plan.Sentences = append(plan.Sentences, ehr.Sentence{ID: id + "s", Text: s, Group: f[0]})
		}
		in.Problems = append(in.Problems, Problem{Title: f[0], Code: f[1], Under: strings.Join(f[2:], " "), Sentence: id})
	}
	in.Note.Sections = append(in.Note.Sections, plan)
	return in
}

const (
	bp    = "Hypertension|I10|Stable.|Continue lisinopril 20 mg daily."
	sugar = "Diabetes|E11.9|Doing well.|Continue metformin 500 mg daily.|We will order a hemoglobin A1c."
	ankle = "Ankle sprain|S93.401A|Twisted yesterday.|Rest and ice. Use an ankle brace."
	cold  = "Common cold|J00|Clear runny nose.|Rest and fluids."
)

func TestLevels(t *testing.T) {
	yes, no := true, false
	for name, c := range map[string]struct {
		in   Input
		kind *bool
		want string
	}{
		"two stable chronic, prescriptions":   {visit("Follow-up.", bp, sugar), &no, "99214"},
		"the same, a new patient":             {visit("Follow-up.", bp, sugar), &yes, "99204"},
		"one injury, a brace":                 {visit("Pain.", ankle), &no, "99213"},
		"a cold, rest":                        {visit("Runny nose.", cold), &no, "99212"},
		"one stable chronic, prescription":    {visit("Follow-up.", bp), &no, "99213"},
		"one chronic not at goal":             {visit("Follow-up.", "Hypertension|I10|This is uncontrolled.|Increase lisinopril to 40 mg daily."), &no, "99214"},
		"threat to life, sent to hospital":    {visit("Pain.", "Chest pain|R07.9|Concern for unstable angina.|She will be transferred to the hospital. Direct admission was arranged."), &no, "99215"},
		"no problem":                          {visit("Doing well."), &no, ""},
		"new problem of uncertain prognosis":  {visit("Lump.", "Breast lump|N63.0|New mass.|We will order a mammogram and an ultrasound."), &no, "99213"},
		"chemotherapy beside progression":     {visit("Cancer.", "Lung cancer|C34.90|Progressing, severe exacerbation of dyspnea.|Continue chemotherapy with cisplatin."), &no, "99215"},
		"only thought of is not counted":      {visit("Pain.", "Ankle sprain|S93.401A|Twisted.|If not better we will prescribe tramadol 50 mg."), &no, "99212"},
		"over the counter is no prescription": {visit("Pain.", "Ankle sprain|S93.401A|Twisted.|Continue Tylenol 500 mg."), &no, "99213"},
	} {
		c.in.New = c.kind
		if v := Propose(c.in); v.Code != c.want {
			t.Errorf("%s: %s (%v %v %v), want %s", name, v.Code, v.Table[0].Level, v.Table[1].Level, v.Table[2].Level, c.want)
		}
	}
}

func TestEveryCellHasItsSentence(t *testing.T) {
	v := Propose(visit("Follow-up.", bp, sugar, ankle, "Gout.|M10.9|No flare.|Continue allopurinol 300 mg daily."))
	for _, c := range v.Table {
		if c.Level > Straightforward && len(c.Items) == 0 {
			t.Errorf("%s is %v with nothing behind it", c.Column, c.Level)
		}
		for _, it := range c.Items {
			if strings.Contains(it.Sentence, ".:") {
				t.Errorf("a heading keeps its full stop: %q", it.Sentence)
			}
			if it.Sentence == "" || it.ID == "" || it.Source == "" || it.What == "" {
				t.Errorf("%s: %+v lacks its proof", c.Column, it)
			}
		}
	}
	if v.Below == nil || v.Below.Code != "99213" || len(v.Below.Missing) != 0 {
		t.Errorf("below: %+v", v.Below)
	}
	if v.Above == nil || v.Above.Code != "99215" || len(v.Above.Missing) == 0 {
		t.Errorf("above: %+v", v.Above)
	}
}

// Rewording keeps the level.
func TestRewording(t *testing.T) {
	want := Propose(visit("Follow-up.", bp, sugar)).Level
	for _, r := range [][2]string{
		{"Continue lisinopril 20 mg daily.", "She is to continue lisinopril, 20 mg once a day."},
		{"Continue lisinopril 20 mg daily.", "Lisinopril was refilled today; refill for 90 days."},
		{"We will order a hemoglobin A1c.", "An HbA1c was ordered."},
		{"Stable.", "At goal."}, {"Doing well.", "No change."},
		{"Hypertension|", "HTN|"}, {"Diabetes|", "Type 2 diabetes mellitus|"},
	} {
		in := visit("Follow-up.", strings.Replace(bp, r[0], r[1], 1), strings.Replace(sugar, r[0], r[1], 1))
		if got := Propose(in).Level; got != want {
			t.Errorf("%q -> %q: %v, want %v", r[0], r[1], got, want)
		}
	}
}

// A sentence that counts for nothing keeps the level.
func TestIrrelevantSentence(t *testing.T) {
	for _, base := range [][]string{{bp, sugar}, {ankle}, {cold}, {bp}} {
		want := Propose(visit("Follow-up.", base...))
		for _, s := range []string{
			"She enjoyed her holiday in Maine.", "All questions were answered.", "The patient understands and agrees with the plan.",
			"Her daughter is getting married in May.", "He works as an accountant.", "No x-ray is needed.", "If it does not improve we will consider an MRI.",
			"She has no fever.", "We could try physical therapy in the future.",
		} {
			in := visit("Follow-up.", append([]string{base[0] + "|" + s}, base[1:]...)...)
			if got := Propose(in); got.Level != want.Level || got.Code != want.Code {
				t.Errorf("%v + %q: %v, want %v", base, s, got.Level, want.Level)
			}
		}
	}
}

// Taking away a counted element never raises the level, and lowers it where the
// column carried it.
func TestRemoving(t *testing.T) {
	full := Propose(visit("Follow-up.", bp, sugar)).Level
	if less := Propose(visit("Follow-up.", bp)).Level; less >= full {
		t.Errorf("without the second problem: %v, want below %v", less, full)
	}
	bare := func(p string) string { return strings.Join(strings.Split(p, "|")[:3], "|") }
	if less := Propose(visit("Follow-up.", bare(bp), bare(sugar))).Level; less >= full {
		t.Errorf("without any treatment: %v, want below %v", less, full)
	}
	ps := []string{bp, sugar, ankle, cold}
	all := Propose(visit("Follow-up.", ps...)).Level
	for i := range ps {
		rest := append(append([]string{}, ps[:i]...), ps[i+1:]...)
		if got := Propose(visit("Follow-up.", rest...)).Level; got > all {
			t.Errorf("without %q: %v, more than %v", ps[i], got, all)
		}
	}
}

func TestTime(t *testing.T) {
	yes, no := true, false
	for name, c := range map[string]struct {
		said     string
		kind     *bool
		medicare bool
		code     string
		basis    string
		units    int
	}{
		"told, not the basis":          {"I spent 45 minutes with the patient.", &no, false, "99213", "medical decision making", 0},
		"the basis":                    {"The level is based on time: total time 30 minutes.", &no, false, "99214", "time", 0},
		"met, not exceeded":            {"Based on time. I spent 40 minutes on this visit today.", &no, false, "99215", "time", 0},
		"new patient":                  {"Based on time. I spent 45 minutes on this visit today.", &yes, false, "99204", "time", 0},
		"prolonged":                    {"Based on time. I spent 72 minutes on this visit today.", &no, false, "99215", "time", 2},
		"prolonged for Medicare":       {"Based on time. I spent 72 minutes on this visit today.", &no, true, "99215", "time", 1},
		"time of another service":      {"Based on time. I spent 40 minutes on smoking cessation counseling.", &no, false, "99213", "medical decision making", 0},
		"minutes of the patient's run": {"She runs for 45 minutes a day.", &no, false, "99213", "medical decision making", 0},
	} {
		in := visit("Pain.", ankle+"|"+c.said)
		in.New, in.Medicare = c.kind, c.medicare
		v := Propose(in)
		units := 0
		if v.Prolonged != nil {
			units = v.Prolonged.Units
		}
		if v.Code != c.code || v.Basis != c.basis || units != c.units {
			t.Errorf("%s: %s by %s, %d units", name, v.Code, v.Basis, units)
		}
	}
}

func TestPreventive(t *testing.T) {
	yes, no := true, false
	for _, c := range []struct {
		age  int
		kind *bool
		want string
	}{{0, &yes, "99381"}, {4, &no, "99392"}, {11, &yes, "99383"}, {17, &no, "99394"}, {39, &no, "99395"}, {40, &no, "99396"}, {64, &yes, "99386"}, {65, &no, "99397"}, {-1, &no, ""}} {
		in := visit("Annual exam.", "Healthcare maintenance|Z00.00|Due for a mammogram.")
		in.Age, in.New = c.age, c.kind
		v := Propose(in)
		if v.Preventive == nil || v.Preventive.Code != c.want || v.Code != "" || v.Modifier25 != nil {
			t.Errorf("age %d: %+v beside %q", c.age, v.Preventive, v.Code)
		}
	}
	in := visit("Annual exam.", "Hypertension|I10|Uncontrolled.|Increase lisinopril to 40 mg daily.")
	in.New = &no
	if v := Propose(in); v.Code != "99214" || v.Modifier25 == nil || v.Modifier25.Sentence == "" {
		t.Errorf("a problem beside the examination: %s %+v", v.Code, v.Modifier25)
	}
}

func TestModifier25NeedsItsReason(t *testing.T) {
	no := false
	injection := Procedure{Code: "20610", Title: "knee injection", Sentence: "The knee joint was injected."}
	one := visit("Pain.", "Knee osteoarthritis|M17.11|Knee pain is worse.|The knee joint was injected.")
	one.New, one.Procedures = &no, []Procedure{injection}
	if v := Propose(one); v.Modifier25 != nil {
		t.Errorf("the decision for the injection is part of it: %+v", v.Modifier25)
	}
	two := visit("Pain.", "Knee osteoarthritis|M17.11|Knee pain is worse.|The knee joint was injected.", bp)
	two.New, two.Procedures = &no, []Procedure{injection}
	if v := Propose(two); v.Modifier25 == nil || !strings.Contains(v.Modifier25.Sentence, "Hypertension") {
		t.Errorf("hypertension was managed apart: %+v", v.Modifier25)
	}
	two.Procedures = nil
	if v := Propose(two); v.Modifier25 != nil {
		t.Error("nothing stands beside the visit")
	}
}

func TestData(t *testing.T) {
	no := false
	for name, c := range map[string]struct {
		said string
		want Level
	}{
		"none":                  {"Rest.", Straightforward},
		"one test":              {"We will order a CBC.", Straightforward},
		"two tests":             {"We will order a CBC and a lipid panel.", Low},
		"the same test twice":   {"We will order a CBC. We reviewed the complete blood count.", Straightforward},
		"three tests":           {"We will order a CBC, a BMP and a lipid panel.", Moderate},
		"historian":             {"History was provided by his mother.", Low},
		"own reading":           {"Independent interpretation of the MRI shows a tear.", Moderate},
		"own reading and talk":  {"Independent interpretation of the MRI shows a tear. I discussed the case with Dr. Ray.", High},
		"picture of the office": {"X-ray taken in the office today is normal. We will order a CBC.", Straightforward},
	} {
		in := visit("Pain.", "Knee pain|M25.561|"+strings.ReplaceAll(c.said, ". ", ".|"))
		in.New = &no
		if got := Propose(in).Table[1]; got.Level != c.want {
			t.Errorf("%s: %v, want %v: %+v", name, got.Level, c.want, got.Items)
		}
	}
}
