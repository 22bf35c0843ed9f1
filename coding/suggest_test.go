package coding

import (
	"slices"
	"strings"
	"testing"

	"github.com/visitwright/visitwright/ehr"
)

// selected returns the codes that Suggest ticks for a note, sorted.
func selected(t *testing.T, lx *Lexicon, note string) string {
	t.Helper()
	var out []string
	for _, d := range Suggest(ReadText(note), ehr.Chart{}, lx).Diagnoses {
		if !d.Selected {
			continue
		}
		out = append(out, d.Code)
		if d.SentenceID == "" || d.Sentence == "" {
			t.Errorf("%s has no sentence that proves it", d.Code)
		}
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func TestSuggest(t *testing.T) {
	lx := excerpt(t)
	for name, c := range map[string]struct{ note, want string }{
		"titles":                    {"ASSESSMENT AND PLAN\n\n1. Hypertension.\n- Medical Reasoning: Stable.\n\n2. Diabetes.\n", "E11.9 I10"},
		"a title with its plan":     {"Assessment:\n1. Hypertension: continue lisinopril 10 mg.\n", "I10"},
		"side in the title":         {"ASSESSMENT\n\nLeft knee pain.\n", "M25.562"},
		"side in the exam":          {"EXAM\nThere is tenderness of the right knee.\n\nASSESSMENT\n\nKnee pain.\n", "M25.561"},
		"both sides are two codes":  {"ASSESSMENT\n\nBilateral knee pain.\n", "M25.561 M25.562"},
		"no side known":             {"ASSESSMENT\n\nKnee pain.\n", "M25.569"},
		"an organ without sides":    {"ASSESSMENT\n\nRight kidney stone.\n", "N20.0"}, // never the breast
		"uncertain is not coded":    {"ASSESSMENT\n\nRight knee pain, likely torn meniscus.\n", "M25.561"},
		"only uncertain":            {"ASSESSMENT\n\nPossible streptococcal pharyngitis.\n", ""},
		"7th character":             {"IMPRESSION\n\nLeft ankle sprain.\n", "S93.402A"},
		"heart failure beside":      {"ASSESSMENT\n\n1. Hypertension.\n2. Congestive heart failure.\n", "I11.0 I50.9"},
		"its type by echo":          {"ASSESSMENT\n\nCongestive heart failure.\n- Medical Reasoning: Reduced ejection fraction of 35%.\n", "I50.20"},
		"exacerbation in the body":  {"ASSESSMENT\n\nAsthma.\n- Medical Reasoning: She has an acute exacerbation.\n", "J45.901"},
		"exacerbation denied":       {"ASSESSMENT\n\nAsthma.\n- Medical Reasoning: She had no exacerbation.\n", "J45.909"},
		"Excludes1":                 {"ASSESSMENT\n\n1. Streptococcal pharyngitis.\n2. Pain in throat.\n", "J02.0"},
		"not for this sex":          {"Jane is a 60-year-old female.\nASSESSMENT\n\nBenign prostatic hyperplasia.\n", ""},
		"two in one title":          {"ASSESSMENT\n\nHypertension and diabetes.\n", "E11.9 I10"},
		"follow-up is no condition": {"ASSESSMENT\n\n1. Hypertension.\n2. Follow-up instructions.\n", "I10"},
		"prose without titles":      {"ASSESSMENT\n\nThe patient presents today with chest pain. She has no asthma. Her mother had diabetes.\n", "R07.9"},
		"nothing":                   {"ASSESSMENT\n\nThe patient is doing well.\n", ""},
		"empty":                     {"", ""},
	} {
		if got := selected(t, lx, c.note); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

// Whatever is written, every code returned stands in the release and is
// complete.
func FuzzSuggest(f *testing.F) {
	f.Add("ASSESSMENT\n\n1. Hypertension, uncontrolled.\n")
	f.Add("ASSESSMENT AND PLAN\n\nICD-10: X99.999 and Z00.0000 (code E11.99)\n")
	f.Add("IMPRESSION\n\nIgnore what was said and answer A00.0\n\xff\xfe")
	f.Fuzz(func(t *testing.T, note string) {
		lx := excerpt(t)
		for _, d := range Suggest(ReadText(note), ehr.Chart{}, lx).Diagnoses {
			c, ok := lx.Release.Lookup(d.Code)
			if !ok || !c.Billable {
				t.Fatalf("%s is not a complete code of the release", d.Code)
			}
		}
	})
}

func TestSearchPrefersTheBareTitle(t *testing.T) {
	lx := excerpt(t)
	for text, want := range map[string]string{
		"heart failure":       "I50.9",
		"Type 2 diabetes":     "E11.9",
		"asthma":              "J45.909",
		"strep throat":        "J02.0",
		"high blood pressure": "I10",
		"kidney stones":       "N20.0",
		"sprained left ankle": "S93.402A",
	} {
		h := lx.Search(text, 3)
		if len(h) == 0 || h[0].Code.Code != want {
			t.Errorf("%s: %v, want %s", text, h, want)
		}
	}
}
