package coding

import (
	"regexp"
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
)

// has returns the first suggestion whose code begins with one of the prefixes.
func (c *coder) has(prefixes ...string) *Suggestion {
	for i := range c.out {
		for _, p := range prefixes {
			if strings.HasPrefix(c.out[i].Code, p) {
				return &c.out[i]
			}
		}
	}
	return nil
}

// change gives a suggestion another code of the release.
func (c *coder) change(s *Suggestion, to, rule string) {
	if n, ok := c.lx.Release.Lookup(to); ok && n.Billable {
		s.Code, s.Description = n.Code, n.Description
		s.Rules = append(s.Rules, rule)
	}
}

// combine applies the combination codes that the Guidelines presume or order.
func (c *coder) combine() {
	// I.C.9.a: hypertension with heart failure or chronic kidney disease is
	// presumed to be related: I11, I12, I13, the other code beside it.
	if ht := c.has("I10"); ht != nil {
		failure, kidney := c.has("I50"), c.has("N18")
		advanced := kidney != nil && (kidney.Code == "N18.5" || kidney.Code == "N18.6")
		switch {
		case failure != nil && kidney != nil && advanced:
			c.change(ht, "I13.2", "hypertensive-heart-and-kidney (guideline I.C.9.a.3)")
		case failure != nil && kidney != nil:
			c.change(ht, "I13.0", "hypertensive-heart-and-kidney (guideline I.C.9.a.3)")
		case failure != nil:
			c.change(ht, "I11.0", "hypertensive-heart (guideline I.C.9.a.1)")
		case kidney != nil && advanced:
			c.change(ht, "I12.0", "hypertensive-kidney (guideline I.C.9.a.2)")
		case kidney != nil:
			c.change(ht, "I12.9", "hypertensive-kidney (guideline I.C.9.a.2)")
		}
	}
	// I.C.9.a.1 presumes the same of I51.4-I51.7, I51.89 and I51.9.
	if ht, heart := c.has("I10"), c.has("I51.4", "I51.5", "I51.7", "I51.89", "I51.9"); ht != nil && heart != nil {
		c.change(ht, "I11.9", "hypertensive-heart (guideline I.C.9.a.1)")
		c.drop("I51")
	}
	// Hyperglycemia of somebody whose note tells of type 2 diabetes is the diabetes'.
	if high := c.has("R73.9"); high != nil && high.title && c.has("E1") == nil && said(c.history(), re(`\b(type (2|ii|two) diabetes|diabetes( mellitus)?,? type (2|ii|two))\b`)) {
		c.change(high, "E11.65", "diabetes-with-hyperglycemia (guideline I.A.15)")
	}
	// I.A.15 "with": diabetes and chronic kidney disease, neuropathy and others
	// are presumed to be related.
	// A title that names the complication alone is of the type of diabetes that stands
	// beside it (I.C.4.a.1).
	if one := c.has("E10"); one != nil {
		for i := range c.out {
			if s := &c.out[i]; strings.HasPrefix(s.Code, "E11.") && !strings.HasPrefix(s.Code, "E11.9") {
				c.change(s, "E10"+s.Code[3:], "diabetes-type-1 (guideline I.C.4.a.1)")
			}
		}
	}
	if dm := c.has("E11.21", "E10.21"); dm != nil && c.has("N18") != nil {
		c.change(dm, dm.Code[:3]+".22", "diabetes-with-kidney (guideline I.A.15)")
	}
	// I.A.9.b: "unspecified" is for where the record says no more; here it does.
	c.plainer()
	if c.has("E66.0", "E66.1", "E66.2", "E66.3", "E66.8") != nil {
		c.drop("E66.9")
	}
	if dm := c.has("E11.9", "E10.9"); dm != nil {
		base := dm.Code[:3]
		high := c.has("R73.9")
		switch {
		case high != nil && high.title:
			c.change(dm, base+".65", "diabetes-with-hyperglycemia (guideline I.A.15)")
		case c.has("N18") != nil:
			c.change(dm, base+".22", "diabetes-with-kidney (guideline I.A.15)")
		case c.has("L97.4", "L97.5") != nil:
			c.change(dm, base+".621", "diabetes-with-foot-ulcer (guideline I.A.15)")
		case c.has("G62.9") != nil:
			c.change(dm, base+".40", "diabetes-with-neuropathy (guideline I.A.15)")
			c.drop("G62.9")
		}
	}
	c.diabeticKidney()
	c.footUlcer()
	c.sameRegion()
	// Symptoms integral to a confirmed diagnosis are not coded (I.B.5, IV.D).
	for _, in := range integral {
		if c.has(in.to...) != nil {
			for _, s := range in.symptoms {
				c.drop(s)
			}
		}
	}
}

// plainer drops what prose names in passing without its kind where the same is named
// with it: "diastolic heart failure" beside "chronic diastolic heart failure" (I.A.9.b).
func (c *coder) plainer() {
	for _, s := range slices.Clone(c.out) {
		if s.title || s.earned || !strings.Contains(strings.ToLower(s.Description), "unspecified") || strings.ContainsAny(s.Code[:1], "ZST") {
			continue
		}
		group := s.Code[:len(s.Code)-1]
		for _, o := range c.out {
			if o.Code != s.Code && strings.HasPrefix(o.Code, group) && len(o.Code) == len(s.Code) && o.score >= 1 && !strings.Contains(strings.ToLower(o.Description), "unspecified") {
				c.drop(s.Code)
				break
			}
		}
	}
}

// kidneyStage is the stage of chronic kidney disease as notes write it.
var kidneyStage = re(`\b(?:chronic kidney disease|ckd)[^.\n]{0,30}?(?:\bstage )?\b(1|2|3a|3b|3|4|5|i|ii|iiia|iiib|iii|iv|v)\b|\bstage (1|2|3a|3b|3|4|5|i|ii|iiia|iiib|iii|iv|v) (?:chronic kidney disease|ckd)\b`)

var kidneyStages = map[string]string{
	"1": "N18.1", "i": "N18.1", "2": "N18.2", "ii": "N18.2", "3": "N18.30", "iii": "N18.30", "3a": "N18.31", "iiia": "N18.31", "3b": "N18.32", "iiib": "N18.32",
	"4": "N18.4", "iv": "N18.4", "5": "N18.5", "v": "N18.5",
}

// diabeticKidney adds the kidney's part to another complication of diabetes (as many
// codes of E08-E13 as are needed, I.C.4.a; "with" is presumed, I.A.15), and the stage
// that the tabular list asks for at E11.22 where the same sentence tells it.
func (c *coder) diabeticKidney() {
	if dm, kidney := c.has("E11", "E10"), c.has("N18"); dm != nil && kidney != nil && c.has(dm.Code[:3]+".2") == nil && c.has(dm.Code[:3]+".9") == nil {
		c.earn(dm.Code[:3]+".22", "diabetes-with-kidney (guideline I.A.15)", ehr.Sentence{ID: kidney.SentenceID, Text: kidney.Sentence}, tickedScore)
	}
	if kidney := c.has("N18"); kidney != nil && c.has("E08", "E09", "E10", "E11", "E13") == nil && said(strings.ToLower(kidney.Sentence), diabetic) {
		code := "E11.22"
		if said(strings.ToLower(kidney.Sentence), re(`\b(type (1|i)|t1)\s?(dm|diab)`)) {
			code = "E10.22"
		}
		c.earn(code, "diabetes-with-kidney (guideline I.A.15)", ehr.Sentence{ID: kidney.SentenceID, Text: kidney.Sentence}, tickedScore)
	}
	dm := c.has("E11.22", "E10.22")
	if dm == nil || c.has("N18") != nil {
		return
	}
	if m := kidneyStage.FindStringSubmatch(strings.ToLower(dm.Sentence)); m != nil {
		c.earn(kidneyStages[m[1]+m[2]], "stage of chronic kidney disease (use additional code at E11.22)", ehr.Sentence{ID: dm.SentenceID, Text: dm.Sentence}, tickedScore)
	}
}

// diabetic stands in titles that name the kidney with its diabetes.
var diabetic = re(`\b(diabet\w+|(t[12]\s?)?dm)\b`)

// history is what the note tells of the patient himself before the examination.
func (c *coder) history() string {
	return strings.ToLower(sectionText(c.note, ehr.HPI) + sectionText(c.note, ehr.PastMedical) + sectionText(c.note, ehr.ChiefComplaint))
}

// chronicPain adds the code for chronic pain beside its site (I.C.6.b.1.b: the
// site's code says where, G89 how long).
func (c *coder) chronicPain(st statement, code string) {
	if !strings.Contains(strings.ToLower(st.group), "chronic") || !strings.Contains(strings.ToLower(st.group), "pain") ||
		!strings.HasPrefix(code, "M54") && !strings.HasPrefix(code, "M25.5") && !strings.HasPrefix(code, "M79.6") {
		return
	}
	c.earn("G89.29", "chronic-pain (guideline I.C.6.b.1)", ehr.Sentence{ID: st.sentence, Text: st.group}, tickedScore)
}

// footUlcer adds where a diabetic foot ulcer is and how deep, as the tabular list asks at
// E08-E13 .621 ("use additional code to identify site of ulcer").
func (c *coder) footUlcer() {
	dm := c.has("E11.621", "E10.621")
	if dm == nil {
		return
	}
	if plain := c.has("E11.9", "E10.9"); plain != nil { // "with" is said: the complication takes its place
		c.drop(plain.Code)
		dm = c.has("E11.621", "E10.621")
	}
	if c.has("L97") != nil {
		return
	}
	site := map[side]string{right: "L97.519", left: "L97.529", noSide: "L97.509"}
	if said(c.text, re(`\b(heel|midfoot)\b[^.]*\b(ulcer|wound)|\b(ulcer|wound)[^.]*\b(heel|midfoot)\b`)) {
		site = map[side]string{right: "L97.419", left: "L97.429", noSide: "L97.409"}
	}
	s := newTerm(dm.Sentence).side
	if s == noSide || s == bilateral {
		s = c.sideOf(newTerm("foot ulcer"), statement{text: "foot ulcer", body: dm.Sentence})
	}
	if s == bilateral {
		s = noSide
	}
	code := site[s]
	for _, d := range ulcerDepths {
		if said(c.text, d.said) {
			code = code[:len(code)-1] + d.digit
		}
	}
	c.earn(code, "site-of-ulcer (tabular list, use additional code)", ehr.Sentence{ID: dm.SentenceID, Text: dm.Sentence}, tickedScore)
}

// ulcerDepths are the sixth characters of L97.4- and L97.5-, the deepest last (tabular
// list).
var ulcerDepths = []struct {
	said  *regexp.Regexp
	digit string
}{
	{re(`\b(limited to (the )?(breakdown of )?skin|skin breakdown only|superficial ulcer)`), "1"},
	{re(`\b(fat layer|subcutaneous (tissue|fat)) (is )?(exposed|visible)|\bexposed (fat|subcutaneous)`), "2"},
	{re(`\bnecrosis of (the )?muscle|necrotic muscle`), "3"},
	{re(`\bnecrosis of (the )?bone|necrotic bone`), "4"},
}

// regions are joints whose pain is integral to an injury or disorder of the same
// joint (I.B.5): the pain's code and the others' first characters.
var regions = []struct {
	pain   string
	causes []string
}{
	{"M25.56", []string{"S83", "S82.0", "M17", "M22", "M23", "S80"}}, {"M25.55", []string{"S73", "S72.0", "M16", "M70.6", "S70"}}, {"M25.51", []string{"S43", "M75", "S42.2", "M19.01", "S40"}},
	{"M25.52", []string{"S53", "M77.0", "M77.1", "M70.2", "S50"}}, {"M25.53", []string{"S63.5", "S52.5", "S60.2", "M65.4"}}, {"M25.57", []string{"S93.4", "S82.5", "S82.6", "S82.8", "M76.6"}},
	{"M79.67", []string{"S92", "S93.3", "M72.2", "M20", "L97.5"}}, {"M79.64", []string{"S62", "S63.6", "S60", "M65.3", "G56"}}, {"M54.5", []string{"S39.01", "S33", "M51", "M48.06", "M54.16"}}, {"M54.9", []string{"S39.01", "S33", "M51"}}, {"M54.2", []string{"S13", "S16", "M50", "M47.812"}},
}

// sameRegion drops pain of a joint beside what hurts it.
func (c *coder) sameRegion() {
	for _, r := range regions {
		if c.has(r.pain) != nil && c.has(r.causes...) != nil {
			c.drop(r.pain)
		}
	}
}

// integral lists symptoms that go with a diagnosis as a rule. Our own list, from
// the diseases' usual pictures.
var integral = []struct{ symptoms, to []string }{
	{[]string{"R05", "R06.2", "R06.02", "R50.9"}, []string{"J44", "J45", "J18", "J20", "J06", "J11", "U07"}},
	{[]string{"R06.02", "R06.09", "R60.0", "R60.9"}, []string{"I50", "I11.0", "I13"}},
	{[]string{"R05", "R50.9", "R52", "M79.10"}, []string{"J10", "J11", "U07.1"}},
	{[]string{"R07.0", "J02.9"}, []string{"J02.0", "J03", "J36"}},
	{[]string{"R12", "R10.13"}, []string{"K21", "K25", "K27", "K29"}},
	{[]string{"R30.0", "R35.0"}, []string{"N39.0", "N30", "N10", "N12"}},
	{[]string{"R10.A"}, []string{"N20", "N10", "N12"}},
	{[]string{"R10.9", "R11.2", "R11.0", "R11.10", "R19.7"}, []string{"K52", "A08", "K57", "K35", "K80", "K85"}},
	{[]string{"R51.9"}, []string{"G43", "G44"}},
	{[]string{"R73.9", "R73.03"}, []string{"E11", "E10"}},
	{[]string{"R03.0"}, []string{"I10", "I11", "I12", "I13"}},
	{[]string{"R31"}, []string{"N20"}},
	{[]string{"R42"}, []string{"H81"}},
}

func (c *coder) drop(prefix string) {
	kept := c.out[:0]
	for _, s := range c.out {
		if !strings.HasPrefix(s.Code, prefix) {
			kept = append(kept, s)
		}
	}
	c.out = kept
}

// past codes what is over, a relative's, or a state after a procedure: Z codes
// only (Official Guidelines I.C.21.c.3, I.C.21.c.4).
func (c *coder) past(st statement) {
	const rule = "history-and-status (guideline I.C.21.c)"
	for _, h := range historical {
		if h.history == st.history && h.of.MatchString(st.text) {
			code := h.code
			if code == "Z98.61" && said(c.text, re(`\b(stents?|stented|des|bms)\b`)) {
				code = "Z95.5" // tabular list, Excludes1 at Z98.61: angioplasty with an implant
			}
			if n, ok := c.lx.Release.Lookup(code); ok && n.Billable {
				if has, open := c.lx.hasSides(n); has && open {
					side := newTerm(st.group).side
					if side == noSide {
						side = c.sideOf(newTerm(st.text), st)
					}
					n = c.lx.onSide(n, side)
				}
				c.enter(Suggestion{Code: n.Code, Description: n.Description, SentenceID: st.sentence, Sentence: st.group,
					Rules: append(st.rules, rule), score: tickedScore, title: st.title})
				if strings.HasPrefix(code, "Z85") && st.cancerOver(st.group) && followsUp.MatchString(st.group+sectionText(c.note, ehr.ChiefComplaint)) {
					c.earn("Z08", "follow-up-after-cancer (guideline I.C.21.c.8)", ehr.Sentence{ID: st.sentence, Text: st.group}, tickedScore)
				}
				return
			}
		}
	}
	// What is still treated is no history (I.C.21.c.4; IV.J).
	if st.history == personal && stillTreated.MatchString(st.body) && !operation.MatchString(st.text) && !oncologic.MatchString(st.text) {
		st.history = present
		st.rules = append(st.rules, "treated-is-present (guideline IV.J)")
		c.one(st)
		return
	}
	lead := map[history]string{personal: "personal history of ", family: "family history of ", status: "presence of "}[st.history]
	q := newTerm(lead + st.text)
	for _, h := range c.possible(c.lx.search(q, 20)) {
		if h.Code.Code[0] != 'Z' || h.Score < weakestHistory {
			continue
		}
		c.enter(Suggestion{Code: h.Code.Code, Description: h.Code.Description, SentenceID: st.sentence, Sentence: st.group,
			Rules: append(st.rules, rule), score: h.Score, title: st.title})
		return
	}
	if n, ok := c.lx.Release.Lookup("Z98.890"); ok && st.history != family && operation.MatchString(st.text) {
		c.enter(Suggestion{Code: n.Code, Description: n.Description, SentenceID: st.sentence, Sentence: st.group,
			Rules: append(st.rules, rule), score: 0.75, title: st.title})
	}
}

var (
	stillTreated = re(`\b(continue|refill|taking|increase|decrease|on medication|with medication)`)
	operation    = re(`\b(repair|replacement|surgery|reconstruction|release|fusion|arthroscop\w+|graft|removal|resection|\w+(ectomy|plasty|otomy|ostomy|pexy)|transplant\w*|stent\w*|ablation|bypass|procedure|excision|implant\w*|extraction|discectomy)\b`)
	oncologic    = re(`\b(cancer|carcinoma|melanoma|lymphoma|leukemia|tumor|dcis|malignan\w+)\b`)
)

// historical names the usual Z code of what notes call "history of" and "status
// post". Our own list.
var historical = []struct {
	history history
	of      *regexp.Regexp
	code    string
}{
	{status, re(`\b(basal cell|squamous cell|skin cancer)`), "Z85.828"}, {personal, re(`\b(basal cell|squamous cell|skin cancer)`), "Z85.828"},
	{status, re(`\bmelanoma`), "Z85.820"}, {personal, re(`\bmelanoma`), "Z85.820"},
	{personal, re(`\b(dcis|ductal carcinoma in situ)`), "Z86.000"}, {status, re(`\bmastectomy`), "Z90.10"},
	{personal, re(`\bbreast cancer`), "Z85.3"}, {personal, re(`\bprostate cancer`), "Z85.46"}, {personal, re(`\bcolon cancer`), "Z85.038"}, {personal, re(`\blung cancer`), "Z85.118"},
	{status, re(`\b(kidney|renal) transplant`), "Z94.0"}, {status, re(`\bliver transplant`), "Z94.4"}, {status, re(`\bheart transplant`), "Z94.1"},
	{status, re(`\b(cabg|bypass graft|coronary (artery )?bypass)`), "Z95.1"}, {personal, re(`\b(cabg|bypass graft|coronary (artery )?bypass)`), "Z95.1"},
	{status, re(`\b(stent\w*|des|drug[- ]eluting)\b`), "Z95.5"}, {status, re(`\b(pci|ptca|angioplasty)\b`), "Z98.61"}, {status, re(`\bvalve replacement`), "Z95.2"}, {status, re(`\bpacemaker`), "Z95.0"},
	{personal, re(`\bhepatitis c\b`), "Z86.19"}, {personal, re(`\btubal ligation`), "Z98.51"}, {status, re(`\b(tubal ligation|sterili[sz]ation)`), "Z98.51"}, {personal, re(`\b(leukocytosis|anemia|thrombocytopenia)`), "Z86.2"},
	{status, re(`\blobectomy|pneumonectomy`), "Z90.2"}, {personal, re(`\blobectomy|pneumonectomy`), "Z90.2"},
	{status, re(`\bknee (replacement|arthroplasty)|\btk[ar]\b`), "Z96.659"}, {status, re(`\bhip (replacement|arthroplasty)|\bth[ar]\b`), "Z96.649"}, {status, re(`\bshoulder (replacement|arthroplasty)`), "Z96.619"},
	{personal, re(`\bknee (replacement|arthroplasty)|\btk[ar]\b`), "Z96.659"}, {personal, re(`\bhip (replacement|arthroplasty)|\bth[ar]\b`), "Z96.649"}, {personal, re(`\bshoulder (replacement|arthroplasty)`), "Z96.619"},
	{status, re(`\bcataract`), "Z98.49"}, {status, re(`\bhysterectomy`), "Z90.710"}, {status, re(`\bcholecystectomy`), "Z90.49"}, {status, re(`\b(colectomy|appendectomy)`), "Z90.49"},
	{status, re(`\bthyroidectomy`), "E89.0"}, {status, re(`\bsplenectomy`), "Z90.81"}, {status, re(`\bnephrectomy`), "Z90.5"}, {status, re(`\bprostatectomy`), "Z90.79"},
	{status, re(`\bbariatric|gastric (bypass|sleeve)|sleeve gastrectomy`), "Z98.84"}, {personal, re(`\bbariatric|gastric (bypass|sleeve)`), "Z98.84"},
	{personal, re(`\b(mi|nstemi|stemi|myocardial infarction|heart attack)\b`), "I25.2"},
	{personal, re(`\baneurysm`), "Z86.79"}, {personal, re(`\b(stroke|tia|cva)\b`), "Z86.73"}, {personal, re(`\b(dvt|deep vein)`), "Z86.718"}, {personal, re(`\bpulmonary embol`), "Z86.711"},
	{personal, re(`\b(kidney|renal|ureter\w*) (stone|calcul)|nephrolithiasis`), "Z87.442"}, {personal, re(`\bcolon(ic)? polyp`), "Z86.0100"}, {personal, re(`\b(smoking|tobacco|nicotine)`), "Z87.891"},
	{family, re(`\bbreast cancer`), "Z80.3"}, {family, re(`\bcolon cancer`), "Z80.0"}, {family, re(`\bmelanoma|skin cancer`), "Z80.8"}, {family, re(`\bprostate cancer`), "Z80.42"},
}

// isPast reports whether a thing is one that notes call prior and that is coded as history.
func isPast(thing string) bool {
	for _, h := range historical {
		if h.history == personal && h.of.MatchString(thing) {
			return true
		}
	}
	return false
}

// weakestHistory is higher than weakest: the Z codes' texts share their first
// words with every query.
const weakestHistory = 0.55
