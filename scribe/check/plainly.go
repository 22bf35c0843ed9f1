package check

import (
	"slices"

	"github.com/visitwright/visitwright/scribe/fact"
)

// plainly lists further lay words, by the lexicon's names. See lay.
var plainly = map[string][]string{
	"fever": {"temperature", "temperatures", "feverish"}, "chills": {"shivering", "shivers", "shivery", "shaking"}, "loss of appetite": {"appetite", "eating", "eat", "hungry"}, "sweating": {"sweat", "sweats", "drenched", "clammy"}, "night sweats": {"sweat", "sweats", "drenched"}, "malaise": {"ill", "poorly", "lousy", "run-down"}, "chest pressure": {"tight", "tightness", "pressure", "heaviness"},
	"leg swelling": {"swollen", "swelling", "swell", "puffy"}, "dizziness": {"dizzy", "lightheaded", "woozy", "faint", "spinning"}, "vertigo": {"spinning", "dizzy"}, "seizure": {"fits", "convulsions", "convulsion"}, "memory loss": {"memory", "forget", "forgetting"}, "balance problems": {"balance", "unsteady"}, "slurred speech": {"speech", "slurring", "slur"},
	"blurry vision": {"vision", "eyesight", "sight", "blurry"}, "double vision": {"double"}, "itchy eyes": {"eyes"}, "hemoptysis": {"blood", "bloody"}, "sore throat": {"throat"}, "sneezing": {"sneeze", "sneezes"}, "hearing loss": {"hearing", "hear"}, "ringing in the ears": {"ringing", "buzzing"}, "hoarseness": {"voice"}, "sinus pain": {"sinus", "sinuses"}, "nosebleed": {"nosebleeds", "nose"},
	"abdominal pain": {"stomach", "belly", "tummy", "abdomen", "gut"}, "bloating": {"bloat", "bloated", "gassy"}, "bowel changes": {"bowels", "stool", "stools", "motions"}, "blood in stool": {"stool", "stools", "bleeding"}, "black stools": {"black", "tarry"}, "nocturia": {"night", "bathroom", "toilet"}, "flank pain": {"flank", "side", "loin"}, "incontinence": {"leak", "leaking", "accidents", "control"},
	"joint pain": {"joints", "joint"}, "muscle cramps": {"cramp", "cramps", "cramping", "charley"}, "neck pain": {"neck"}, "knee pain": {"knee", "knees"}, "hip pain": {"hip", "hips"}, "shoulder pain": {"shoulder", "shoulders"}, "ankle pain": {"ankle"}, "wrist pain": {"wrist"}, "foot pain": {"foot", "feet"}, "hand pain": {"hand", "hands"}, "leg pain": {"leg", "legs"}, "arm pain": {"arm", "arms"},
	"popping": {"click", "clicking", "clunk", "snap", "snapping"}, "rash": {"spots", "hives", "blotches", "bumps", "welts"}, "skin lesion": {"mole", "moles", "spot", "spots", "growth", "bump"}, "wound": {"cut", "sore", "ulcer", "incision"}, "hives": {"rash", "welts"}, "hair loss": {"hair"}, "lump": {"bump", "bumps", "growth"}, "bleeding": {"blood", "bled", "bleed"}, "swollen glands": {"glands", "nodes", "lymph"},
	"suicidal ideation": {"suicide", "suicidal", "harming", "yourself", "life"}, "panic attacks": {"panic", "panicky"}, "mood swings": {"mood", "moods"}, "excessive thirst": {"thirsty", "thirst"}, "cold intolerance": {"cold"}, "heat intolerance": {"heat", "hot"}, "hot flashes": {"hot", "flushes", "flushing"}, "fracture": {"broke", "broken", "break", "crack", "cracked"}, "inflammation": {"inflamed"}, "deformity": {"deformed", "crooked"}, "dislocation": {"dislocated", "popped"},
	"gastroesophageal reflux disease": {"reflux", "heartburn", "gerd"}, "chronic kidney disease": {"kidney", "kidneys"}, "coronary artery disease": {"coronary", "stent", "bypass"}, "atrial fibrillation": {"fib", "afib", "irregular"}, "myocardial infarction": {"attack"}, "chronic obstructive pulmonary disease": {"copd", "emphysema"}, "osteoporosis": {"bones", "bone"}, "anemia": {"anemic", "iron"}, "alcohol use disorder": {"drink", "drinking", "alcohol"}, "substance abuse": {"drugs"}, "seasonal allergies": {"allergies", "pollen"},
	"sleep apnea": {"apnea", "cpap"}, "sinusitis": {"sinus", "sinuses"}, "upper respiratory infection": {"cold", "virus", "viral"}, "gastroenteritis": {"bug", "virus", "viral"}, "dermatitis": {"eczema"}, "eczema": {"dermatitis"}, "dehydration": {"dehydrated", "fluids"}, "sciatica": {"sciatic"}, "strep throat": {"strep", "throat"}, "pregnancy": {"pregnant"}, "menopause": {"menopausal", "periods"}, "influenza": {"flu"}, "epilepsy": {"seizures", "fits"}, "hypotension": {"pressure"}, "prediabetes": {"sugar", "sugars", "a1c"},
	"skin cancer": {"melanoma", "basal"}, "colon polyps": {"polyp", "polyps"}, "hemorrhoids": {"piles"}, "fatty liver disease": {"fatty", "liver"}, "lactose intolerance": {"dairy", "milk"}, "attention deficit hyperactivity disorder": {"adhd", "attention"}, "post-traumatic stress disorder": {"ptsd"}, "benign prostatic hyperplasia": {"prostate"}, "contusion": {"bruise", "bruised", "bruising"}, "laceration": {"cut"}, "blood work": {"bloods", "labs", "blood"}, "urinalysis": {"urine"}, "kidney function": {"kidney", "kidneys", "creatinine"}, "liver function tests": {"liver"}, "covid test": {"covid", "swab"}, "ekg": {"ecg", "electrocardiogram", "tracing"}, "cbc": {"blood", "bloods", "labs"}, "echocardiogram": {"echo"}, "ct scan": {"cat", "ct"},
}

// layFor returns the lay words of a term, by the lexicon's name in lower case.
func layFor(name string) []string { return slices.Concat(lay[name], plainly[name], wider[name]) }

// clearOf lists words by which an examiner says in one that findings are absent:
// clear lungs have neither crackles nor wheezes.
var clearOf = map[string][]string{
	"crackles": {"clear"}, "rhonchi": {"clear"}, "wheezing": {"clear"}, "guarding": {"soft"}, "rebound": {"soft"}, "acute distress": {"comfortable", "comfortably"},
}

// absent reports whether a denied finding was said to be absent by such a word.
func (e *examiner) absent(f fact.Fact) bool {
	return f.Negated && slices.ContainsFunc(clearOf[f.Name], func(w string) bool {
		return slices.ContainsFunc(e.ev, func(x *heard) bool { return slices.Contains(x.words, w) })
	})
}
