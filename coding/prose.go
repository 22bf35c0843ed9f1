package coding

import (
	"regexp"
	"strings"

	"github.com/visitwright/visitwright/ehr"
)

// prose finds statements in a note whose assessment has no titles. What the
// assessment says counts; a long-standing condition told elsewhere counts where
// the assessment treats it (Official Guidelines IV.J); the complaint counts where
// nothing explains it (IV.D); a fracture or sprain in the results counts. Denied,
// doubtful and a relative's things are left out.
func (c *coder) prose() []statement {
	p := prosaist{c: c, seen: map[string]bool{}}
	hasPlan := false
	for _, sec := range c.note.Sections {
		if sec.Name == ehr.AssessmentPlan || sec.Name == "procedure" {
			hasPlan = true
			p.read(sec, func(code, text string) bool { return true })
		}
	}
	plan := c.text
	if hasPlan {
		plan = strings.ToLower(sectionText(c.note, ehr.AssessmentPlan))
	}
	diagnosed := p.newDiagnosis()
	for _, sec := range c.note.Sections {
		switch sec.Name {
		case ehr.ChiefComplaint:
			p.read(sec, func(code, _ string) bool { return !complaint(code) })
		case ehr.HPI, ehr.PastMedical, ehr.ROS:
			p.read(sec, func(code, text string) bool { return treatedIn(code, plan) || !hasPlan && acted.MatchString(text) })
		case ehr.ResultList:
			p.read(sec, func(code, _ string) bool { return code[0] == 'S' && !diagnosed })
		}
	}
	if p.newDiagnosis() {
		p.dropComplaints()
		return p.out
	}
	for _, sec := range c.note.Sections {
		if sec.Name == ehr.ChiefComplaint || sec.Name == ehr.HPI && len(p.out) == 0 {
			p.read(sec, func(code, text string) bool { return sec.Name == ehr.ChiefComplaint || code[0] != 'Z' })
			if len(p.out) > 0 && sec.Name == ehr.HPI {
				p.out = p.out[:min(len(p.out), 2)]
			}
		}
	}
	return p.out
}

// acted opens what the clinician does about the thing that a letter's sentence names.
var acted = re(`\b(i|we) (will|would|am|are|have|recommend\w*|suggest\w*|prescrib\w*|advis\w*|start\w*|continue\w*|refer\w*|want|plan)\b`)

func sectionText(note ehr.Note, name ehr.SectionName) string {
	var b strings.Builder
	for _, sec := range note.Sections {
		if sec.Name == name {
			for _, s := range sec.Sentences {
				b.WriteString(s.Text + "\n")
			}
		}
	}
	return b.String()
}

// prosaist gathers what prose names, each code once.
type prosaist struct {
	c     *coder
	seen  map[string]bool
	out   []statement
	codes []string // the code each statement was found by
}

func (p *prosaist) read(sec ehr.Section, take func(code, text string) bool) {
	for _, s := range sec.Sentences {
		for _, m := range p.c.runs(s.Text) {
			if p.seen[m.code] || !take(m.code, s.Text) {
				continue
			}
			p.seen[m.code] = true
			p.out = append(p.out, statement{text: m.text, sentence: s.ID, group: s.Text, body: s.Text, history: m.history, inPlan: sec.Name == ehr.AssessmentPlan})
			p.codes = append(p.codes, m.code)
		}
	}
}

// newDiagnosis reports whether something was found that would explain a
// complaint: no symptom and no long-standing condition.
func (p *prosaist) newDiagnosis() bool {
	for _, code := range p.codes {
		if !complaint(code) && !longStanding(code) && code[0] != 'Z' {
			return true
		}
	}
	return false
}

// dropComplaints leaves out pain where an injury or a disorder of joints is
// named beside it.
func (p *prosaist) dropComplaints() {
	local := false
	for _, code := range p.codes {
		local = local || !complaint(code) && (code[0] == 'S' || code[0] == 'M' || code[:3] == "N20" || code[0] == 'G' || code[0] == 'J' || code[0] == 'K')
	}
	if !local {
		return
	}
	out := p.out[:0]
	for i, st := range p.out {
		if !complaint(p.codes[i]) || p.codes[i][0] == 'R' && !strings.HasPrefix(p.codes[i], "R52") && p.codes[i] != "R07.9" {
			out = append(out, st)
		}
	}
	p.out = out
}

// complaint reports whether a code is a symptom: chapter 18, and pain of a joint,
// limb or back.
func complaint(code string) bool {
	for _, s := range []string{"R", "M25.5", "M79.6", "M54.2", "M54.5", "M54.9", "M79.1", "M79.8"} {
		if strings.HasPrefix(code, s) {
			return true
		}
	}
	return false
}

// care names, for long-standing conditions, the drugs and checks by which an
// assessment shows that it treats them. Our own list.
var care = []struct {
	codes []string
	by    *regexp.Regexp
}{
	{[]string{"E10", "E11", "E13"}, re(`\b(metformin|insulin|lantus|glipizide|farxiga|jardiance|ozempic|trulicity|januvia|a1c|blood (sugar|glucose)s?|diabet\w+)`)},
	{[]string{"I10", "I11"}, re(`\b(lisinopril|norvasc|amlodipine|losartan|cozaar|hydrochlorothiazide|hctz|carvedilol|metoprolol|cardura|diovan|valsartan|benazepril|olmesartan|hypertensi\w+|blood pressure)\b`)},
	{[]string{"I50"}, re(`\b(lasix|furosemide|bumex|torsemide|aldactone|entresto|heart failure|chf|fluid (retention|overload))\b`)},
	{[]string{"F32", "F33", "F41"}, re(`\b(prozac|zoloft|lexapro|celexa|effexor|wellbutrin|sertraline|fluoxetine|buspar|psychotherapy|therapist|depress\w+|anxiety)\b`)},
	{[]string{"J44", "J45"}, re(`\b(albuterol|inhaler|symbicort|advair|combivent|singulair|asthma|copd)\b`)},
	{[]string{"K21"}, re(`\b(omeprazole|prilosec|protonix|pantoprazole|nexium|reflux|gerd)\b`)},
	{[]string{"E03"}, re(`\b(synthroid|levothyroxine|unithroid|thyroid)\b`)},
	{[]string{"E78"}, re(`\b(statin|\w+statin|lipitor|crestor|zocor|cholesterol)\b`)},
	{[]string{"M10"}, re(`\b(allopurinol|colchicine|gout)\b`)},
	{[]string{"G43"}, re(`\b(imitrex|sumatriptan|topamax|migraines?)\b`)}, {[]string{"G40"}, re(`\b(keppra|seizures?|epilepsy|lamictal)\b`)},
	{[]string{"I48"}, re(`\b(eliquis|warfarin|coumadin|digoxin|ablation|atrial fibrillation|xarelto)\b`)},
	{[]string{"I25"}, re(`\b(coronary|cardiac rehab|plavix|brilinta)\b`)},
	{[]string{"M81"}, re(`\b(fosamax|alendronate|prolia|osteoporosis)\b`)}, {[]string{"D50"}, re(`\b(ferrous|iron)\b`)}, {[]string{"E55"}, re(`\bvitamin d\b`)},
	{[]string{"M05", "M06"}, re(`\b(methotrexate|humira|rheumatoid)\b`)}, {[]string{"G35"}, re(`\b(multiple sclerosis|neurolog\w+)\b`)}, {[]string{"N18"}, re(`\b(kidney function|creatinine|renal function|ckd)\b`)},
	{[]string{"M17", "M16", "M19"}, re(`\barthritis\b`)}, {[]string{"G62", "G60"}, re(`\b(gabapentin|neurontin|lyrica|neuropathy)\b`)},
}

func longStanding(code string) bool {
	for _, k := range care {
		for _, p := range k.codes {
			if strings.HasPrefix(code, p) {
				return true
			}
		}
	}
	return false
}

func treatedIn(code, plan string) bool {
	for _, k := range care {
		for _, p := range k.codes {
			if strings.HasPrefix(code, p) && said(plan, k.by) {
				return true
			}
		}
	}
	return false
}

var relative = re(`\b(mother|father|brother|sister|grandmother|grandfather|aunt|uncle|family history|mom|dad|parents?|his wife|her husband)\b`)

var (
	// hypothetical opens what is looked for, not what is there.
	hypothetical = re(`\b(if|screen(ed|ing)? for|risks?|prevent|in case|should|return for|watch for|discussed signs|signs (and symptoms )?of|complications?|include but|such as|evaluate|evaluation for|assess for|check for|tests? for|exclud\w+|r/o|rule out|to see if|worse(n|ns)|side effects?|could be|would be)\b`)
	// otherwise marks a sentence that takes back what it names.
	otherwise = re(`\b(ruled out|not (consistent|suggestive|concerning)|negative for|unlikely|no evidence|vaccin\w+|immuniz\w+|titer|well healed|resolved|has been (removed|treated))\b`)
	// aimed is weight loss that is wanted.
	aimed = re(`\b(weight loss (study|program|goal|will)|intentional\w*|maintain\w* (her|his|the) weight|working on weight|trying to lose)\b`)
)

// mention is a run of words that the lexicon knows.
type mention struct {
	text, code string
	history    history
}

// runs returns the longest runs of up to six words of a sentence that the
// lexicon knows word for word.
func (c *coder) runs(text string) []mention {
	if relative.MatchString(text) || otherwise.MatchString(text) || aimed.MatchString(text) {
		return nil
	}
	for _, cut := range []*regexp.Regexp{uncertain, hypothetical, denied} {
		if loc := cut.FindStringIndex(text); loc != nil {
			text = text[:loc[0]]
		}
	}
	var out []mention
	for _, clause := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",;:.()", r) }) {
		if !warded.MatchString(clause) {
			out = append(out, c.clauseRuns(words(clause))...)
		}
	}
	return out
}

// warded names an illness that is guarded against, not there: "flu shot", "DVT prophylaxis".
var warded = regexp.MustCompile(`(?i)\b(shots?|vaccin\w+|immuni[sz]\w+|boosters?|prophyla\w+|prevention|precautions?)\b`)

func (c *coder) clauseRuns(ws []string) []mention {
	var out []mention
	for i := 0; i < len(ws); {
		n := min(6, len(ws)-i)
		for ; n > 0; n-- {
			run := strings.Join(ws[i:i+n], " ")
			if stop[ws[i]] || stop[ws[i+n-1]] || len(run) < 3 || tooPlain.MatchString(run) || tooPlain.MatchString(strings.Join(canonical(ws[i:i+n]), " ")) || onlyPlace(run) {
				continue
			}
			h := c.possible(c.lx.Search(run, 1))
			if len(h) == 0 || h[0].Score < 1 || n == 1 && h[0].Source != FromPhrase || h[0].Code.Code[0] == 'Z' && !strings.HasPrefix(h[0].Code.Code, "Z12") {
				continue
			}
			if strings.HasPrefix(h[0].Code.Code, "Z12") && run == "colonoscopy" {
				continue
			}
			out = append(out, mention{text: run, code: h[0].Code.Code})
			break
		}
		i += max(n, 1)
	}
	return out
}

// tooPlain are words that are a code's whole text but name nothing by themselves.
var tooPlain = regexp.MustCompile(`^(pain|injury|problem|problems|screening|history|treatment|exposure|exercise|stress|swelling|edema|surgery|allergy|allergies|medication|therapy|education|counseling|observation|procedure|fall|work|family|smoking|food|sleep|diet|examination|infection|inflammation|fracture|burn|wound|lesion|cyst|mass|tear|spasm|sprain|strain|immunization|pregnancy|left|right|kidney|renal|renal artery|thyroid|prostate|heart|skin|breast|bilateral breast|lung|liver|bone|joint|mood|gas|scar|mole|tic|cold|weakness|numbness|tingling|bleeding|discomfort|trauma|her (left|right).*|(left|right|bilateral) (knee|ankle|foot|hip|shoulder|wrist|hand|elbow|arm|leg|kidney)|opioid use|alcohol|weight loss|birth control|menopause|infertility)$`)
