package reword

import "github.com/visitwright/visitwright/scribe/lexicon"

// Verbless reports whether words hold no verb of their own: a short answer.
func Verbless(w []string) bool {
	for i, s := range w {
		switch s {
		case "is", "are", "was", "were", "am", "has", "have", "had", "do", "does", "did", "will", "would", "can", "could", "i", "it", "they", "we", "he", "she", "there":
			return false
		}
		if v, ok := lexicon.VerbForm(s); ok && i > 0 && (s == v.Third && len(lexicon.Find(w[i:i+1])) == 0) && !counted[s] {
			return false
		}
	}
	return true
}

// counted are nouns that look like a verb's third person.
var counted = map[string]bool{"drinks": true, "smokes": true, "uses": true, "works": true, "puffs": true, "shots": true, "cuts": true, "beers": true, "glasses": true, "packs": true, "times": true, "pills": true, "needs": false}
