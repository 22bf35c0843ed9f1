package scribe

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/fact"
	"github.com/visitwright/visitwright/scribe/reword"
)

// usedFor says for which problems a drug or test is commonly given, by words of
// their titles, so that a plan said under another problem finds its own.
// Source: the indications sections of the drugs' FDA-approved labels (DailyMed);
// for tests, what they measure.
var usedFor = map[string][]string{
	"lisinopril": {"hypertension", "heart failure", "kidney", "coronary", "myocardial"}, "losartan": {"hypertension", "kidney", "heart failure"}, "valsartan": {"hypertension", "heart failure"}, "amlodipine": {"hypertension", "coronary", "angina", "chest pain"}, "hydrochlorothiazide": {"hypertension", "edema"}, "chlorthalidone": {"hypertension"}, "benazepril": {"hypertension"}, "enalapril": {"hypertension", "heart failure"}, "clonidine": {"hypertension"},
	"metformin": {"diabetes", "prediabetes", "polycystic"}, "glipizide": {"diabetes"}, "glimepiride": {"diabetes"}, "dulaglutide": {"diabetes"}, "sitagliptin": {"diabetes"}, "hemoglobin a1c": {"diabetes", "hyperglycemia"}, "eye exam": {"diabetes", "retinopathy", "glaucoma"},
	"atorvastatin": {"hyperlipidemia", "coronary", "stroke", "diabetes", "myocardial", "chest pain"}, "rosuvastatin": {"hyperlipidemia", "coronary"}, "simvastatin": {"hyperlipidemia", "coronary"}, "pravastatin": {"hyperlipidemia", "coronary"}, "lipid panel": {"hyperlipidemia", "coronary", "diabetes", "hypertension", "annual", "heart failure"},
	"levothyroxine": {"thyroid"}, "tsh": {"thyroid", "fatigue", "depression", "weight", "annual", "anemia", "anxiety", "palpitations"},
	"omeprazole": {"reflux", "ulcer", "gastritis", "esophagitis", "dyspepsia", "heartburn"}, "pantoprazole": {"reflux", "ulcer", "gastritis", "esophagitis"}, "famotidine": {"reflux", "ulcer", "heartburn"},
	"fluoxetine": {"depress", "anxiety", "panic", "bulimia", "obsessive"}, "sertraline": {"depress", "anxiety", "panic", "obsessive", "stress"}, "escitalopram": {"depress", "anxiety"}, "citalopram": {"depress", "anxiety"},
	"albuterol": {"asthma", "pulmonary", "bronch", "wheez", "cough", "pneumon", "shortness"}, "fluticasone-salmeterol": {"asthma", "pulmonary"}, "budesonide-formoterol": {"asthma", "pulmonary"}, "montelukast": {"asthma", "allerg"},
	"furosemide": {"heart failure", "edema", "swelling", "kidney", "hypertension"}, "torsemide": {"heart failure", "edema", "hypertension"}, "bumetanide": {"heart failure", "edema"},
	"allopurinol": {"gout", "stone"}, "alendronate": {"osteop"}, "sumatriptan": {"migraine", "headache"}, "tamsulosin": {"prostat", "stone", "urin"}, "uric acid": {"gout", "stone", "arthritis"}, "dexa scan": {"osteop", "annual"}, "mammogram": {"breast", "annual", "wellness"},
}

// reassign moves lines to the problem they name, or whose drug or test they
// order, where the talk put them under one that they do not fit.
func reassign(ps []problem) []problem {
	if len(ps) < 2 {
		return ps
	}
	moved := make([][]placed, len(ps))
	for i := range ps {
		for _, l := range ps[i].lines {
			k := i
			if l.Joined == nil {
				k = belongs(ps, i, l)
			}
			moved[k] = append(moved[k], l)
		}
	}
	for i := range ps {
		ps[i].lines = moved[i]
		slices.SortStableFunc(ps[i].lines, func(a, b placed) int { return a.Clause - b.Clause })
	}
	return ps
}

// belongs returns the problem a line of problem i belongs to.
func belongs(ps []problem, i int, l placed) int {
	other := -1
	for _, t := range titles(l.Source) {
		for k := range ps {
			if !sameProblem(ps[k].title, t.text) {
				continue
			}
			if k == i {
				return i
			}
			if t.condition {
				other = k
			}
		}
	}
	if other >= 0 {
		return other
	}
	for _, f := range fact.In(l.Source) {
		uses := usedFor[strings.ToLower(f.Name)]
		if (f.Kind != fact.Drug && f.Kind != fact.Test) || len(uses) == 0 || fits(ps[i].title, uses) {
			continue
		}
		for k := range ps {
			if fits(ps[k].title, uses) {
				return k
			}
		}
	}
	return i
}

func fits(title string, uses []string) bool {
	t := strings.ToLower(title)
	return slices.ContainsFunc(uses, func(u string) bool { return strings.Contains(t, u) })
}

// explained joins a complaint of which nothing is planned with the diagnosis
// that follows and explains it: "Knee pain", then "Patellofemoral pain syndrome".
func explained(ps []problem) []problem {
	for i := 0; i+1 < len(ps); i++ {
		if ps[i].named || !ps[i+1].named || hedged(ps[i+1].title) || slices.ContainsFunc(ps[i].lines, planning) {
			continue
		}
		ps[i+1].lines = append(slices.Clone(ps[i].lines), ps[i+1].lines...)
		return slices.Delete(ps, i, i+1)
	}
	return ps
}

func planning(l placed) bool {
	return l.Speaker == ehr.ClinicianVoice && kindOf(l.Source) != ehr.Reasoning
}

// placedTitle gives a title without a place the part, and one without a side the
// side, for which the patient came.
func placedTitle(title string, why place) (string, bool) {
	if why.part == "" {
		return title, false
	}
	words := strings.Fields(strings.ToLower(title))
	hasSide := slices.ContainsFunc(words, func(w string) bool { return w == "left" || w == "right" || w == "bilateral" })
	switch {
	case placeless[title]:
		return reword.Capitalise(strings.Join(nonEmpty(why.side, why.part, lowerName(title)), " ")), true
	case sided[title] && !hasSide && why.side != "" && sameLimb(title, why.part):
		return reword.Capitalise(why.side + " " + lowerName(title)), true
	}
	return title, false
}

// limbs are parts of which a disease of one is felt at the others.
var limbs = [][]string{
	{"wrist", "hand", "finger", "thumb", "carpal", "colles", "radius", "trigger", "quervain", "cubital", "elbow", "forearm", "epicondylitis"},
	{"shoulder", "arm", "rotator", "adhesive", "labral", "humerus"}, {"knee", "menisc", "acl", "patell", "ligament", "baker"}, {"ankle", "foot", "toe", "heel", "achilles", "plantar", "metatarsal", "bunion", "hallux"},
	{"hip", "trochanter", "leg", "thigh"}, {"ear", "otitis", "cerumen"}, {"breast"}, {"flank", "kidney", "pyelo"},
}

func sameLimb(title, part string) bool {
	t := strings.ToLower(title)
	return slices.ContainsFunc(limbs, func(l []string) bool {
		return slices.ContainsFunc(l, func(w string) bool { return strings.Contains(t, w) }) && slices.ContainsFunc(l, func(w string) bool { return strings.Contains(part, w) })
	})
}
