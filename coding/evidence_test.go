package coding

import (
	"strings"
	"testing"

	"github.com/visitwright/visitwright/ehr"
)

// Every code that a rule can enter must stand complete in the set that set-up
// fetches, or the rule would be silent.
func TestRulesStandInTheSet(t *testing.T) {
	c, err := OpenCatalog(codeSets(t), true)
	if err != nil {
		t.Fatal(err)
	}
	rel := c.Releases()[0]
	check := func(rule, code string) {
		if k, ok := rel.Lookup(code); !ok || !k.Billable {
			t.Errorf("%s: %s is not a complete code of %s", rule, code, rel.Name)
		}
	}
	for _, e := range evidences {
		check(e.id, e.code)
		if !strings.Contains(e.id, "(") {
			t.Errorf("%s cites no source", e.id)
		}
	}
	for _, h := range historical {
		check(h.of.String(), h.code)
	}
	for from, sites := range skin() {
		check("site", from)
		for _, s := range sites {
			for _, code := range s.code {
				check("site of "+from, code)
			}
		}
	}
	for _, r := range refinements {
		check(r.id, r.to)
		if r.from != "" {
			check(r.id, r.from)
		}
	}
	for _, code := range []string{"Z00.00", "Z12.31", "Z12.11", "Z23", "Z98.890", "G89.29", "L97.519", "L97.529", "L97.509", "L97.419", "L97.429", "L97.409", "I11.9"} {
		check("named in a rule", code)
	}
}

// The whole set, with notes of our own: what one excerpt cannot show.
func TestVisitsOfOurOwn(t *testing.T) {
	c, err := OpenCatalog(codeSets(t), true)
	if err != nil {
		t.Fatal(err)
	}
	lx, _ := c.On(c.Releases()[0].From)
	for name, x := range map[string]struct{ note, want string }{
		"long-term drugs":                {"ASSESSMENT AND PLAN\n\n1. Type 2 diabetes.\n- Medical Treatment: Continue metformin 500 mg and Lantus at night.\n", "E11.9"},
		"type 1 has no Z79.4":            {"ASSESSMENT AND PLAN\n\nType 1 diabetes.\n- Medical Treatment: He continues the insulin pump.\n", "E10.9 Z96.41"},
		"drug of a relative":             {"FAMILY HISTORY\nMother takes metformin.\n\nASSESSMENT\n\nType 2 diabetes.\n", "E11.9"},
		"diabetes poorly controlled":     {"ASSESSMENT AND PLAN\n\nDiabetes type 2.\n- Medical Reasoning: Poorly controlled.\n", "E11.65"},
		"a finding is no statement":      {"ASSESSMENT AND PLAN\n\nDiabetes type 2.\n- Medical Reasoning: His blood sugars were elevated at home.\n", "E11.9"},
		"hyperglycemia of a diabetic":    {"PAST MEDICAL HISTORY\nType 2 diabetes.\nASSESSMENT AND PLAN\n\n1. Hyperglycemia.\n- Medical Treatment: Increase insulin.\n", "E11.65"},
		"persistent is part of the name": {"ASSESSMENT\n\n1. Persistent atrial fibrillation.\n", "I48.19"},
		"letters as headings":            {"S: itchy\nO: discharge\nA:\n# Vulvovaginal candidiasis\nFluconazole once.\n", "B37.31"},
		"first sentence as title":        {"HPI: 3-year-old boy with ear pain.\nA/P: Right acute otitis media. Start amoxicillin.\n", "H66.91"},
		"list in one line, no stops":     {"Assessment: 1. Atopic dermatitis 2. Acne vulgaris\n", "L20.9 L70.0"},
		"where, where no code asks":      {"ASSESSMENT\n\n1. Actinic keratoses, scalp x6.\n", "L57.0"},
		"wound of a finger":              {"ASSESSMENT\n\nLaceration of left index finger.\nPLAN\nTdap given.\n", "S61.211A Z23"},
		"healing as expected":            {"HISTORY: 4 weeks after a fall.\nASSESSMENT: Left distal radius fracture, healing as expected.\n", "S52.502D"},
		"both ears":                      {"ASSESSMENT\n\nBilateral impacted cerumen.\n", "H61.23"},
		"well child":                     {"WELL CHILD VISIT\nA 4-year-old boy.\nAssessment:\n1. Well child, normal growth\n", "Z00.129"},
		"obesity told twice":             {"VITALS\nBMI 43.1\nASSESSMENT\n\n1. Class 3 obesity.\nPLAN\nRefer to bariatric surgery for the obesity.\n", "E66.813 Z68.41"},
		"weight and its index":           {"VITALS\nBMI 41.2\nASSESSMENT\n\n1. Class 3 obesity.\n", "E66.813 Z68.41"},
		"prenatal visit":                 {"CC: Prenatal visit. 28-year-old woman, G1P0, 24 weeks.\nASSESSMENT\n\n1. Routine prenatal care.\n", "Z34.02 Z3A.24"},
		"loss of blood explains anemia":  {"ASSESSMENT\n\nIron deficiency anemia due to chronic blood loss.\n", "D50.0"},
		"asthma that is quiet":           {"ASSESSMENT\n\nMild intermittent asthma, not in exacerbation.\n", "J45.20"},
		"disease and its stent":          {"Impression/Plan:\n1. CAD s/p DES to LAD in 2022: no angina.\n2. Hypertension: continue lisinopril\n", "I10 I25.10 Z95.5"},
		"dash after the title":           {"Impression:\nPTSD - nightmares improved with prazosin\nAlcohol use disorder, severe, in sustained remission - 14 months sober\n", "F10.21 F43.10"},
		"each line opens with a problem": {"Assessment/Plan:\nRheumatoid arthritis. Continue methotrexate.\nOsteoporosis. Start calcium.\n", "M06.9 M81.0"},
		"a finding at the examination":   {"CHIEF COMPLAINT\nAnnual physical.\nASSESSMENT\n\n1. Annual physical exam.\n2. Prediabetes, new.\n", "R73.03 Z00.01"},
		"smokes a pack":                  {"ASSESSMENT\n\nTobacco use.\n- Medical Reasoning: Smokes one pack of cigarettes per day.\n", "F17.210"},
		"prose beside a title":           {"Impression: Pneumonia. Will give amoxicillin. Hypertension is controlled, continue amlodipine.\n", "I10 J18.9"},
		"cause and effect are both":      {"ASSESSMENT\n\n1. CKD stage 3b due to diabetic nephropathy.\n2. Hypertension.\n", "E11.22 I12.9 N18.32"},
		"complication of type 1":         {"Assessment/Plan\nType 1 diabetes with hyperglycemia: on insulin pump.\nBackground diabetic retinopathy: stable.\n", "E10.319 E10.65 Z96.41"},
		"after a joint replacement":      {"CC: 6 week follow-up, right total knee replacement.\nAssessment: Status post right total knee arthroplasty, doing well.\n", "Z47.1 Z96.651"},
		"doubt behind a symptom":         {"ASSESSMENT AND PLAN\nPalpitations, could be due to anxiety or arrhythmia\nHolter monitor ordered.\n", "R00.2"},
		"cough, likely bronchitis":       {"ASSESSMENT AND PLAN\nCough, likely bronchitis\nFluids.\n", "R05.9"},
		"prostate with symptoms":         {"IMPRESSION:\n- BPH with nocturia\n", "N40.1 R35.1"},
		"results under the assessment":   {"ASSESSMENT\n\n1. Hematuria.\nBlood: 3+\nColor: yellow\n", "R31.9"},
		"stone in the ureter":            {"RESULTS\nCT shows a 0.4 cm stone in the left ureter.\n\nASSESSMENT\n\nKidney stone.\n", "N20.1"},
		"side of a short code":           {"RESULTS\nThere is a right ovarian mass.\n\nASSESSMENT AND PLAN\n\nOvarian cancer.\n", "C56.1"},
		"foot ulcer of diabetes":         {"ASSESSMENT AND PLAN\n\n1. Diabetic ulcer of the left foot.\n2. Diabetes.\n", "E11.621 L97.529"},
		"chronic pain":                   {"EXAM\nTender lumbar spine.\n\nASSESSMENT\n\nChronic back pain.\n", "G89.29 M54.50"},
		"after a transplant":             {"ASSESSMENT\n\nStatus post renal transplant.\n", "Z94.0"},
		"after an operation":             {"ASSESSMENT\n\n6 months status post rotator cuff repair.\n", "Z98.890"},
		"history that is treated":        {"ASSESSMENT AND PLAN\n\nHistory of gout.\n- Medical Treatment: He will continue his allopurinol.\n", "M10.9"},
		"established elsewhere":          {"ASSESSMENT\n\nRight foot pain, consistent with hallux rigidus.\n\nPLAN\n\nThe x-ray revealed hallux rigidus.\n", "M20.21"},
		"not established":                {"ASSESSMENT\n\nRight foot pain, consistent with hallux rigidus.\n", "M79.671"},
		"cause stated under a symptom":   {"ASSESSMENT AND PLAN\n\n1. Left ankle pain.\n- Medical Reasoning: I believe this is an ankle sprain.\n", "S93.402A"},
		"pain beside its cause":          {"ASSESSMENT\n\n1. Right knee pain.\n2. Right knee MCL sprain.\n", "S83.411A"},
		"acute on chronic by the echo":   {"RESULTS\nEcho: reduced ejection fraction of 30%.\n\nASSESSMENT AND PLAN\n\nCongestive heart failure.\n- Medical Reasoning: This is an exacerbation.\n", "I50.23"},
		"healing fracture":               {"HPI\nThe cast was removed.\n\nASSESSMENT\n\nRight Colles fracture.\n", "S52.531D"},
		"surgery to come is not healing": {"ASSESSMENT\n\nRight Colles fracture.\n\nPLAN\n\nA few weeks after surgery she will start therapy.\n", "S52.531A"},
		"annual examination":             {"CHIEF COMPLAINT\nAnnual exam.\n\nASSESSMENT AND PLAN\n\nHypertension.\n- Medical Treatment: Continue lisinopril.\n", "I10 Z00.00"},
		"prose of a treated condition":   {"CHIEF COMPLAINT\nCheck-up.\nPAST MEDICAL HISTORY\nAsthma, gout.\nASSESSMENT AND PLAN\nContinue the albuterol inhaler 2 puffs as needed.\n", "J45.909"},
		"prose takes back":               {"ASSESSMENT AND PLAN\nCushing's syndrome has been ruled out. She has hypothyroidism.\n", "E03.9"},
		"problems in one line":           {"A: CAD s/p CABG, PAF on Eliquis, OSA on CPAP, BPH, GERD, OA b/l knees.\n", "G47.33 I25.10 I48.0 K21.9 M17.0 N40.0 Z95.1"},
		"titles parted by stops":         {"A: MDD, recurrent, moderate. GAD. Insomnia.\nP: sertraline 100 mg.\n", "F33.1 F41.1 G47.00"},
		"short lines under a plan":       {"A/P:\nWell child visit. Growth on curve. Vaccines deferred until well.\nLeft otitis media. Amoxicillin 90 mg/kg/day.\n", "H66.92 Z00.121"},
		"condition and its device":       {"ASSESSMENT AND PLAN\n1. COPD on home oxygen.\n", "J44.9"},
		"guarded against, not there":     {"ASSESSMENT AND PLAN\n1. Hypertension. Continue lisinopril.\n2. DVT prophylaxis.\n", "I10"},
		"a shot is no influenza":         {"Flu shot given today.\n", "Z23"},
		"a place is no disorder":         {"4 yo boy. ASSESSMENT: 1. Acute otitis media, right ear. Amoxicillin. 2. Cough.\n", "H66.91 R05.9"},
		"diabetic kidney with its stage": {"ASSESSMENT AND PLAN\nDiabetes type 2 with diabetic chronic kidney disease stage 3a\n", "E11.22 N18.31"},
		"two complications of diabetes":  {"ASSESSMENT AND PLAN\n1. Type 2 diabetes with hyperglycemia.\n2. CKD stage 4.\n", "E11.22 E11.65 N18.4"},
		"ejection fraction, short":       {"ASSESSMENT AND PLAN\n1. Heart failure with preserved EF.\n", "I50.30"},
		"inline headings":                {"SUBJECTIVE: tired.\nASSESSMENT AND PLAN: - Hypertension: stable. - Depression: stable. - Follow up in 4 months.\n", "F32.A I10"},
		"Problem: layout":                {"Assessment:\nProblem 1: Hypertension\nContinue lisinopril.\nProblem 2: Gout\n", "I10 M10.9"},
		"marked-up headings":             {"**Assessment and Plan:**\n1. **Hypertension**: stable\n", "I10"},
		"weeks after a new joint":        {"POST-OP VISIT\n68F 6 wks s/p R TKA.\nA/P: Doing well 6 weeks after right total knee replacement. Continue PT.\n", "Z47.1 Z96.651"},
		"kidney named with its diabetes": {"Assessment and Plan:\nType 2 DM with diabetic CKD stage 3a - A1c 7.2, continue metformin.\n", "E11.22 N18.31"},
		"problems under their plan":      {"Plan by problem\nGERD without esophagitis - omeprazole helps.\nGAD - increase escitalopram.\n", "F41.1 K21.9"},
		"how a heart fails":              {"A/P\nChronic systolic HF, NYHA II, EF 30%: on carvedilol.\nHTN: controlled.\n", "I11.0 I50.22"},
		"how deep a depression is":       {"DIAGNOSES: MDD, recurrent, moderate; PTSD\n", "F33.1 F43.10"},
		"how many weeks, not when again": {"28w2d by LMP c/w 9wk US. G2P1.\nA: IUP at 28 weeks. Gestational diabetes, diet controlled.\nP: growth US at 32 wk.\n", "O24.410 Z3A.28"},
		"how deep an ulcer is":           {"R plantar forefoot ulcer, fat layer exposed, no bone.\nAssessment: Type 2 diabetes with diabetic ulcer of the right foot.\n", "E11.621 L97.512"},
		"the virus that was named":       {"Assessment: Influenza A with cough and body aches.\n", "J10.1"},
		"prevention of a stroke":         {"ASSESSMENT: Atrial fibrillation, rate controlled on metoprolol, apixaban for stroke prevention.\n", "I48.91"},
		"an infarction that is over":     {"Impression:\n1) CAD s/p PCI to LAD with stent.\n2) Prior NSTEMI 2023.\n", "I25.10 I25.2 Z95.5"},
		"problems under no heading":      {"KIDNEY CLINIC\n71M, creatinine 3.1.\n# CKD stage 4 - stable. Avoid NSAIDs.\n# Gout - allopurinol.\n", "M10.9 N18.4"},
		"without angina":                 {"Impression\n- CAD of native vessel without angina, prior stent to the LAD. Continue aspirin.\n", "I25.10 Z95.5"},
		"a heading and a dash":           {"Assessment - IBS-D; GERD well controlled\nPlan - loperamide\n", "K21.9 K58.0"},
		"problems behind one another":    {"A/P: Preoperative examination - cleared. OA left knee - surgery as planned. HTN - take HCTZ.\n", "I10 M17.12 Z01.818"},
		"a new diagnosis":                {"Annual physical, 50M.\nPlan:\nAnnual exam - labs ordered.\nNew diagnosis hypertension: start amlodipine.\n", "I10 Z00.01"},
		"glaucoma of both eyes":          {"Impression: Primary open angle glaucoma, both eyes, moderate stage.\n", "H40.1132"},
		"pollen":                         {"Sneezes every spring.\nASSESSMENT\nAllergic rhinitis due to pollen\n", "J30.1"},
		"what is absent is not there":    {"A/P\n1. Barrett's esophagus without dysplasia\n", "K22.70"},
		"a whole description":            {"A/P\n1. Primary open-angle glaucoma, bilateral, moderate stage\n", "H40.1132"},
		"a long title before a colon":    {"A/P\nIron deficiency anemia due to chronic blood loss from heavy menses: ferrous sulfate.\n", "D50.0"},
		"two diagnoses on a line":        {"Dx: Bipolar II disorder, stable. Alcohol use disorder, severe, in sustained remission.\n", "F10.21 F31.81"},
		"a tender ligament":              {"Exam: Right ankle tender anterior to the ATFL.\nDiagnosis: Right ankle sprain.\n", "S93.401A"},
		"a torn ligament":                {"Results: MRI right ankle: ATFL sprain.\nDiagnosis: Right ankle sprain.\n", "S93.491A"},
		"how deep the cuff is torn":      {"Results: MRI: full-thickness supraspinatus tear.\nAssessment: Nontraumatic right rotator cuff tear.\n", "M75.121"},
		"no vaccine is due":              {"4-year-old girl\nAssessment:\nWell child visit.\nImmunizations: none due today.\n", "Z00.129"},
		"a child's rash at its visit":    {"4-year-old girl\nAssessment:\nWell child visit.\nAtopic dermatitis - hydrocortisone.\n", "L20.9 Z00.121"},
		"a cancer that is over":          {"Assessment: Follow-up after completed treatment for left breast cancer, no evidence of disease.\n", "Z08 Z85.3"},
		"a cancer that has not spread":   {"Assessment:\n1. Prostate cancer: no evidence of metastatic disease. Radiation planned.\n", "C61"},
		"a cancer that is treated":       {"Assessment:\n1. Left breast cancer: no evidence of recurrence, continue adjuvant anastrozole.\n", "C50.912"},
		"the kind, said a line later":    {"Assessment: He comes for diastolic heart failure. His chronic diastolic heart failure is compensated on furosemide.\n", "I50.32"},
		"the kidneys' parathyroids":      {"A/P\n1. Secondary hyperparathyroidism: start calcitriol.\n", "N25.81"},
		"a courtesy is no disease":       {"A/P\n1. Fatigue. Ms. Ito sleeps badly.\n", "R53.83"},
		"an ache is no central pain":     {"Assessment: She strained lifting and has had aching pain across the low back since. I believe this is a lumbar strain.\n", "S39.012A"},
		"where on the skin":              {"A/P\n1. Abscess of back, I&D performed today\n2. Basal cell carcinoma of left cheek\n3. Lipoma of right arm\n", "C44.319 D17.21 L02.212"},
		"a letter for a side":            {"A/P\n1. L ankle sprain\n2. R shoulder pain\n", "M25.511 S93.402A"},
		"a vitamin is no side":           {"A/P\n1. Hepatitis B carrier\n2. Vitamin D deficiency\n", "B18.1 E55.9"},
		"both legs are one code":         {"A/P\n1. Varicose veins of both legs, asymptomatic\n", "I83.93"},
		"which breast":                   {"A/P\n1. Right breast lump\n", "N63.10"},
		"what is smoked":                 {"A/P\n1. Tobacco use disorder, cigarettes 1 ppd\n", "F17.210"},
		"a quadrant in letters":          {"A/P\n1. RLQ abdominal pain. CT abdomen\n", "R10.31"},
		"the operation is no diagnosis":  {"A/P\n1. Preoperative clearance for cataract surgery\n", "Z01.818"},
		"telegraphic":                    {"3/7 hx of loose stools. PMH: nil\n\nImp: gastroenteritis\n\nPlan:\nfluids, rest\n", "K52.9"},
	} {
		if got := selected(t, lx, x.note); got != x.want {
			t.Errorf("%s: got %q, want %q", name, got, x.want)
		}
	}
}

func TestEvidenceIsTheSentenceThatSaysIt(t *testing.T) {
	lx := excerpt(t)
	r := Suggest(ReadText("ASSESSMENT AND PLAN\n\nType 2 diabetes.\n- Medical Reasoning: Stable.\n- Medical Treatment: Continue metformin 500 mg.\n"), ehr.Chart{}, lx)
	for _, d := range r.Diagnoses {
		if d.Code == "Z79.84" {
			if !strings.Contains(d.Sentence, "metformin") {
				t.Errorf("proved by %q", d.Sentence)
			}
			return
		}
	}
	t.Errorf("no Z79.84 among %+v", r.Diagnoses)
}
