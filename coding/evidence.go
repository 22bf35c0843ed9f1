package coding

import (
	"regexp"

	"github.com/visitwright/visitwright/ehr"
)

// evidence is a code that the note earns by a sentence of its own, outside any
// problem title: long-term drugs, devices, what is over, tobacco.
type evidence struct {
	id     string // with its source
	said   *regexp.Regexp
	beside []string // codes of which one must stand; nil for none
	absent []string // codes none of which may stand
	code   string
	ticked bool           // reported by coders as a rule; otherwise offered
	needs  *regexp.Regexp // the note must say it
	unless *regexp.Regexp // and may not say this
}

// evidences lists them. Section numbers are those of the Official Guidelines,
// fiscal year 2026.
var evidences = []evidence{
	// Long-term drugs (Z79.-) are offered and not ticked: coders of office visits report
	// them or leave them out, and status codes brought nothing on visits coded by others.
	// I.C.4.a.3: insulin, oral hypoglycaemics, injectable non-insulin drugs; type 1
	// needs insulin and gets no Z79.4.
	{id: "long-term-insulin (guideline I.C.4.a.3)", said: re(`\b(insulin|lantus|humalog|novolog|levemir|tresiba|basaglar|toujeo)\b`), beside: []string{"E11", "E13"}, code: "Z79.4"},
	{id: "long-term-oral-hypoglycemic (guideline I.C.4.a.3)", said: re(`\b(metformin|glucophage|glipizide|glimepiride|glyburide|sitagliptin|januvia|jardiance|empagliflozin|farxiga|dapagliflozin|pioglitazone|actos|janumet|invokana|tradjenta|rybelsus)\b`), beside: []string{"E11", "E13"}, code: "Z79.84"},
	{id: "long-term-injectable-hypoglycemic (guideline I.C.4.a.3)", said: re(`\b(ozempic|trulicity|victoza|mounjaro|byetta|bydureon|liraglutide|dulaglutide|semaglutide|tirzepatide)\b`), beside: []string{"E11", "E13"}, code: "Z79.85"},
	{id: "insulin-pump (guideline I.C.21.c.3)", said: re(`\binsulin pump\b`), beside: []string{"E10", "E11", "E13"}, code: "Z96.41", ticked: true},
	// I.C.21.c.3, status: long-term drug therapy.
	{id: "long-term-anticoagulant (guideline I.C.21.c.3)", said: re(`\b(warfarin|coumadin|eliquis|apixaban|xarelto|rivaroxaban|pradaxa|dabigatran)\b`), code: "Z79.01"},
	{id: "long-term-antiplatelet (guideline I.C.21.c.3)", said: re(`\b(clopidogrel|plavix|brilinta|ticagrelor|effient|prasugrel)\b`), beside: []string{"I2", "I6", "I7", "Z95", "Z86"}, code: "Z79.02"},
	{id: "long-term-antimetabolite (guideline I.C.21.c.3)", said: re(`\bmethotrexate\b`), beside: []string{"M05", "M06", "L40", "M32", "K50"}, code: "Z79.631"},
	{id: "long-term-immunosuppressant (guideline I.C.21.c.3)", said: re(`\b(immunosuppress\w*|immunotherapy medications?|tacrolimus|prograf|mycophenolate|cellcept|cyclosporine)\b`), beside: []string{"Z94"}, code: "Z79.60"},
	{id: "long-term-bisphosphonate (guideline I.C.21.c.3)", said: re(`\b(fosamax|alendronate|boniva|ibandronate|actonel|risedronate|reclast)\b`), beside: []string{"M81", "M80", "M85"}, code: "Z79.83"},
	{id: "long-term-steroid (guideline I.C.21.c.3)", said: re(`\b(chronic|long[- ]term|daily) (prednisone|steroids?)\b|\bprednisone \d+ ?mg (once )?daily\b`), beside: []string{"M05", "M06", "L40", "M32", "M35", "J84", "D86"}, code: "Z79.52"},
	// I.C.21.c.3, presence of devices and grafts; I.C.9.e.2, old infarction.
	{id: "coronary-stent (guideline I.C.21.c.3)", said: re(`\b(coronary|rca|lad|drug[- ]eluting|heart|cardiac)\b[^.]{0,40}\bstents?\b|\bstents?\b[^.]{0,40}\b(coronary|rca|lad)\b`), beside: []string{"I2"}, code: "Z95.5", ticked: true},
	{id: "old-infarction (guideline I.C.9.e.2)", said: re(`\b(history of (a )?(heart attack|myocardial infarction|mi|stemi|nstemi)|(heart attack|myocardial infarction) (in|back in) (19|20)\d\d|(heart attack|myocardial infarction) \d+ years? ago|prior (heart attack|myocardial infarction|mi)\b)`), beside: []string{"I2"}, absent: []string{"I21"}, code: "I25.2", ticked: true},
	{id: "bypass-graft (guideline I.C.21.c.3)", said: re(`\b(cabg|coronary artery bypass)`), code: "Z95.1", ticked: true},
	{id: "prosthetic-valve (guideline I.C.21.c.3)", said: re(`\b(aortic|mitral|tricuspid|heart) valve replacement\b|\b(tavr|savr) (in|done|performed|\d)`), absent: []string{"I35", "I06"}, code: "Z95.2", ticked: true},
	{id: "pacemaker (guideline I.C.21.c.3)", said: re(`\b(has|with|status post|s/p|had) (a |an |his |her )?(\w+ )?(pacemaker)\b`), beside: []string{"I"}, code: "Z95.0", ticked: true},
	{id: "aftercare-of-joint-replacement (guideline I.C.21.c.7)", said: mending, beside: []string{"Z96.6"}, code: "Z47.1", ticked: true},
	{id: "kidney-transplant (guideline I.C.21.c.3)", said: re(`\b(kidney|renal) transplant`), code: "Z94.0", ticked: true},
	// Tobacco: the guidelines ask for it beside heart, lung and vessel disease (tabular list, "use additional code"); reported where counselled.
	{id: "nicotine-dependence (tabular list, use additional code)", said: re(`\bsmoking cessation\b|\b(quit|stop|cut down on) smoking\b|\btobacco cessation\b`), needs: currentSmoker, unless: formerSmoker, absent: []string{"F17"}, code: "F17.210", ticked: true},
	{id: "former-smoker (tabular list, use additional code)", said: formerSmoker, beside: []string{"I2", "I7", "J4", "C34", "R91", "R04.2", "E11.5", "E11.6"}, absent: []string{"F17"}, code: "Z87.891", ticked: true},
}

var (
	currentSmoker = re(`\b(current(ly)? (every[- ]day )?smok|smokes\b|continues to smoke|smoking \d|packs? (per|a) day|cigarettes? (daily|a day|per day|on a daily)|is a (current )?smoker|nicotine dependence)`)
	formerSmoker  = re(`\b(former|ex-?) ?smoker\b|\b(quit|stop(ped)?) smoking\b[^.]*\bago\b|\b(quit|stopped) smoking (in|\d)|\bprevious(ly)? smoke[dr]\b`)
	// planned opens what is considered and not there yet.
	planned = re(`\b(consider|start\w*|begin|initiate|candidate for|may (need|require)|might need|possib\w+|discussed? the option|refer\w* for|evaluat\w+ for|if )`)
)

// saying returns the sentence that says what p finds, outside denials, plans and
// what is told of relatives; one of the assessment before any other.
func (c *coder) saying(p *regexp.Regexp) (ehr.Sentence, bool) {
	var found ehr.Sentence
	ok := false
	for _, sec := range c.note.Sections {
		if sec.Name == ehr.FamilyHistory || sec.Name == ehr.AllergyList || ok && sec.Name != ehr.AssessmentPlan {
			continue
		}
		for _, s := range sec.Sentences {
			loc := p.FindStringIndex(s.Text)
			if loc == nil || !said(s.Text, p) || relative.MatchString(s.Text) || planned.MatchString(s.Text[:loc[0]]) {
				continue
			}
			found, ok = s, true
			break
		}
		if ok && sec.Name == ehr.AssessmentPlan {
			return found, true
		}
	}
	return found, ok
}

// evidenced enters the codes of evidences.
func (c *coder) evidenced() {
	for _, e := range evidences {
		if e.beside != nil && c.has(e.beside...) == nil || e.absent != nil && c.has(e.absent...) != nil ||
			e.needs != nil && !said(c.text, e.needs) || e.unless != nil && said(c.text, e.unless) || c.has(e.code) != nil {
			continue
		}
		s, ok := c.saying(e.said)
		if !ok {
			continue
		}
		score := offeredScore
		if e.ticked {
			score = tickedScore
		}
		c.earn(e.code, e.id, s, score)
	}
}

// tickedScore and offeredScore stand for codes that no search found: what coders
// report as a rule, and what practices differ in.
const (
	tickedScore  = 0.9
	offeredScore = 0.5
)

// earn enters a code by a sentence, where the release knows it complete and this
// patient can have it.
func (c *coder) earn(code, rule string, s ehr.Sentence, score float64) {
	n, ok := c.lx.Release.Lookup(code)
	if !ok || !n.Billable || len(c.possible([]Hit{{Code: n}})) == 0 {
		return
	}
	c.enter(Suggestion{Code: n.Code, Description: n.Description, SentenceID: s.ID, Sentence: s.Text, Rules: []string{rule}, score: score, title: true, earned: true})
}

func in(names []ehr.SectionName, n ehr.SectionName) bool {
	for _, x := range names {
		if x == n {
			return true
		}
	}
	return false
}
