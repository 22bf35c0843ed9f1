package check

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/scribe/clause"
	"github.com/visitwright/visitwright/scribe/fact"
)

// system is a part of the exam, by the words talk has for it, and the findings
// that a note denies where talk only says that it is as it should be: "your belly
// feels fine" for "no masses". Findings are given by the lexicon's names.
type system struct {
	names    string
	findings string
}

var systems = []system{
	{"lungs lung breathing chest breath air", "crackles|rhonchi|wheezing|cough|shortness of breath|acute distress|chest pain"},
	{"heart cardiac cardiovascular rhythm beat", "murmur|gallop|palpitations|chest pain"},
	{"abdomen belly stomach tummy abdominal bowels bowel", "lump|tenderness|guarding|rebound|abdominal pain|bloating|pain|bowel changes|constipation|diarrhea"},
	{"neck thyroid glands nodes", "swollen glands|lump|bruit|jugular venous distention|stiffness|tenderness|neck pain"},
	{"skin", "rash|skin lesion|redness|bruising|wound|jaundice|itching|hives"},
	{"legs leg feet foot ankles extremities pulses calves", "edema|leg swelling|swelling|cyanosis|clubbing|redness|tenderness|numbness|tingling|weakness"},
	{"throat mouth tonsils oropharynx tongue", "exudate|redness|sore throat|swelling|difficulty swallowing"},
	{"ears ear eardrums hearing", "effusion|redness|drainage|hearing loss|ear pain|ringing in the ears"},
	{"eyes eye vision pupils sight eyesight", "redness|blurry vision|double vision|jaundice|drainage|eye pain"},
	{"nose sinuses sinus", "nasal congestion|runny nose|sinus pain|drainage|tenderness|nosebleed"},
	{"strength reflexes neurological neurologic neuro sensation nerves balance gait coordination", "weakness|numbness|tingling|tremor|atrophy|balance problems|limp"},
	{"x-ray x-rays xray bones bone alignment films ct mri scan", "fracture|dislocation|deformity|effusion|fall|lump"},
	{"joint joints knee knees hip hips shoulder shoulders elbow wrist hand hands ankle back spine", "swelling|effusion|redness|tenderness|instability|deformity|stiffness|joint pain|pain|bruising|back pain|knee pain|hip pain|shoulder pain|wrist pain|hand pain|ankle pain|weakness"},
	{"urine bladder urinating urination peeing waterworks", "hematuria|dysuria|urinary frequency|urinary urgency|incontinence|nocturia"},
	{"stool stools poo motions", "blood in stool|black stools|diarrhea|constipation|bowel changes"},
	{"mood spirits mental", "depression|anxiety|suicidal ideation|stress|mood swings|panic attacks"},
	{"sleep sleeping", "insomnia|fatigue|snoring|night sweats"},
	{"appetite eating food", "loss of appetite|weight loss|nausea|vomiting"},
	{"weight", "weight loss|weight gain"},
	{"breast breasts", "lump|vaginal discharge|tenderness|skin lesion"},
	{"wound incision scar cut", "infection|drainage|redness|bleeding|swelling|tenderness"},
	{"comfortable comfortably relaxed look looks looking appear appears", "acute distress"},
}

// sound are words by which a part is as it should be.
var sound = map[string]bool{"good": true, "fine": true, "normal": true, "clear": true, "unremarkable": true, "great": true, "okay": true, "perfect": true, "excellent": true, "intact": true, "benign": true, "healthy": true, "soft": true, "supple": true, "well": true, "stable": true, "nice": true, "clean": true, "regular": true, "comfortable": true, "comfortably": true, "unchanged": true, "beautiful": true, "equal": true, "symmetric": true, "five": true, "full": true, "wnl": true, "quiet": true, "nontender": true, "non-tender": true, "alright": true, "strong": true}

// soundSaid reports whether a denied finding lies in a part of the exam of which
// the lines say that it is as it should be.
func (e *examiner) soundSaid(f fact.Fact) bool {
	if !f.Negated {
		return false
	}
	for _, s := range systems {
		if !slices.Contains(strings.Split(s.findings, "|"), strings.ToLower(f.Name)) {
			continue
		}
		parts := strings.Fields(s.names)
		for k, x := range e.ev {
			if soundBeside(x.words, parts) || k > 0 && e.ev[k-1].at == x.at-1 && answersSound(e.ev[k-1], x, parts) {
				return true
			}
		}
	}
	return false
}

// names reports whether a word only names a part of the exam that a finding is of.
func names(f fact.Fact, word string) bool {
	return slices.ContainsFunc(systems, func(s system) bool {
		return slices.Contains(strings.Split(s.findings, "|"), strings.ToLower(f.Name)) && slices.Contains(strings.Fields(s.names), word)
	})
}

// answersSound reports whether a part was asked after and the answer begins with
// that it is sound: "how's your mood? Pretty good."
func answersSound(asked, answer *heard, parts []string) bool {
	return asked.question && slices.ContainsFunc(asked.words[max(0, len(asked.words)-6):], func(w string) bool { return slices.Contains(parts, w) }) &&
		slices.ContainsFunc(answer.words[:min(5, len(answer.words))], func(w string) bool { return sound[w] && w != "okay" && w != "clear" }) &&
		!slices.ContainsFunc(answer.words[:min(5, len(answer.words))], denies)
}

// soundBeside reports whether one of the parts is said to be sound: the word for
// it stands close by, in the same clause, without a "not".
func soundBeside(words, parts []string) bool {
	for i, w := range words {
		if !slices.Contains(parts, w) {
			continue
		}
		if w == "comfortable" || w == "comfortably" {
			return true
		}
		for j := i - 1; j >= max(0, i-4) && !clause.Mark(words[j]); j-- {
			if sound[words[j]] && words[j] != "okay" && words[j] != "well" && words[j] != "alright" {
				return !slices.Contains(words[max(0, j-2):j], "not")
			}
		}
		for j := i + 1; j < min(len(words), i+8) && !ends[words[j]]; j++ {
			if words[j] == "not" || words[j] == "but" || words[j] == "no" {
				break
			}
			if sound[words[j]] {
				return true
			}
		}
	}
	return false
}

// partFine reports whether a denied finding's part was said to give no trouble:
// "I don't have any problems with my right hand" for "denies right hand pain".
func (e *examiner) partFine(f fact.Fact) bool {
	if !f.Negated || f.Name != "pain" && !strings.HasSuffix(f.Name, " pain") && f.Name != "injury" {
		return false
	}
	mine := stemsOf(strings.Fields(f.Name))
	delete(mine, "pain")
	for _, g := range e.facts {
		if g.Kind == fact.Anatomy {
			for s := range stemsOf(strings.Fields(g.Text)) {
				mine[s] = true
			}
		}
	}
	return slices.ContainsFunc(e.ev, func(x *heard) bool {
		return slices.ContainsFunc(x.clauses, func(t told) bool {
			if f.Side != "" && len(fact.Sides(t.words)) > 0 && !fact.Sides(t.words)[f.Side] {
				return false
			}
			for i, w := range t.words {
				if !troubled[w] && w != "bother" && w != "bothers" && w != "bothering" && w != "bothered" || !t.negated[i] && !t.flip {
					continue
				}
				for _, v := range t.words[max(0, i-8):min(len(t.words), i+7)] {
					if mine[Stem(v)] && len(v) > 2 {
						return true
					}
				}
			}
			return false
		})
	})
}
