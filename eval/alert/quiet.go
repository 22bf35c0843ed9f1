package alert

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/visitwright/visitwright/cds"
	"github.com/visitwright/visitwright/ehr"
)

// regimen is a condition treated as guidelines have it.
type regimen struct {
	icd, name string
	from, to  int // ages it is drawn for
	sex       ehr.Sex
	drugs     [][]string // one of these sets
}

// regimens are treatments without a true problem, alone or together. Combined
// they still hold none: no two sets make an interaction that ought to stop a
// prescriber.
var regimens = []regimen{
	{"I10", "Essential hypertension", 30, 90, "", [][]string{{"lisinopril 10 mg oral tablet"}, {"amlodipine 5 mg oral tablet"}, {"losartan 50 mg oral tablet"}, {"hydrochlorothiazide 25 mg oral tablet"}, {"lisinopril 20 mg / hydrochlorothiazide 12.5 mg"}, {"amlodipine 5 mg", "losartan 50 mg"}}},
	{"E78.5", "Hyperlipidemia", 35, 85, "", [][]string{{"atorvastatin 20 mg oral tablet"}, {"rosuvastatin 10 mg"}, {"pravastatin 40 mg"}, {"simvastatin 20 mg"}}},
	{"E11.9", "Type 2 diabetes mellitus", 35, 85, "", [][]string{{"metformin 500 mg oral tablet"}, {"metformin 500 mg", "empagliflozin 10 mg"}, {"metformin 500 mg", "semaglutide 0.5 mg weekly injection"}, {"metformin 1000 mg", "glipizide 5 mg"}, {"insulin glargine 20 units nightly"}}},
	{"E03.9", "Hypothyroidism", 25, 90, "", [][]string{{"levothyroxine 75 mcg oral tablet"}}},
	{"K21.9", "Gastro-esophageal reflux disease", 25, 85, "", [][]string{{"omeprazole 20 mg capsule"}, {"famotidine 20 mg"}, {"pantoprazole 40 mg"}}},
	{"F32.9", "Depression", 18, 80, "", [][]string{{"sertraline 50 mg"}, {"fluoxetine 20 mg"}, {"bupropion XL 150 mg"}, {"escitalopram 10 mg"}, {"venlafaxine 75 mg"}, {"mirtazapine 15 mg"}}},
	{"F41.9", "Anxiety", 18, 70, "", [][]string{{"buspirone 10 mg"}, {"hydroxyzine 25 mg"}}},
	{"J45.20", "Mild intermittent asthma", 6, 70, "", [][]string{{"albuterol HFA inhaler"}, {"albuterol HFA inhaler", "fluticasone 44 mcg inhaler"}, {"budesonide / formoterol inhaler", "montelukast 10 mg"}}},
	{"J30.9", "Allergic rhinitis", 6, 70, "", [][]string{{"cetirizine 10 mg"}, {"loratadine 10 mg"}, {"fluticasone nasal spray"}}},
	{"N40.1", "Benign prostatic hyperplasia", 50, 90, ehr.Male, [][]string{{"tamsulosin 0.4 mg"}, {"tamsulosin 0.4 mg", "finasteride 5 mg"}}},
	{"M81.0", "Osteoporosis", 60, 90, ehr.Female, [][]string{{"alendronate 70 mg weekly", "cholecalciferol 1000 units"}}},
	{"I48.91", "Atrial fibrillation", 55, 90, "", [][]string{{"apixaban 5 mg", "metoprolol succinate 50 mg"}}},
	{"M19.90", "Osteoarthritis", 45, 90, "", [][]string{{"acetaminophen 500 mg"}, {"diclofenac 1 % topical gel"}}},
	{"G43.909", "Migraine", 18, 50, "", [][]string{{"sumatriptan 50 mg as needed"}, {"topiramate 25 mg"}}},
	{"M10.9", "Gout", 40, 80, "", [][]string{{"allopurinol 100 mg"}}},
	{"L40.0", "Psoriasis", 20, 80, "", [][]string{{"clobetasol 0.05 % ointment"}}},
	{"Z30.41", "Contraception", 18, 34, ehr.Female, [][]string{{"ethinyl estradiol / norgestimate"}, {"levonorgestrel intrauterine device"}}},
	{"F90.9", "ADHD", 8, 45, "", [][]string{{"methylphenidate ER 36 mg"}, {"lisdexamfetamine 30 mg"}}},
	{"J06.9", "Upper respiratory infection", 2, 80, "", [][]string{{"guaifenesin 600 mg"}, {}}},
	{"N39.0", "Urinary tract infection", 18, 60, ehr.Female, [][]string{{"nitrofurantoin 100 mg"}}},
	{"J02.0", "Streptococcal pharyngitis", 4, 40, "", [][]string{{"amoxicillin 500 mg capsule"}}},
	{"G47.00", "Insomnia", 25, 60, "", [][]string{{"melatonin 3 mg"}, {"trazodone 50 mg"}}},
	{"D50.9", "Iron deficiency anemia", 18, 60, ehr.Female, [][]string{{"ferrous sulfate 325 mg"}}},
	{"H40.11X0", "Glaucoma, open-angle", 50, 90, "", [][]string{{"latanoprost 0.005 % ophthalmic solution"}, {"timolol 0.5 % ophthalmic solution"}}},
}

// quietAllergies concern none of the drugs above, or were mild.
var quietAllergies = []ehr.Allergy{
	{Substance: ehr.Coded{Display: "Pollen"}, Reaction: "sneezing", Severity: ehr.Mild, Active: true},
	{Substance: ehr.Coded{Display: "Sulfa drugs"}, Reaction: "rash", Severity: ehr.Mild, Active: true},
	{Substance: ehr.Coded{Display: "Codeine"}, Reaction: "nausea", Severity: ehr.Mild, Active: true},
	{Substance: ehr.Coded{Display: "Shellfish (shrimp)"}, Reaction: "hives", Severity: ehr.Moderate, Active: true},
}

// QuietChart makes a chart that holds no true problem.
func QuietChart(r *rand.Rand, now time.Time) ehr.Chart {
	age := 2 + r.IntN(86)
	sex := ehr.Female
	if r.IntN(2) == 0 {
		sex = ehr.Male
	}
	c := ehr.Chart{Patient: ehr.Patient{
		Sex: sex, BirthDate: ehr.DateOf(now).Add(-age, 0, -r.IntN(300)), AllergyStatus: ehr.NoKnownAllergies,
	}}
	if r.IntN(3) == 0 {
		c.Allergies = append(c.Allergies, quietAllergies[r.IntN(len(quietAllergies))])
		c.Patient.AllergyStatus = ehr.AllergiesListed
	}
	for _, i := range r.Perm(len(regimens)) {
		g := regimens[i]
		if len(c.Problems) >= 1+age/15 || age < g.from || age > g.to || (g.sex != "" && g.sex != sex) {
			continue
		}
		c.Problems = append(c.Problems, ehr.Problem{ID: ehr.ProblemID(g.icd), Code: ehr.Coded{System: ehr.ICD10CM, Code: g.icd, Display: g.name}, Status: ehr.ProblemActive})
		for _, d := range g.drugs[r.IntN(len(g.drugs))] {
			c.Medications = append(c.Medications, ehr.Medication{ID: ehr.MedicationID(d), Code: ehr.Coded{Display: d}, Frequency: "once daily", Status: ehr.MedicationActive})
		}
	}
	lab := func(code, unit string, v float64) {
		c.Observations = append(c.Observations, ehr.Observation{
			ID: ehr.ObservationID(code), Category: "laboratory", Code: ehr.Coded{System: ehr.LOINC, Code: code}, Value: v, HasValue: true, Unit: unit, At: now.AddDate(0, -1-r.IntN(5), 0),
		})
	}
	lab("2160-0", "mg/dL", 0.6+0.4*r.Float64())
	lab("2823-3", "mmol/L", 3.8+0.8*r.Float64())
	lab("2951-2", "mmol/L", 137+5*r.Float64())
	lab("3016-3", "mIU/L", 1+2*r.Float64())
	lab("29463-7", "kg", 15+float64(min(age, 25))*2.4+15*r.Float64())
	return c
}

// QuietResult is how many charts without a true problem were interrupted.
type QuietResult struct {
	Charts, Interrupted int
	Rules               map[string]int // that interrupted
	Tiers               map[ehr.Tier]int
}

// RunQuiet checks n made charts.
func RunQuiet(c *cds.Checker, n int, seed uint64, now time.Time) QuietResult {
	r := rand.New(rand.NewPCG(seed, 1))
	out := QuietResult{Charts: n, Rules: map[string]int{}, Tiers: map[ehr.Tier]int{}}
	for range n {
		loud := false
		for _, a := range c.Check(QuietChart(r, now), ehr.Note{}, nil, now).Alerts {
			out.Tiers[a.Tier]++
			if a.Tier == ehr.Interruptive {
				loud = true
				out.Rules[a.Rule]++
			}
		}
		if loud {
			out.Interrupted++
		}
	}
	return out
}

// BigChart is a chart of 30 problems, 25 drugs and 60 immunizations.
func BigChart(now time.Time) ehr.Chart {
	c := ehr.Chart{Patient: ehr.Patient{
		ID: "p", MRN: "1", GivenName: "Big", FamilyName: "Chart", Sex: ehr.Female, BirthDate: ehr.DateOf(now).Add(-72, 0, 0), AllergyStatus: ehr.NoKnownAllergies,
	}}
	for i := range 30 {
		g := regimens[i%len(regimens)]
		c.Problems = append(c.Problems, ehr.Problem{ID: ehr.ProblemID(fmt.Sprint(i)), Code: ehr.Coded{System: ehr.ICD10CM, Code: g.icd, Display: g.name}, Status: ehr.ProblemActive})
	}
	drugs := []string{"warfarin 5 mg", "amiodarone 200 mg", "simvastatin 40 mg", "lisinopril 20 mg", "spironolactone 25 mg", "furosemide 40 mg", "metoprolol 50 mg", "digoxin 125 mcg", "metformin 1000 mg", "glipizide 10 mg", "insulin glargine 30 units", "sertraline 100 mg", "trazodone 50 mg", "gabapentin 300 mg", "oxycodone 5 mg", "alprazolam 0.5 mg", "omeprazole 20 mg", "ibuprofen 600 mg", "aspirin 81 mg", "levothyroxine 100 mcg", "prednisone 10 mg", "albuterol inhaler", "tiotropium inhaler", "alendronate 70 mg", "ondansetron 4 mg"}
	for _, d := range drugs {
		c.Medications = append(c.Medications, ehr.Medication{ID: ehr.MedicationID(d), Code: ehr.Coded{Display: d + " oral tablet"}, Dose: "", Frequency: "twice daily", Status: ehr.MedicationActive})
	}
	cvx := []string{"150", "207", "115", "09", "216", "187", "03", "43", "83", "121"}
	for i := range 60 {
		c.Immunizations = append(c.Immunizations, ehr.Immunization{ID: ehr.ImmunizationID(fmt.Sprint(i)), CVX: cvx[i%len(cvx)], Date: ehr.DateOf(now).Add(-i/2, -i%12, 0)})
	}
	for i, code := range []string{"2160-0", "2823-3", "2951-2", "6301-6", "4548-4", "8480-6", "8462-4", "29463-7"} {
		c.Observations = append(c.Observations, ehr.Observation{ID: ehr.ObservationID(code), Code: ehr.Coded{System: ehr.LOINC, Code: code}, Value: float64(2 + i), HasValue: true, At: now.AddDate(0, -1, 0)})
	}
	return c
}
