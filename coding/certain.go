package coding

import (
	"regexp"
	"strings"

	"github.com/visitwright/visitwright/ehr"
)

// certain looks in the note for what a doubtful or bare title leaves open. "Foot
// pain, consistent with X" is X where the note elsewhere says that the picture
// showed X; "Shortness of breath" is the cause that the clinician states under it
// in so many words (Official Guidelines IV.D: symptoms are coded only while no
// diagnosis is established).
func (c *coder) certain(st statement) statement {
	if !st.title {
		return st
	}
	if loc := uncertain.FindStringIndex(st.text); loc != nil && loc[0] > 0 {
		tail := strings.Join(words(leading.ReplaceAllString(strings.TrimSpace(st.text[loc[1]:]), "")), " ")
		if tail != "" && asserted(c.text, tail) && c.best(tail) > c.best(st.text[:loc[0]])-0.5 {
			st.rules = append(st.rules, "established-elsewhere (guideline IV.D)")
			st.text = tail + " " + sideWord(st.text)
		}
		return st
	}
	loc := stated.FindStringIndex(st.body)
	if loc == nil {
		return st
	}
	if h := c.lx.Search(st.text, 1); len(h) == 0 || !complaint(h[0].Code.Code) {
		return st
	}
	sentence := st.body[loc[1]:]
	if end := sentenceEnd.FindStringIndex(sentence); end != nil {
		sentence = sentence[:end[0]]
	}
	for _, m := range c.runs(sentence) {
		if !complaint(m.code) && m.code[0] != 'Z' {
			st.rules = append(st.rules, "cause-stated (guideline IV.D)")
			st.text = m.text
			return st
		}
	}
	return st
}

// stated opens a cause that the clinician states as his own finding.
var stated = regexp.MustCompile(`(?i)\b(i believe|i think) (that )?(this is|she has|he has|they have|the patient has)\b`)

// asserted reports whether the text says of a thing that it was found.
func asserted(text, thing string) bool {
	found := regexp.MustCompile(`\b(reveal(s|ed)?|show(s|ed|n)?|demonstrate[sd]?|confirm(s|ed)?|diagnosed with|diagnosis of)\b(?: \w+){0,4}? ` + regexp.QuoteMeta(thing) + `\b`)
	for _, s := range strings.Split(text, "\n") {
		if loc := found.FindStringIndex(s); loc != nil && !uncertain.MatchString(s[:loc[0]]) && !denied.MatchString(s[:loc[1]]) {
			return true
		}
	}
	return false
}

func sideWord(text string) string {
	for _, w := range words(text) {
		if w == "right" || w == "left" || w == "bilateral" {
			return w
		}
	}
	return ""
}

// opening says that a paragraph of the assessment turns to another condition.
var opening = regexp.MustCompile(`(?i)^(regarding|in regards? to|with regards? to|in terms of|as for|for) (her|his|the|the patient's|your) `)

// standing says how a condition is that the sentence began with: "Hypertension is
// controlled".
var standing = regexp.MustCompile(`(?i)\s+(is|are|remains?|has been|have been) (also )?(currently )?(stable|controlled|well|at goal|doing|under (good )?control|adequately|managed|treated)\b`)

// aside adds the long-standing conditions that the assessment treats in a
// paragraph of their own, below a title that names something else.
func (c *coder) aside() {
	plan := strings.ToLower(sectionText(c.note, ehr.AssessmentPlan))
	for _, sec := range c.note.Sections {
		if sec.Name != ehr.AssessmentPlan {
			continue
		}
		for _, s := range sec.Sentences {
			if s.Kind == ehr.ProblemTitle {
				continue
			}
			first, _, _ := strings.Cut(s.Text, ",")
			if !opening.MatchString(s.Text) {
				loc := standing.FindStringIndex(s.Text)
				if loc == nil || len(strings.Fields(s.Text[:loc[0]])) > 4 {
					continue
				}
				first = s.Text[:loc[0]]
			}
			for _, m := range c.runs(first) {
				if longStanding(m.code) && treatedIn(m.code, plan) && c.has(m.code[:3]) == nil && !(m.code == "I10" && c.has("I11", "I12", "I13") != nil) {
					c.statement(statement{text: m.text, sentence: s.ID, group: s.Text, body: s.Text, inPlan: true})
				}
			}
		}
	}
}
