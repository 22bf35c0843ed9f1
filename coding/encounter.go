package coding

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/visitwright/visitwright/ehr"
)

// reason is why somebody comes whom no condition brings. Section numbers are those
// of the Official Guidelines, fiscal year 2026.
type reason struct {
	id       string
	said     *regexp.Regexp
	in       []ehr.SectionName
	code     string
	from, to int // ages in years; to 0: no upper bound
	sex      ehr.Sex
}

var (
	askedFor = []ehr.SectionName{ehr.ChiefComplaint}
	assessed = []ehr.SectionName{ehr.AssessmentPlan}
	anywhere = []ehr.SectionName{ehr.ChiefComplaint, ehr.HPI, ehr.AssessmentPlan, "procedure"}
)

// vaccines are names under which vaccines stand in notes.
const vaccines = `(vaccin\w+|immuni[sz]ation\w*|booster|flu shot|tdap|dtap\S*|mmrv?|prevnar\S*|pcv ?\d*|ppsv ?23|pneumovax|shingrix|gardasil|hpv vaccine|menactra|menveo|hepatitis [ab] vaccine|hep [ab] #?\d|rsv vaccine|fluzone|tetanus)`

var reasons = []reason{
	{id: "annual-examination (guideline I.C.21.c.13)", said: re(`\bannual (physical|wellness|exam\w*|check[- ]?up|visit)\b|\byearly physical\b|\broutine physical exam`), in: askedFor, code: "Z00.00", from: 18},
	{id: "well-child (guideline I.C.21.c.13)", said: re(`\bwell[- ](child|baby|teen|adolescent)\b|\b(health supervision|child health) (visit|exam\w*)`), in: anywhere, code: "Z00.129", from: 0, to: 17},
	{id: "gynecological-examination (guideline I.C.21.c.14)", said: re(`\bwell[- ]woman\b|\b(annual|routine) (gyn\w*|pelvic)( exam\w*)?\b`), in: anywhere, code: "Z01.419", from: 12, sex: ehr.Female},
	{id: "screening-mammogram (guideline I.C.21.c.5)", said: re(`\bmammogra(m|phy)`), in: assessed, code: "Z12.31", from: 18},
	{id: "immunization (guideline I.C.21.c.2)", said: re(`\b((will )?(receives?|received|given|gave|administer\w*|gets?|got)\b[^.]*\b` + vaccines + `\b[^.]*\b(today|in (the )?office)|` + vaccines + ` (\S+ ){0,4}?((was|were) )?(given|administered)( today)?|(flu shot|vaccines?|immuni[sz]ations?) today)\b`), in: anywhere, code: "Z23"},
	{id: "preoperative-examination (guideline I.C.21.c.13)", said: re(`\b(pre-?op(erative)?|pre-?surgical|surgical) (medical )?(clearance|risk assessment)\b|\b(pre-?op(erative)?|pre-?surgical) (medical )?(evaluation|exam\w*|assessment|visit)\b`), in: askedFor, code: "Z01.818"},
	{id: "screening-colonoscopy (guideline I.C.21.c.5)", said: re(`\bscreening colonoscopy|due for (a |her |his )?colonoscopy`), in: assessed, code: "Z12.11", from: 18},
	{id: "postpartum-visit (guideline I.C.21.c.11)", said: re(`\b(postpartum|post-partum) (visit|check|exam\w*|follow[- ]?up)`), in: anywhere, code: "Z39.2", sex: ehr.Female},
	{id: "contraceptive-pills (guideline I.C.21.c.11)", said: re(`\b(refill\w*|continue\w*|surveillance)\b[^.]*\b(oral contracepti\w+|birth control pills?|ocps?)\b|\b(oral contraceptive|birth control pills?|ocp)\b[^.]*\b(refill|surveillance|continu)`), in: assessed, code: "Z30.41", sex: ehr.Female},
}

// encounters enters them, the weeks of a pregnancy that is followed, and the body
// mass index beside obesity.
func (c *coder) encounters() {
	for _, r := range reasons {
		if r.sex != "" && c.sex != "" && c.sex != ehr.UnknownSex && c.sex != r.sex || c.age >= 0 && (c.age < r.from || r.to > 0 && c.age > r.to) {
			continue
		}
		c.encounter(r)
	}
	c.pregnancy()
	c.bodyMass()
	c.joint()
	if c.has("Z00.12", "Z01.41") != nil {
		c.drop("Z00.0")
	}
	c.abnormal()
	// "Health maintenance" under a visit for something else is no examination.
	if e := c.has("Z00.0"); e != nil && len(c.out) > 1 && upkeep.MatchString(e.Sentence) && !annual.MatchString(sectionText(c.note, ehr.ChiefComplaint)+sectionText(c.note, ehr.HPI)) {
		c.drop("Z00.0")
	}
	// A note that says the annual visit is for chronic conditions is no examination
	// of a well person.
	if c.has("Z00.0") != nil && strings.Contains(c.text, "follow") && re(`annual follow[- ]?up of chronic`).MatchString(c.text) {
		c.drop("Z00.0")
	}
}

// newly says that a problem was found at this visit.
var newly = re(`\bnew(ly)?\b`)

// abnormal moves a general examination to the code with abnormal findings, where a
// title names a finding or a problem as new (I.C.21.c.13; tabular list at Z00.0: "abnormal
// findings" are those found at the encounter).
func (c *coder) abnormal() {
	if c.has("Z00.01") != nil {
		c.drop("Z00.00")
		return
	}
	if c.has("Z00.121") != nil {
		c.drop("Z00.129")
		return
	}
	e, to := c.has("Z00.00"), "Z00.01"
	if e == nil {
		e, to = c.has("Z00.129"), "Z00.121"
	}
	if e == nil {
		return
	}
	for _, s := range c.out {
		finding := s.Code[0] == 'R' && (s.Code >= "R70" || strings.HasPrefix(s.Code, "R03") || strings.HasPrefix(s.Code, "R01"))
		finding = finding || to == "Z00.121" && acute.MatchString(s.Code)
		if s.title && (finding || newly.MatchString(s.Sentence)) && s.score >= 1 && s.Code[0] != 'Z' {
			c.change(e, to, "examination-with-abnormal-findings (guideline I.C.21.c.13)")
			return
		}
	}
}

// acute are codes of what a child has on the day of its examination.
var acute = regexp.MustCompile(`^(H66|H65|H10|J0|J2|L01|L03|L2[0-35-9]|B08|B37|A08|N39\.0)`)

func (c *coder) encounter(r reason) {
	for _, sec := range c.note.Sections {
		for _, s := range append([]ehr.Sentence{{Text: sec.Title}}, sec.Sentences...) {
			heading := s.ID == "" && len(sec.Sentences) > 0 // a note's own title: "WELL CHILD VISIT"
			if heading {
				s.ID = sec.Sentences[0].ID
			} else if s.ID == "" || !in(r.in, sec.Name) {
				continue
			}
			if !said(s.Text, r.said) || r.code == "Z12.31" && (c.has("C50", "D05", "Z85.3", "Z86.000", "N6") != nil || !re(`order|due|schedul|routine|screening`).MatchString(s.Text)) ||
				r.code == "Z23" && re(`\b(last|years? ago|declin\w+|due|up to date|had|none|refus\w+)\b`).MatchString(s.Text) && (!re(`\b(today|given)\b`).MatchString(s.Text) || re(`\b(none|nothing|not) (is |are )?(due|given|needed)\b`).MatchString(s.Text)) {
				continue
			}
			c.earn(r.code, r.id, s, tickedScore)
			return
		}
	}
}

var (
	// exactWeeks is how far a pregnancy is, not when somebody comes again: "28w2d", "28
	// 2/7 weeks", "IUP at 28 weeks", "EGA 28 weeks".
	exactWeeks = []*regexp.Regexp{
		re(`\b(\d{1,2}) ?w(?:ks?|eeks?)?,? ?\d ?d(?:ays?)?\b|\b(\d{1,2}) \d/7 ?(?:w|weeks?|wks?)\b|\b(\d{1,2})\+\d ?(?:w|weeks?|wks?)\b`),
		re(`\b(?:iup|pregnan\w+|gestation\w*|e?ga|gravida|gravid)\b[^.\n]{0,18}?\b(\d{1,2}) ?(?:weeks?|wks?)\b|\b(\d{1,2})[- ](?:weeks?|wks?)['s]* (?:pregnan\w+|gestation\w*|iup)\b`),
	}
	weeks     = re(`\b(\d{1,2})( ?\+ ?\d|\s?w\s?\d?d?| ?\d/7)? ?(weeks?|wks?|wga)\b`)
	followed  = re(`\b(routine|return) (prenatal|ob|obstetric\w*)( care)?( visit)?\b|\b(prenatal|antenatal) (visit|care|check)\b|\bob (visit|follow)`)
	firstBaby = re(`\b(g1 ?p0|primigravida|first pregnancy)\b`)
)

// gestation is how many weeks a pregnancy is old; 0 where nothing says.
func (c *coder) gestation() int {
	for _, p := range append(slices.Clone(exactWeeks), weeks) {
		for _, m := range p.FindStringSubmatch(c.text) {
			if n, err := strconv.Atoi(m); err == nil {
				return n
			}
		}
	}
	return 0
}

// pregnancy codes a visit of routine prenatal care, by trimester, and the weeks
// (I.C.15.b.1, I.C.21.c.11; trimesters as chapter 15 counts them: to 13 weeks and 6
// days, to 27 and 6, after).
func (c *coder) pregnancy() {
	if c.sex == ehr.Male {
		return
	}
	s, ok := c.saying(followed)
	if !ok && c.has("O") == nil {
		return
	}
	n := c.gestation()
	if n < 4 || n > 42 {
		return
	}
	trimester := "3"
	if n < 14 {
		trimester = "1"
	} else if n < 28 {
		trimester = "2"
	}
	if ok && c.has("O") == nil {
		kind := "Z34.8"
		if firstBaby.MatchString(c.text) {
			kind = "Z34.0"
		}
		c.earn(kind+trimester, "prenatal-care (guideline I.C.21.c.11)", s, tickedScore)
	}
	at := "Z3A." + strconv.Itoa(n)
	if n < 10 {
		at = "Z3A.0" + strconv.Itoa(n)
	}
	if n < 8 {
		at = "Z3A.01"
	}
	if e := c.has("O", "Z34"); e != nil {
		c.earn(at, "weeks-of-gestation (guideline I.C.21.c.11)", ehr.Sentence{ID: e.SentenceID, Text: e.Sentence}, tickedScore)
	}
}

var (
	newJoint = re(`\b(knee|hip|shoulder) (replacement|arthroplasty)|\b(tka|tkr|tha|thr)\b`)
	mending  = re(`\bpost-?op(erative)?\b|\b(\d{1,2}|one|two|three|four|five|six|eight|ten|twelve)[- ](days?|weeks?|wks?|months?)[- ](s/p|out|after|from|following|follow|post|status|visit|check)|\bpod ?#?\d`)
	// joints are the Z codes of artificial joints on no side; the tabular list asks for
	// them at Z47.1.
	joints = []struct {
		is   *regexp.Regexp
		code string
	}{{re(`\bknee|\btk[ar]\b`), "Z96.659"}, {re(`\bhip|\bth[ar]\b`), "Z96.649"}, {re(`\bshoulder`), "Z96.619"}}
)

// joint codes which joint was replaced, at the visits while it heals; evidences add that
// they are aftercare.
func (c *coder) joint() {
	s, ok := c.saying(newJoint)
	if !ok || !mending.MatchString(s.Text) && !mending.MatchString(sectionText(c.note, ehr.ChiefComplaint)) || c.has("T84", "M97") != nil {
		return
	}
	for _, j := range joints {
		if n, ok := c.lx.Release.Lookup(j.code); ok && j.is.MatchString(s.Text) && c.has(j.code[:6]) == nil {
			at := newTerm(s.Text).side
			if at == noSide {
				at = c.sideOf(newTerm(j.is.FindString(s.Text)), statement{text: s.Text, body: s.Text})
			}
			c.earn(c.lx.onSide(n, at).Code, "which-joint (tabular list, use additional code at Z47.1)", s, tickedScore)
			return
		}
	}
}

var bmi = re(`\b(?:bmi|body mass index)\b[^.\d%]{0,20}(\d{2})(?:\.(\d))?(?:\D|$)`)

// bodyMass codes the index of an adult beside a diagnosis of weight (I.B.14; the
// tabular list's steps at Z68).
func (c *coder) bodyMass() {
	e := c.has("E66", "R63.5", "R63.4", "E43", "E44", "R63.6")
	m := bmi.FindStringSubmatch(c.text)
	if e == nil || m == nil || c.age >= 0 && c.age < 20 {
		return
	}
	n, to := atoi(m[1]), ""
	switch {
	case n < 20:
		to = "Z68.1"
	case n < 40:
		to = "Z68." + strconv.Itoa(n)
	case n < 45:
		to = "Z68.41"
	case n < 50:
		to = "Z68.42"
	case n < 60:
		to = "Z68.43"
	case n < 70:
		to = "Z68.44"
	default:
		to = "Z68.45"
	}
	s, ok := c.saying(bmi)
	if !ok {
		s = ehr.Sentence{ID: e.SentenceID, Text: e.Sentence}
	}
	c.earn(to, "body-mass-index (guideline I.B.14)", s, tickedScore)
}

var (
	upkeep = re(`^(health ?(care)? maintenance|prevent(at)?ive (health|care|medicine)|wellness)`)
	annual = re(`\b(annual|yearly|routine) (physical|wellness|exam\w*|check[- ]?up|visit)|\bphysical exam(ination)? today|\bpreventive visit`)
)
