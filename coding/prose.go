package coding

import (
	"regexp"
	"strings"

	"github.com/visitwright/visitwright/ehr"
)

// naming opens the part of a sentence in which prose names a diagnosis.
var naming = re(`\b(?:diagnosed with|diagnosis of|diagnosis is|history (?:significant )?(?:for|of)|presents? (?:today )?(?:with|for)|consistent with|regarding (?:her|his|the)|for (?:her|his|your|the)|has (?:a |an )?|management of|treatment of|evaluation of|complain(?:s|ing|t) (?:of|is)|suffers from|known)\s+(?:chronic |worsening )?`)

// prose finds statements in a note whose assessment has no titles: the runs of
// words in the assessment, else in the complaint and history, that are an office
// phrase or a text of the release word for word. Denied, doubtful and a
// relative's things are left out.
func (c *coder) prose() []statement {
	var out []statement
	seen := map[string]bool{}
	for _, names := range [][]ehr.SectionName{{ehr.AssessmentPlan, "procedure"}, {ehr.ChiefComplaint, ehr.HPI}} {
		for _, sec := range c.note.Sections {
			if sec.Name != names[0] && sec.Name != names[1] {
				continue
			}
			for _, s := range sec.Sentences {
				for _, run := range c.runs(s.Text) {
					if !seen[run] {
						seen[run] = true
						out = append(out, statement{text: run, sentence: s.ID, group: s.Text, body: s.Text})
					}
				}
			}
		}
		if len(out) > 0 {
			break
		}
	}
	return out
}

var relative = re(`\b(mother|father|brother|sister|grandmother|grandfather|aunt|uncle|family history|mom|dad|parents?)\b`)

// screening sentences name what is looked for, not what is there.
var hypothetical = re(`\b(if|screen(ing)? for|risk of|prevent|in case|should|return for|watch for|discussed signs)\b`)

// runs returns the longest runs of up to six words of a sentence that the
// lexicon knows word for word.
func (c *coder) runs(text string) []string {
	if relative.MatchString(text) {
		return nil
	}
	if loc := uncertain.FindStringIndex(text); loc != nil {
		text = text[:loc[0]]
	}
	if loc := hypothetical.FindStringIndex(text); loc != nil {
		text = text[:loc[0]]
	}
	if loc := denied.FindStringIndex(text); loc != nil {
		text = text[:loc[0]]
	}
	if loc := naming.FindStringIndex(text); loc == nil && len(strings.Fields(text)) > 12 {
		return nil
	}
	var out []string
	ws := words(text)
	for i := 0; i < len(ws); {
		n := min(6, len(ws)-i)
		for ; n > 0; n-- {
			run := strings.Join(ws[i:i+n], " ")
			if stop[ws[i]] || stop[ws[i+n-1]] || len(run) < 4 {
				continue
			}
			if h := c.lx.Search(run, 1); len(h) > 0 && h[0].Score >= 1 && !tooPlain.MatchString(run) && (n > 1 || h[0].Source == FromPhrase) {
				out = append(out, run)
				break
			}
		}
		i += max(n, 1)
	}
	return out
}

// tooPlain are words that are a code's whole text but name nothing by themselves.
var tooPlain = regexp.MustCompile(`^(pain|injury|problem|problems|screening|history|treatment|exposure|exercise|stress|swelling|edema|surgery|allergy|medication|therapy|education|counseling|observation|procedure|fall|work|family|smoking|food|sleep|diet|examination|infection|inflammation|fracture|burn|wound|lesion|cyst|mass|tear|spasm|sprain|strain|immunization|pregnancy|left|right)$`)
