package em

import (
	"testing"

	"github.com/visitwright/visitwright/ehr"
)

func TestPlansInShorthand(t *testing.T) {
	for text, want := range map[string]Level{
		"cephalexin 500 mg four times daily for 7 days, mark borders, return if spreading": Moderate, // what follows takes nothing back
		"failing topicals, start adalimumab after TB test":                                 Moderate,
		"transdermal estradiol with micronized progesterone, risks discussed":              Moderate,
		"Continue current dose.":                        Moderate,
		"hydrocortisone 2.5% to flares":                 Moderate,
		"No prednisone":                                 None,
		"if not better, doxycycline":                    None,
		"CPAP every night":                              Low,
		"avoid adalimumab while the infection is there": None,
	} {
		if _, got := decided(text); got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
}

func TestDecidedInShorthand(t *testing.T) {
	for text, want := range map[string]Level{
		"pred 40 x5d, azithro Z-pak, continue Trelegy":            Moderate,
		"Continue latanoprost qhs OU":                             Moderate,
		"failed topiramate; start nortriptyline 10 mg":            Moderate,
		"mometasone, consider surgery if no better":               Moderate,
		"OTC hydrocortisone 1% bid, cool compress":                Low,
		"naproxen over the counter":                               Low,
		"if no better consider mometasone":                        None,
		"K 4.9, bicarb 23":                                        None,
		"pt elects surgery":                                       Moderate,
		"Left total hip arthroplasty after medical clearance.":    Moderate,
		"He wishes to proceed with arthroscopic repair.":          Moderate,
		"Needs full workup and admission.":                        High,
		"EMS called, to hospital for urgent endoscopy.":           High,
		"Go to the ED if worse.":                                  None,
		"return precautions: go to the ER for severe pain":        None,
		"cardiology will be asked about the murmur":               None,
		"accepts for direct admit and operation tonight":          High,
		"counterforce strap, ice":                                 Low,
		"nothing is needed":                                       None,
		"Stop apixaban.":                                          Moderate,
		"Agrees to voluntary inpatient admission; bed confirmed.": High,
	} {
		if what, got := decided(text); got != want {
			t.Errorf("%s: %v (%s), want %v", text, got, what, want)
		}
	}
}

func TestProblemsByWhatIsSaid(t *testing.T) {
	for said, want := range map[string]Level{
		"Hypertension|I10|Add amlodipine 5 mg daily.":                                 Moderate, // stepped up
		"Hypertension|I10|Continue amlodipine. If it gets worse, call.":               Low,
		"Fibromyalgia|M79.7|Duloxetine 30 -> 60.":                                     Moderate,
		"Breast cancer, on adjuvant therapy||Continue anastrozole.":                   Low, // no code, but lasting
		"Depression|F33.2|Suicidal thoughts with plan.":                               High,
		"Depression|F33.2|Denies suicidal thoughts with plan.":                        Low,
		"Acute appendicitis|K35.80|Surgery accepts.":                                  High,
		"History of pulmonary embolism|Z86.711|Off treatment.":                        Low,
		"Concussion|S06.0X1A|Brief loss of consciousness.":                            Moderate,
		"Concussion without loss of consciousness|S06.0X0A|Rest.":                     Low,
		"Gastroenteritis|A08.4|Mild dehydration.":                                     Moderate,
		"Fatigue, cause unclear|R53.83|Exam normal.":                                  Moderate,
		"Seborrheic keratosis|L82.1|Benign.":                                          Straightforward,
		"Asthma, not in exacerbation|J45.20|As before.":                               Low,
		"Rotator cuff tear|M75.121|Patient elects surgery.":                           Moderate,
		"Colon cancer|C18.9|Grade 4 neutropenia.":                                     High,
		"Tinea|B35.4|RTC 2 wk":                                                        Straightforward,
		"Acne|L70.0|Doxycycline 100 mg daily for 12 weeks.":                           Moderate,
		"Acne|L70.0|Continue doxycycline, it works well. Return for another checkup.": Low,
	} {
		if c := problems(visit("Visit.", said)); c.Level != want {
			t.Errorf("%s: %v, want %v", said, c.Level, want)
		}
	}
}

// A line of the plan that stands as a title is no problem of its own.
func TestPlanLineIsNoProblem(t *testing.T) {
	for _, line := range []string{"RTC 3 mo w A1c||", "P: rest||", "trial of rifaximin||", "Labs today: CBC||", "r/o anemia||"} {
		c := problems(visit("Visit.", "Irritable bowel syndrome|K58.0|As before.", line))
		if len(c.Items) != 1 {
			t.Errorf("%s: %d problems", line, len(c.Items))
		}
	}
}

// What a letter decides stands under no heading.
func TestDecidedInProse(t *testing.T) {
	for said, want := range map[string]Level{
		"I will treat the attack with colchicine.":     Moderate,
		"I recommended a course of physical therapy.":  Low,
		"He takes lisinopril 20 mg and was on statin.": None,
	} {
		in := Input{Note: ehr.Note{Sections: []ehr.Section{{Name: ehr.HPI, Sentences: []ehr.Sentence{{ID: "s", Text: said}}}}}}
		if c := risk(in); c.Level != want {
			t.Errorf("%s: %v, want %v", said, c.Level, want)
		}
	}
}

func TestInformantsAndTalks(t *testing.T) {
	for said, want := range map[string]Level{
		"Hx per mother.": Low,
		"Brought by mother, who gives the history": Low,
		"Her mother had breast cancer at 70.":      Straightforward,
		"Discussed w surgery on call.":             Moderate,
		"I looked at the films, no infiltrate.":    Moderate,
		"Hgb 10.2, eGFR 21, UACR 1900.":            Moderate,
		"Discussed with the patient.":              Straightforward,
	} {
		if c := data(visit("Visit.", "Pain|R52|"+said)); c.Level != want {
			t.Errorf("%s: %v, want %v: %+v", said, c.Level, want, c.Items)
		}
	}
}
