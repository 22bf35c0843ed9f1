package coding

import (
	"fmt"
	"strings"
	"testing"

	"github.com/visitwright/visitwright/coding/icd10cm"
)

// excerpt makes a lexicon of a few codes in the tabular list's own form: one
// line a node, "CODE description | inclusion term | ...", deeper nodes after
// shallower ones; "!A" after a code gives it the 7th character A.
func excerpt(t *testing.T, phrases ...Phrase) *Lexicon {
	t.Helper()
	var xml strings.Builder
	xml.WriteString("<ICD10CM.tabular><version>2026</version>")
	chapters := []string{
		`E11 Type 2 diabetes mellitus
E11.2 Type 2 diabetes mellitus with kidney complications
E11.22 Type 2 diabetes mellitus with diabetic chronic kidney disease
E11.6 Type 2 diabetes mellitus with other specified complications
E11.65 Type 2 diabetes mellitus with hyperglycemia
E11.9 Type 2 diabetes mellitus without complications`,
		`I10 Essential (primary) hypertension|high blood pressure|hypertension (arterial)
I11 Hypertensive heart disease
I11.0 Hypertensive heart disease with heart failure
I50 Heart failure
I50.2 Systolic (congestive) heart failure
I50.20 Unspecified systolic (congestive) heart failure
I50.9 Heart failure, unspecified|Congestive heart failure NOS`,
		`J02 Acute pharyngitis
J02.0 Streptococcal pharyngitis
J02.9 Acute pharyngitis, unspecified
J45 Asthma
J45.9 Other and unspecified asthma
J45.90 Unspecified asthma
J45.901 Unspecified asthma with (acute) exacerbation
J45.909 Unspecified asthma, uncomplicated`,
		`M25 Other joint disorder
M25.5 Pain in joint
M25.56 Pain in knee
M25.561 Pain in right knee
M25.562 Pain in left knee
M25.569 Pain in unspecified knee`,
		`N20 Calculus of kidney and ureter
N20.0 Calculus of kidney
N40 Benign prostatic hyperplasia
N40.0 Benign prostatic hyperplasia without lower urinary tract symptoms
N64 Other disorders of breast
N64.4 Mastodynia|Pain in right breast`,
		`R07 Pain in throat and chest
R07.0 Pain in throat
R07.9 Chest pain, unspecified`,
		`S93 Sprain of ankle and foot!A
S93.4 Sprain of ankle
S93.401 Sprain of unspecified ligament of right ankle
S93.402 Sprain of unspecified ligament of left ankle
S93.409 Sprain of unspecified ligament of unspecified ankle`,
		`Z79 Long term (current) drug therapy
Z79.8 Other long term (current) drug therapy
Z79.84 Long term (current) use of oral hypoglycemic drugs`,
	}
	for i, ch := range chapters {
		fmt.Fprintf(&xml, "<chapter><name>%d</name><section id=\"s\">", i)
		var open []string
		for _, line := range strings.Split(ch, "\n") {
			code, rest, _ := strings.Cut(line, " ")
			for len(open) > 0 && !strings.HasPrefix(code, open[len(open)-1]) {
				xml.WriteString("</diag>")
				open = open[:len(open)-1]
			}
			desc, seventh := strings.CutSuffix(rest, "!A")
			terms := strings.Split(desc, "|")
			fmt.Fprintf(&xml, "<diag><name>%s</name><desc>%s</desc>", code, terms[0])
			for _, n := range terms[1:] {
				fmt.Fprintf(&xml, "<inclusionTerm><note>%s</note></inclusionTerm>", n)
			}
			if code == "J02" {
				xml.WriteString("<excludes1><note>pain in throat (R07.0)</note></excludes1>")
			}
			if seventh {
				xml.WriteString(`<sevenChrDef><extension char="A">initial encounter</extension></sevenChrDef>`)
			}
			open = append(open, code)
		}
		xml.WriteString(strings.Repeat("</diag>", len(open)) + "</section></chapter>")
	}
	xml.WriteString("</ICD10CM.tabular>")
	rel, err := icd10cm.ReadTabular(strings.NewReader(xml.String()), nil)
	if err != nil {
		t.Fatal(err)
	}
	lx, _ := NewLexicon(rel, append(phrases, Phrase{"hypertension", "I10", FromPhrase}, Phrase{"diabetes", "E11.9", FromPhrase}))
	return lx
}
