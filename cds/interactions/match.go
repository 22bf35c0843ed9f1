package interactions

import (
	"slices"
	"strings"

	"github.com/hbollon/go-edlib"
)

// Match is what a written or spoken drug name leads to.
type Match struct {
	Drugs []*Drug
	// Name is the spelling of the table that was matched.
	Name string
	// Confidence is 1 for a name that stands in the table and below 1 for one that
	// is only close; a person has to confirm those.
	Confidence float64
	// Start and End are where it stands in the text in lower case, in bytes (Heard).
	Start, End int
}

// certain is the confidence from which a close name is checked as if it were
// meant. Below, the drug counts as not known.
const certain = 0.80

// Resolve finds the ingredients named in a text such as "Hydrochlorothiazide
// 12.5 MG / Lisinopril 10 MG Oral Tablet" or "lysinopril". It has no drugs where
// the table holds nothing close.
func (k *Knowledge) Resolve(text string) Match {
	found, name := k.table.exact(wordsOf(text))
	if len(found) > 0 {
		return Match{Drugs: found, Name: name, Confidence: 1}
	}
	return k.table.close(wordsOf(text))
}

// exact finds every name of the table in a run of words, longest first.
func (t *table) exact(words []string) (drugs []*Drug, name string) {
	after := false // the word before ended a drug's name
	for i := 0; i < len(words); {
		n := t.at(words, i)
		if n == 0 {
			after = false
			i++
			continue
		}
		spelling := strings.Join(words[i:i+n], " ")
		if saltOf[spelling] && after {
			i += n
			continue
		}
		after = true
		if name == "" {
			name = spelling
		}
		for _, ing := range t.names[spelling] {
			if d := t.drugs[ing]; !slices.Contains(drugs, d) {
				drugs = append(drugs, d)
			}
		}
		i += n
	}
	return drugs, name
}

// saltOf are names of the table that say, behind another drug's, which salt of it
// is meant: losartan potassium, bacitracin zinc.
var saltOf = map[string]bool{"potassium": true, "zinc": true, "magnesium": true, "calcium": true, "sodium": true}

// at is the length in words of the longest name that begins at i; 0 where none.
func (t *table) at(words []string, i int) int {
	for n := min(t.first[words[i]], len(words)-i); n > 0; n-- {
		if _, ok := t.names[strings.Join(words[i:i+n], " ")]; ok {
			return n
		}
	}
	return 0
}

// close finds the single-word name nearest to any word of five letters or more:
// by edit distance, helped where the two sound alike.
func (t *table) close(words []string) Match {
	var best Match
	for _, w := range words {
		if len(w) < 5 || notDrugs[w] {
			continue
		}
		sw := sound(w)
		for _, h := range t.heard[sw[0]] {
			if d := len(h.name) - len(w); d > 3 || d < -3 {
				continue
			}
			c := 1 - float64(edlib.OSADamerauLevenshteinDistance(w, h.name))/float64(max(len(h.name), len(w)))
			if h.sound == sw {
				c = max(c, 0.9)
			}
			if c < best.Confidence || c < 0.7 || (c == best.Confidence && h.name >= best.Name) {
				continue
			}
			best = Match{Name: h.name, Confidence: c}
			for _, i := range t.names[h.name] {
				best.Drugs = append(best.Drugs, t.drugs[i])
			}
		}
	}
	return best
}

// notDrugs are words of a prescription that look like names of drugs.
var notDrugs = map[string]bool{
	"tablet": true, "tablets": true, "capsule": true, "daily": true, "release": true, "extended": true, "solution": true,
	"injection": true, "chewable": true, "delayed": true, "sodium": true, "hydrochloride": true, "sulfate": true,
	"actuation": true, "suspension": true, "topical": true, "cream": true, "ointment": true, "needed": true, "every": true,
	"morning": true, "bedtime": true, "twice": true, "three": true, "times": true, "weekly": true, "inhaler": true, "mouth": true,
}

// sound is a rough key of how a name is heard: letters that sound alike are one,
// vowels after the first letter are one, doubled letters single.
func sound(s string) string {
	s = soundAlike.Replace(s)
	out := make([]byte, 0, len(s))
	for i := range len(s) {
		c := s[i]
		if i > 0 && strings.IndexByte("aeiouyh", c) >= 0 {
			c = 'a'
		}
		if len(out) == 0 || out[len(out)-1] != c {
			out = append(out, c)
		}
	}
	return strings.TrimSuffix(string(out), "a")
}

var soundAlike = strings.NewReplacer("ph", "f", "ch", "k", "ck", "k", "c", "k", "q", "k", "x", "ks", "z", "s", "th", "t", "w", "v")

// heardSure is the confidence from which a name that was nearly understood in
// speech is taken up.
const heardSure = 0.85

// everyday are names of the table that people say without meaning a drug.
var everyday = map[string]bool{
	"alcohol": true, "iron": true, "zinc": true, "caffeine": true, "garlic": true, "ginger": true, "grapefruit": true, "cranberry": true,
	"dm": true, "inh": true, "asa": true, "iv": true, "air": true, "ella": true, "fish oil": true, "gas x": true, "potassium": true,
	"contrast": true, "nicotine": true, "cannabis": true, "marijuana": true, "folate": true, "thyroid": true, "estrogens": true, "multivitamin": true,
}

// Heard finds drugs named in running speech.
func (k *Knowledge) Heard(text string) []Match {
	var out []Match
	words := wordsOf(text)
	at := placesOf(text)
	for i := 0; i < len(words); {
		n := k.table.at(words, i)
		if n > 0 {
			name := strings.Join(words[i:i+n], " ")
			if !everyday[name] {
				m := Match{Name: name, Confidence: 1, Start: at[i][0], End: at[i+n-1][1]}
				for _, ing := range k.table.names[name] {
					m.Drugs = append(m.Drugs, k.table.drugs[ing])
				}
				out = append(out, m)
			}
			i += n
			continue
		}
		if len(words[i]) >= 7 && !english[words[i]] {
			if m := k.table.close(words[i : i+1]); m.Confidence >= heardSure && !everyday[m.Name] {
				m.Start, m.End = at[i][0], at[i][1]
				out = append(out, m)
			}
		}
		i++
	}
	return out
}

// english are words of a visit that lie close to a drug's name.
var english = map[string]bool{"relation": true, "relations": true, "remember": true, "resident": true, "consider": true, "position": true, "provider": true, "seasonal": true, "personal": true, "medicine": true, "vitamins": true, "insulins": true, "arteries": true, "condition": true}
