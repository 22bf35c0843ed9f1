package reword

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/lexicon"
)

// systems maps words of an examination to the system they are written under,
// in the order in which they are looked for.
var systems = []struct {
	name  string
	words string
}{
	{"Vital signs", "vitals|vital signs|blood pressure|heart rate|temperature|oxygen saturation|pulse ox|respiratory rate|bmi"},
	{"Psychiatric", "mood|affect|judgment|insight|speech"},
	{"Eyes", "eye|eyes|pupils|conjunctiva|fundoscopic|extraocular|sclera"},
	{"ENMT", "ear|ears|eardrum|eardrums|nose|nasal|throat|mouth|tonsils|oropharynx|tympanic|sinus|sinuses|pharynx|uvula|turbinates|mucosa"},
	{"Neck", "neck|carotid|thyroid|thyromegaly|jugular|jvd|lymphadenopathy|cervical lymph|adenopathy"},
	{"Respiratory", "lung|lungs|breath sounds|rales|crackles|wheezes|wheezing|rhonchi|respiratory|breathing"},
	{"Cardiovascular", "heart|murmur|murmurs|rhythm|gallop|gallops|rubs|edema|pulse|pulses|cardiovascular|s1|s2|bruits|capillary refill"},
	{"Gastrointestinal", "abdomen|abdominal|belly|bowel sounds|rebound|guarding|liver|spleen|murphy's"},
	{"Genitourinary", "cva tenderness|genital|prostate|pelvic|uterus|cervix"},
	{"Neurological", "neuro|neurologic|neurological|reflexes|sensation|cranial nerves|romberg|dix-hallpike|strength testing|gait|motor"},
	{"Skin", "skin|rash|erythematous|lesion|lesions|ulcer|wound|bruising|ecchymosis|moles|laceration"},
	{"Musculoskeletal", "knee|ankle|foot|shoulder|elbow|wrist|hand|hip|back|spine|range of motion|finger|toe|thumb|arm|leg|joint|tenderness|tender|palpation|strength|lachman's|mcmurray's|extremity|extremities|musculoskeletal|swelling|grip|effusion|straight leg raise|flexion|extension|pronation|supination"},
}

// System returns the body system an examination clause is about, "" where it
// names none.
func System(words []string) string {
	for _, s := range systems {
		for _, p := range strings.Split(s.words, "|") {
			if Has(words, p) {
				return s.name
			}
		}
	}
	return ""
}

var examLeads = []string{
	"i do not appreciate any", "i do not hear any", "i do not see any", "i do not feel any", "i do not notice any", "i do not note any", "i do not palpate any", "i did not hear any", "i did not see any", "i do not detect any", "i do not find any", "i do not appreciate a", "i do not hear a", "i do not see a", "i do not appreciate", "i do not hear", "i do not see",
	"you do not have any", "you do not have", "you have no", "there are no", "there is no", "there is not any", "i see no", "i hear no", "i appreciate no",
}

var seen = []string{
	"i do appreciate", "i do hear", "i do see", "i do notice", "i do note", "i do feel", "i can appreciate", "i can hear", "i can see", "i can feel", "i still appreciate", "i still hear", "i appreciate", "i hear", "i see", "i notice", "i note", "i feel", "i am noticing", "i am hearing", "i am seeing", "i am appreciating", "you do have", "you have got", "you have", "you still have", "you still do have", "it looks like you have", "there is still", "it looks like there is", "i am also noticing", "i also notice", "i also appreciate", "i also hear", "i also see", "you also have", "i do also appreciate", "there is also", "there is", "there are",
}

// Exam rewrites an examination finding: what the clinician sees, without the
// seeing. A negation always stays.
func Exam(words []string, p Pronouns) []string {
	w := lead(words)
	where, w := examPlace(w)
	w = lead(w)
	for _, l := range examLeads {
		n := len(strings.Fields(l))
		if Index(w, l) == 0 && len(w) > n {
			w = append([]string{"no"}, trimAny(w[n:])...)
			break
		}
	}
	for _, l := range seen {
		n := len(strings.Fields(l))
		if Index(w, l) == 0 && len(w) > n && w[n] != "not" && w[n] != "no" && w[n] != "that" && w[n] != "to" && w[n] != "been" && !participleOnly(w[n]) {
			w = dropArticle(w[n:])
			break
		}
	}
	if len(w) > 2 && w[0] == "your" {
		w = w[1:]
	}
	w = Third(w, ehr.ClinicianVoice, p)
	if where != nil && System(w) == "" {
		w = append(w, append([]string{"on", "examination", "of", "the"}, where...)...)
	}
	return w
}

func participleOnly(w string) bool {
	v, ok := lexicon.VerbForm(w)
	return ok && v.Participle == w && v.Base != w
}

func dropArticle(w []string) []string {
	if len(w) > 2 && (w[0] == "a" || w[0] == "an" || w[0] == "some" || w[0] == "that") {
		return w[1:]
	}
	return w
}

// examPlace cuts "on your left knee exam ," off and returns the place.
func examPlace(w []string) (place, rest []string) {
	start := -1
	for _, l := range []string{"on your", "on the", "on", "for your", "as far as your", "with your", "your", "looking at your", "look at your", "examination of your", "exam of your", "for the", "listening to your", "on physical", "in terms of your"} {
		if Index(w, l) == 0 {
			start = len(strings.Fields(l))
			break
		}
	}
	if start < 0 {
		return nil, w
	}
	for i := start; i < min(len(w), start+5); i++ {
		if w[i] == "exam" || w[i] == "examination" {
			place, rest = w[start:i], w[i+1:]
			for len(rest) > 0 && (rest[0] == "," || rest[0] == "here" || rest[0] == "today") {
				rest = rest[1:]
			}
			if len(rest) == 0 {
				return nil, w
			}
			if slices.Contains(place, "physical") {
				place = nil
			}
			return place, rest
		}
	}
	return nil, w
}

// Systems returns the body systems in the order they are written.
func Systems() []string {
	var out []string
	for _, s := range systems {
		out = append(out, s.name)
	}
	return out
}

var shown = []string{
	"looking at the results of your", "looking at your", "look at your", "i reviewed the results of your", "i reviewed your", "i reviewed the", "we reviewed your", "i had the chance to review your", "so this is the", "i looked at your", "i looked at the", "looking at the", "when i look at your", "when i look at the", "i see your", "here is your", "i do see", "your",
}

// Result rewrites what a clinician says of a test: "so I looked at your x-ray
// and it shows" becomes "x-ray shows".
func Result(words []string, p Pronouns) []string {
	w := lead(words)
	for _, l := range shown {
		n := len(strings.Fields(l))
		if Index(w, l) == 0 && len(w) > n+1 {
			w = w[n:]
			break
		}
	}
	for _, l := range examLeads {
		n := len(strings.Fields(l))
		if Index(w, l) == 0 && len(w) > n {
			w = append([]string{"no"}, trimAny(w[n:])...)
			break
		}
	}
	return Third(w, ehr.ClinicianVoice, p)
}
