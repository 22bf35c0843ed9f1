package check

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/fact"
)

// lay lists words by which people speak of a thing that a note names otherwise.
// Each bears out that the thing was spoken of; it says nothing of its sign.
var lay = map[string][]string{
	"ejection fraction": {"pumping", "squeeze", "squeezing", "ef", "fraction", "fracture"}, "lower extremity": {"extremities", "extremity", "leg", "legs", "foot", "feet", "ankle", "ankles", "calf", "calves", "thigh", "knee", "knees", "toe"},
	"upper extremity": {"extremities", "extremity", "radial", "arm", "arms", "hand", "hands", "wrist", "elbow", "shoulder", "finger", "humerus"}, "weight loss": {"loss", "lost", "losing", "lose", "weight"}, "weight gain": {"gained", "gain", "gaining", "weight"},
	"heartburn": {"reflux", "gerd", "acid", "indigestion"}, "reflux": {"heartburn", "gerd", "indigestion", "acid"}, "acid reflux": {"heartburn", "gerd", "indigestion", "reflux"}, "dysphagia": {"swallow", "swallowing", "stuck", "choke", "choking"},
	"hypertension": {"pressure"}, "blood glucose": {"a1c", "diabetes", "sugar", "sugars", "glucose"}, "blood sugar": {"sugar", "sugars", "glucose", "diabetes"}, "diabetes mellitus": {"diabetes", "diabetic", "sugar", "sugars"}, "type 2 diabetes mellitus": {"diabetes", "diabetic"},
	"erythema": {"red", "redness", "inflamed"}, "edema": {"swelling", "swollen", "fluid", "puffy"}, "effusion": {"fluid", "swelling"}, "contusion": {"bruise", "bruised", "bruising"}, "ecchymosis": {"bruise", "bruised", "bruising"}, "nodule": {"spot", "lump", "mass"}, "mass": {"lump", "lumps", "masses"},
	"lymphadenopathy": {"lymph", "nodes", "glands"}, "hematochezia": {"blood", "bloody", "stool", "stools"}, "melena": {"black", "tarry", "stool", "stools", "blood"}, "hematuria": {"blood", "urine", "pink"}, "incontinence": {"control", "accident", "accidents", "leak", "leaking"},
	"dyspnea": {"breath", "breathing", "breathe", "winded"}, "shortness of breath": {"breath", "breathing", "breathe", "winded"}, "orthopnea": {"flat", "pillows", "pillow"}, "palpitations": {"racing", "flutter", "fluttering", "beating", "skipping", "pounding", "palpitation"}, "syncope": {"passed", "fainted", "faint", "fainting"},
	"insomnia": {"sleep", "sleeping", "asleep"}, "difficulty sleeping": {"sleep", "sleeping", "asleep"}, "sleep disturbance": {"sleep", "sleeping", "asleep"}, "tobacco use": {"smoke", "smoking", "smoker", "cigarettes", "tobacco"}, "instability": {"unstable", "gives", "buckle", "buckling", "giving", "wobbly"},
	"paresthesia": {"tingling", "numb", "numbness"}, "tingling": {"pins", "needles", "numb", "tingly"}, "fall": {"fell", "falling", "falls", "fallen", "tripped", "slipped"}, "injury": {"hurt", "injured", "injure", "fell", "accident", "twisted", "trauma", "happened"}, "stiffness": {"stiff", "tight", "tightness"},
	"bowel": {"abdomen", "belly", "stomach", "bowels", "poo", "stool", "stools", "toilet", "motions", "bathroom"}, "abdomen": {"belly", "stomach", "tummy", "abdominal"}, "hepatomegaly": {"liver"}, "constipation": {"pooped", "poop", "bowel", "stool", "stools", "bathroom"}, "diarrhea": {"loose", "stool", "stools", "runs", "watery"}, "decreased appetite": {"appetite", "eating", "eat", "hungry"},
	"infection": {"infected", "infections", "bug", "virus"}, "urinary tract infection": {"uti", "urine"}, "cervical radiculopathy": {"neck", "radiculopathy", "cervical"}, "radiculopathy": {"nerve", "radiculopathy"}, "stress": {"stressed", "stressful"}, "clubbing": {"fingers", "nails"}, "cyanosis": {"blue"}, "distress": {"comfortable"},
	"hypothyroidism": {"thyroid"}, "basal cell carcinoma": {"basal", "skin"}, "osteoarthritis": {"arthritis"}, "arthritis": {"arthritic"}, "iron deficiency anemia": {"anemia", "anemic", "iron"}, "index finger": {"finger", "pointer"}, "lumbar spine": {"back", "lumbar"}, "cervical spine": {"neck", "cervical"}, "lipid panel": {"cholesterol", "lipids"},
	"jugular venous distention": {"jugular", "jvd", "vein", "veins", "distention"}, "cva tenderness": {"flank", "back"}, "urinary urgency": {"urgency", "urge", "rush"}, "urinary frequency": {"frequently", "frequency", "often"}, "dysuria": {"burning", "burn", "urinate", "pee"}, "myalgia": {"aches", "achy", "muscle", "muscles"}, "muscle aches": {"aches", "achy", "body"},
	"pruritus": {"itch", "itchy", "itching"}, "chest discomfort": {"chest"}, "chest pain": {"chest", "tightness"}, "eye pain": {"eye", "eyes"}, "stroke": {"tia"}, "heart attack": {"attack", "infarction"}, "problems lying flat": {"flat", "lying", "laying"}, "tenderness": {"tender", "hurt", "hurts", "pain", "painful", "sore"}, "vomiting": {"throwing", "threw", "vomit", "vomited", "sick", "throw"},
	"anxiety": {"anxious", "worry", "worried", "nervous"}, "depression": {"depressed", "down", "mood"}, "fatigue": {"tired", "exhausted", "energy"}, "rhinorrhea": {"runny", "nose"}, "nasal congestion": {"stuffy", "congested", "congestion"}, "pharyngitis": {"throat"}, "lightheadedness": {"dizzy", "lightheaded", "faint"}, "asthma": {"asthmatic", "inhaler"}, "obesity": {"overweight", "weight"},
	"covid-19": {"covid", "pandemic", "coronavirus", "vaccine"}, "cmp": {"metabolic", "bloods", "labs"}, "crp": {"inflammation", "inflammatory", "bloods"}, "esr": {"inflammation", "inflammatory", "bloods"}, "weakness": {"weak", "weaker", "struggle", "struggling", "strength"}, "cellulitis": {"infection", "infected"}, "urticaria": {"hives"},
	"sputum": {"phlegm", "mucus", "flem", "coughing"}, "runny nose": {"runny"}, "hayfever": {"hay", "allergies", "pollen"}, "hay fever": {"hay", "allergies", "pollen"}, "skin": {"rash", "spots", "body"}, "neck stiffness": {"neck"}, "unwell": {"run-down", "rundown", "lousy", "ill", "sick", "poorly"}, "nausea": {"nauseous", "sick", "queasy"}, "difficulty swallowing": {"swallow", "swallowing"}, "urinary incontinence": {"incontinence", "incontinent", "control", "accidents", "leak", "leaking", "bathroom", "diaper", "hold"},
	"productive cough": {"phlegm", "mucus", "coughing"}, "hydration": {"water", "fluids"}, "melanoma": {"skin"}, "trauma": {"injury", "fell", "hit", "accident"}, "productive": {"phlegm", "mucus"}, "pain with urination": {"burning", "urinate", "pee", "urination"}, "wheezing": {"wheeze", "wheezy"}, "tremor": {"shaking", "shaky"}, "confusion": {"confused"}, "back pain": {"back"}, "headache": {"head", "headaches"}, "hyperlipidemia": {"cholesterol", "lipids"}, "hypercholesterolemia": {"cholesterol"}, "medications": {"medicine", "meds", "pills"},
	"ear pain": {"earache", "earaches", "ear", "ears"}, "elbow pain": {"elbow"}, "numbness": {"sensation", "numb", "numbing"}, "masses": {"lump", "lumps", "mass"},
	"medication": {"medicine", "meds", "pills"}, "bladder": {"bathroom", "toilet", "pee", "urinate"}, "mouth": {"oral", "swallow", "pill", "tablet", "take"},
}

// inLayWords reports whether the evidence speaks of the term in lay words, and
// doubts its sign where they all have the other one.
func (e *examiner) inLayWords(f fact.Fact) bool {
	ws := layFor(strings.ToLower(f.Name))
	if t := layFor(f.Text); f.Text != strings.ToLower(f.Name) && len(t) > 0 {
		ws = slices.Concat(ws, t)
	}
	if !slices.ContainsFunc(ws, func(w string) bool {
		return slices.ContainsFunc(e.ev, func(x *heard) bool { return x.stems[Stem(w)] })
	}) {
		return false
	}
	if f.Kind != fact.Anatomy && (f.Kind != fact.Test || f.Negated) {
		e.loosely(f, func(t told) []int { return t.places(ws) })
	}
	return true
}

// lesser reports whether a finding is that something is less or cannot be done: "I
// can't eat" says of a decreased appetite that it is so.
func lesser(name string) bool {
	return strings.HasPrefix(name, "decreased ") || strings.HasPrefix(name, "difficulty ") || strings.HasPrefix(name, "loss of ") || lacks[name]
}

var lacks = map[string]bool{"insomnia": true, "shortness of breath": true, "constipation": true, "memory loss": true, "hearing loss": true, "blurry vision": true, "difficulty swallowing": true}

// places returns where any of the words stand in the clause.
func (t told) places(ws []string) []int {
	var out []int
	for i, w := range t.words {
		if slices.ContainsFunc(ws, func(v string) bool { return Stem(v) == Stem(w) }) {
			out = append(out, i)
		}
	}
	return out
}

// loosely holds a term's sign against clauses that speak of it in other words,
// and reports whether there are any.
func (e *examiner) loosely(f fact.Fact, places func(told) []int) bool {
	said, other, open, spoken, lacking := 0, 0, false, false, false
	for _, x := range e.ev {
		for _, t := range x.clauses {
			at := places(t)
			if len(at) == 0 {
				continue
			}
			if spoken = true; f.Negated && e.soundSaid(f) && !slices.ContainsFunc(at, func(i int) bool { return !names(f, t.words[i]) }) {
				continue // "how is your mood? Good"
			}
			if lesser(f.Name) && !slices.ContainsFunc(t.words, trouble) {
				if !t.asked && !t.flip && slices.ContainsFunc(at, func(i int) bool { return t.negated[i] && !slices.Contains(t.words[:i], "any") }) {
					said, lacking = said+1, true // "I can't sleep": it is so
				}
				continue
			}
			said++
			open = open || t.asked
			if !t.asked && (t.flip || slices.ContainsFunc(at, func(i int) bool { return t.negated[i] })) {
				other++
			}
		}
	}
	if f.Start < e.label {
		return spoken
	}
	if said > 0 && said == other && !f.Negated {
		e.doubt(ehr.NegationDoubt, f.Text, "It was denied in the lines behind this sentence.")
	}
	if said > 0 && other == 0 && f.Negated && !open && (lacking || !e.deniedNear()) {
		e.doubt(ehr.NegationDoubt, f.Text, "The sentence denies it; it was said to be so.")
	}
	return spoken
}

func trouble(w string) bool {
	return w == "problem" || w == "problems" || w == "trouble" || w == "troubles" || w == "difficulty" || w == "issues"
}

// deniedNear reports whether anything was denied in the stretches closest to the
// sentence, or in a few words that answer.
func (e *examiner) deniedNear() bool {
	denies := func(t told) bool {
		return t.flip || slices.Contains(t.negated, true) || len(t.words) > 0 && quits(t.words[0])
	}
	return slices.ContainsFunc(e.nearest(e.words), denies) || slices.ContainsFunc(e.ev, func(x *heard) bool {
		return len(x.words) < 12 && slices.ContainsFunc(x.clauses, denies)
	})
}

// anyNegator reports whether anything was denied in the evidence.
func (e *examiner) anyNegator() bool {
	return slices.ContainsFunc(e.ev, func(x *heard) bool {
		return slices.ContainsFunc(x.clauses, func(t told) bool { return t.flip || slices.Contains(t.negated, true) })
	})
}
