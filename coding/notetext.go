package coding

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/visitwright/visitwright/ehr"
)

// ReadText reads a note as people write it, headings and lines, into sections
// and sentences. Problem titles in the assessment become sentences of the kind
// ehr.ProblemTitle, and what follows each belongs to its group.
func ReadText(text string) ehr.Note {
	r := textReader{section: ehr.Section{Name: ehr.HPI}}
	for _, line := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		for _, part := range strings.Split(headingWithin.ReplaceAllString(line, "$1\n$2"), "\n") {
			r.line(strings.TrimSpace(part))
		}
	}
	r.close()
	return r.note
}

// headingWithin opens the assessment or the plan in the middle of a line: "Lungs clear.
// ASSESSMENT: 1. Asthma. PLAN: inhaler".
var headingWithin = regexp.MustCompile(`([.!?;])[ \t]+((?:ASSESSMENT(?: AND PLAN)?|IMPRESSION(?: AND PLAN)?|DIAGNOS[EI]S|PLAN|A/P|A&P)\s*:)`)

type textReader struct {
	note    ehr.Note
	section ehr.Section
	group   string
	n       int
	titled  bool // a problem title was read
	opens   bool // lines of the assessment open with their problem: "Osteoporosis. Start calcium."
	hashed  bool // problems open with "#"
	actions bool // under a plan of its own, after the problems: its lines are actions
}

// headings maps the headings seen in office notes to sections.
var headings = map[string]ehr.SectionName{
	"chief complaint": ehr.ChiefComplaint, "cc": ehr.ChiefComplaint, "reason for visit": ehr.ChiefComplaint,
	"history of present illness": ehr.HPI, "hpi": ehr.HPI, "subjective": ehr.HPI, "interval history": ehr.HPI,
	"review of systems": ehr.ROS, "ros": ehr.ROS,
	"past medical history": ehr.PastMedical, "medical history": ehr.PastMedical, "pmh": ehr.PastMedical,
	"past history": ehr.PastMedical, "history": ehr.PastMedical, "surgical history": ehr.PastSurgical, "past surgical history": ehr.PastSurgical,
	"family history": ehr.FamilyHistory, "social history": ehr.SocialHistory,
	"medications": ehr.MedicationList, "current medications": ehr.MedicationList, "allergies": ehr.AllergyList,
	"vitals": ehr.VitalSigns, "vitals reviewed": ehr.VitalSigns, "vital signs": ehr.VitalSigns,
	"physical examination": ehr.Exam, "physical exam": ehr.Exam, "exam": ehr.Exam, "objective": ehr.Exam, "examination": ehr.Exam,
	"results": ehr.ResultList, "labs": ehr.ResultList, "imaging": ehr.ResultList, "data": ehr.ResultList, "diagnostics": ehr.ResultList,
	"assessment": ehr.AssessmentPlan, "impression": ehr.AssessmentPlan, "diagnosis": ehr.AssessmentPlan, "diagnoses": ehr.AssessmentPlan,
	"plan": ehr.AssessmentPlan, "assessment and plan": ehr.AssessmentPlan, "assessment & plan": ehr.AssessmentPlan,
	"assessment/plan": ehr.AssessmentPlan, "a/p": ehr.AssessmentPlan, "impression and plan": ehr.AssessmentPlan, "impression/plan": ehr.AssessmentPlan,
	"imp": ehr.AssessmentPlan, "pln": ehr.AssessmentPlan, "dx": ehr.AssessmentPlan, "problem list": ehr.AssessmentPlan, "assessment / plan": ehr.AssessmentPlan, "clinical impression": ehr.AssessmentPlan,
	"s": ehr.HPI, "o": ehr.Exam, "a": ehr.AssessmentPlan, "p": ehr.AssessmentPlan, "a&p": ehr.AssessmentPlan, "a & p": ehr.AssessmentPlan, "ap": ehr.AssessmentPlan, "a+p": ehr.AssessmentPlan,
	"plan by problem": ehr.AssessmentPlan, "assessment and plan by problem": ehr.AssessmentPlan, "assessment/plan by problem": ehr.AssessmentPlan, "problem based plan": ehr.AssessmentPlan, "problem-based plan": ehr.AssessmentPlan,
	"problem based assessment": ehr.AssessmentPlan, "problem-based assessment and plan": ehr.AssessmentPlan, "active problems": ehr.AssessmentPlan, "problems addressed": ehr.AssessmentPlan, "problems": ehr.AssessmentPlan, "imp/plan": ehr.AssessmentPlan, "discussion": ehr.AssessmentPlan,
	"impressions": ehr.AssessmentPlan, "final diagnosis": ehr.AssessmentPlan, "final diagnoses": ehr.AssessmentPlan, "working diagnosis": ehr.AssessmentPlan, "assessment and recommendations": ehr.AssessmentPlan,
	"assessments": ehr.AssessmentPlan, "visit diagnoses": ehr.AssessmentPlan, "visit diagnosis": ehr.AssessmentPlan, "encounter diagnoses": ehr.AssessmentPlan, "assessment/recommendations": ehr.AssessmentPlan,
	"reason for consultation": ehr.ChiefComplaint, "pe": ehr.Exam, "physical": ehr.Exam, "meds": ehr.MedicationList, "home medications": ehr.MedicationList,
	"pc": ehr.ChiefComplaint, "presenting complaint": ehr.ChiefComplaint, "pmhx": ehr.PastMedical, "psh": ehr.PastSurgical, "dh": ehr.MedicationList,
	"sh": ehr.SocialHistory, "shx": ehr.SocialHistory, "fh": ehr.FamilyHistory, "fhx": ehr.FamilyHistory, "o/e": ehr.Exam, "ix": ehr.ResultList,
	"past surgical": ehr.PastSurgical, "test results": ehr.ResultList, "laboratory": ehr.ResultList, "laboratory results": ehr.ResultList, "studies": ehr.ResultList,
	"instructions": ehr.Instructions, "patient instructions": ehr.Instructions, "procedure": ehr.SectionName("procedure"),
}

// labels open a paragraph under a problem and are no problems themselves.
var labels = regexp.MustCompile(`(?i)^(medical reasoning|reasoning|medical treatment|treatment|additional testing|additional workup|testing|patient education( and counseling)?|education|counseling|specialist referrals?|referrals?|patient agreements?|follow[- ]?up|plan|assessment|medications?|instructions?|imaging|labs|procedures?|other|return|disposition|goals?|orders?)\s*:`)

var bullet = regexp.MustCompile(`^(?:\(?\d{1,2}[.)]|[•*·–—-]|#\s?\d*[.):]?)\s*`)

// preface and trimmings are what programs put before and around headings.
var preface = regexp.MustCompile(`(?i)^(possible )?(clinical|progress|office|visit|soap) note\s*:\s*`)

// problemNumber opens a problem in some layouts: "#1 Migraine".
var problemNumber = regexp.MustCompile(`^#\s?\d{1,2}[.):]?\s`)

const trimmings = "#*<>_ \t"

func (r *textReader) line(line string) {
	if r.section.Name != ehr.AssessmentPlan && problemLine(line) { // "# Gout - continue allopurinol" under no heading
		r.open(ehr.AssessmentPlan, "")
	}
	if line = preface.ReplaceAllString(strings.TrimRight(line, "<#_ \t"), ""); !problemNumber.MatchString(line) {
		line = strings.TrimLeft(line, "#<>_ \t")
	}
	if line = strings.TrimPrefix(strings.TrimSpace(line), ": "); strings.Trim(line, trimmings+":") == "" {
		return
	}
	bare := strings.ToLower(strings.Trim(line, trimmings+":"))
	if name, ok := headings[bare]; ok {
		r.open(name, strings.Trim(line, trimmings))
		r.actions = r.titled && (bare == "plan" || bare == "pln")
		return
	}
	if head, rest, ok := strings.Cut(line, ":"); ok && r.inline(head) {
		bare = strings.ToLower(strings.Trim(head, trimmings))
		r.open(headings[bare], strings.Trim(head, trimmings))
		r.actions = r.titled && (bare == "plan" || bare == "pln")
		r.line(strings.TrimLeft(rest, trimmings))
		return
	}
	if loc := dash.FindStringIndex(line); loc != nil && r.section.Name != ehr.AssessmentPlan && r.inline(line[:loc[0]]) { // "Assessment - gout"
		r.open(headings[strings.ToLower(strings.Trim(line[:loc[0]], trimmings))], strings.Trim(line[:loc[0]], trimmings))
		r.line(line[loc[1]:])
		return
	}
	if line == strings.ToUpper(line) && len(strings.Fields(line)) <= 5 && strings.IndexFunc(line, isLetter) >= 0 && !strings.ContainsAny(line, "0123456789") && !strings.HasSuffix(line, ".") && !bullet.MatchString(line) {
		r.open(ehr.SectionName(strings.ReplaceAll(bare, " ", "_")), line)
		return
	}
	if r.section.Name == ehr.AssessmentPlan {
		for _, item := range items(line) {
			r.assessment(item)
		}
		return
	}
	r.sentences(bullet.ReplaceAllString(line, ""), ehr.Statement)
}

// problemLine says whether a line opens with "#" and a problem, with what is said about it behind.
func problemLine(line string) bool {
	rest := strings.TrimLeft(line, "# ")
	loc := dash.FindStringIndex(rest)
	if !strings.HasPrefix(line, "#") || loc == nil {
		return false
	}
	_, heading := headings[strings.ToLower(rest[:loc[0]])]
	return !heading && isTitle(rest[:loc[0]])
}

// inline reports whether a heading stands before its text on the same line. Under
// the assessment a label such as "Plan:" belongs to the problem above it.
func (r *textReader) inline(head string) bool {
	name, ok := headings[strings.ToLower(strings.Trim(head, trimmings))]
	return ok && (r.section.Name != ehr.AssessmentPlan || name != ehr.AssessmentPlan && !labels.MatchString(strings.Trim(head, trimmings)+":") || r.group == "" && name == ehr.AssessmentPlan)
}

// inlineItem splits problems that stand in one line: "- Depression: stable. - Hypertension: ...".
var inlineItem = regexp.MustCompile(`([.!?;])\s+((?:[-•*]|\d{1,2}[.)])\s+[A-Z][^.:]{2,60}:)`)

// counted opens an item of a list in one line: "1. Hypertension. 2. Gout."
var counted = regexp.MustCompile(`(?:^|\s)(\d{1,2})[.)]\s+[A-Za-z]`)

// items splits a line of the assessment that holds several problems. Numbers part
// it only where they count from one without a gap.
func items(line string) []string {
	found := counted.FindAllStringSubmatchIndex(line, -1)
	for i, m := range found {
		if line[m[2]:m[3]] != strconv.Itoa(i+1) {
			found = nil
			break
		}
	}
	if len(found) < 2 || strings.TrimSpace(line[:found[0][2]]) != "" {
		return strings.Split(inlineItem.ReplaceAllString(line, "$1\n$2"), "\n")
	}
	var out []string
	for i, m := range found {
		end := len(line)
		if i+1 < len(found) {
			end = found[i+1][2]
		}
		out = append(out, strings.TrimSpace(line[m[2]:end]))
	}
	return out
}

func isLetter(c rune) bool { return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' }

// problemLabel stands before a title in some layouts.
var problemLabel = regexp.MustCompile(`(?i)^(problem|diagnosis|dx|issue|imp|impression)\s*(#?\s*\d+)?\s*:\s*`)

// assessment tells titles from what is said under them.
func (r *textReader) assessment(line string) {
	text := strings.ReplaceAll(bullet.ReplaceAllString(line, ""), "**", "")
	if r.actions {
		r.sentences(text, ehr.Reasoning)
		return
	}
	if strings.HasPrefix(line, "#") {
		r.hashed = true
	} else if r.hashed && r.group != "" && strings.ContainsAny(line[:1], "-*•") { // what is done about "# IBS"
		r.sentences(text, ehr.Reasoning)
		return
	}
	if problem := problemLabel.FindString(text); problem != "" {
		text = text[len(problem):]
		if isTitle(text) {
			r.title(text)
			return
		}
	}
	if labels.MatchString(text) {
		_, rest, _ := strings.Cut(text, ":")
		r.sentences(strings.TrimSpace(rest), ehr.Reasoning)
		return
	}
	if head, rest, ok := strings.Cut(text, ":"); ok && isTitle(head) && len(strings.Fields(head)) <= 12 {
		r.title(head)
		r.sentences(strings.TrimSpace(rest), ehr.Reasoning)
		return
	}
	if loc := dash.FindStringIndex(text); loc != nil && isTitle(text[:loc[0]]) && len(strings.Fields(text[:loc[0]])) <= 8 {
		r.title(text[:loc[0]])
		r.following(strings.TrimSpace(text[loc[1]:]))
		return
	}
	if list := onlyTitles(text); r.group == "" && len(list) > 1 && !bullet.MatchString(line) && !plans.MatchString(strings.Trim(r.section.Title, trimmings+":")) { // "A: Depression. Anxiety. Insomnia."
		for _, t := range list {
			r.title(t)
		}
		return
	}
	// "Hypertension. Continue lisinopril." on a numbered line: the first sentence is the title.
	if first, rest, ok := strings.Cut(text, ". "); ok && bullet.MatchString(line) && isTitle(first) {
		r.title(first)
		r.sentences(rest, ehr.Reasoning)
		return
	}
	if isTitle(text) {
		r.title(text)
		return
	}
	if parts := strings.Split(text, ";"); len(parts) > 1 && !slices.ContainsFunc(parts, func(p string) bool { return !isTitle(p) }) {
		for _, p := range parts {
			r.title(p)
		}
		return
	}
	// "Right otitis media. Start amoxicillin.": the first thing said names the problem.
	if first, rest, ok := strings.Cut(text, ". "); ok && (r.group == "" || r.opens) && isTitle(first) && len(strings.Fields(first)) <= 8 {
		r.title(first)
		r.opens = true
		r.sentences(rest, ehr.Reasoning)
		return
	}
	r.sentences(text, ehr.Reasoning)
}

// following takes what stands behind a problem and a dash. Other problems may follow in
// the same way: "Gout - no flare. HTN - at goal, continue losartan."
func (r *textReader) following(text string) {
	for _, s := range strings.Split(sentenceEnd.ReplaceAllString(text, "$1\n$2"), "\n") {
		if loc := dash.FindStringIndex(s); loc != nil && isTitle(s[:loc[0]]) && len(strings.Fields(s[:loc[0]])) <= 5 {
			r.title(s[:loc[0]])
			s = s[loc[1]:]
		}
		r.sentences(s, ehr.Reasoning)
	}
}

// plans stands in headings under which actions follow as well.
var plans = regexp.MustCompile(`(?i)plan|recommend|^(a/p|a ?[&+] ?p|ap|p)$`)

// onlyTitles parts a line that is nothing but short titles; nil where it says more.
func onlyTitles(line string) []string {
	var out []string
	for _, t := range strings.Split(strings.TrimRight(line, ". "), ". ") {
		if t = strings.TrimSpace(t); !isTitle(t) || len(strings.Fields(t)) > 9 {
			return nil
		}
		out = append(out, t)
	}
	return out
}

// sentenceStart opens a sentence rather than a title.
var sentenceStart = regexp.MustCompile(`(?i)^(the|she|he|they|we|i|i'm|i've|at|after|regarding|if|this|that|these|it|there|for|his|her|please|continue|start|stop|will|recommend|discussed|return|patient|increase|decrease|order|refer|obtain|repeat|follow[- ]?up (in|with|as|at|if|on \d|appointment|again|sooner|was|per)|following|follow (the|up)$|call|given|given|once|today|as|in|on|with|ms|mr|mrs|dr|no|take|use|avoid|monitor|schedule|prescription|prescribed|advised|encouraged|your|you)\b`)

// verb appears in a sentence and hardly ever in a title.
var verb = regexp.MustCompile(`(?i)\b(is|are|was|were|has|have|had|will|would|should|can|could|may|reports|denies|presents|states|recommend\w*|prescrib\w*|discussed|advised|encouraged|ordered|take|taking|continue|start|need|needs|understands|agrees)\b`)

// isTitle tells a problem title from a sentence by its length and its words.
func isTitle(s string) bool {
	s = strings.TrimRight(strings.TrimSpace(s), ".")
	if loc := uncertain.FindStringIndex(s); loc != nil && loc[0] > 0 && !strings.Contains(s, ". ") { // "Palpitations, could be anxiety"
		s = s[:loc[0]]
	}
	n := len(strings.Fields(s))
	return n > 0 && n <= 14 && !sentenceStart.MatchString(s) && !verb.MatchString(s) && !strings.Contains(s, ". ") && !dose.MatchString(strings.SplitN(s, ",", 2)[0])
}

// dose stands in a treatment and not in the name of a problem.
var dose = regexp.MustCompile(`(?i)\b\d+([.,]\d+)?\s?(mg|mcg|ml|units?|tablets?|puffs?)\b|\b(as needed|prn|twice (a )?da(y|ily)|once (a )?da(y|ily)|nightly|bid|tid|qid|qhs|every \d+ (hours|days|weeks))\b`)

// dash parts a problem from what is said about it on the same line.
var dash = regexp.MustCompile(`\s+[–—-]+\s+`)

func (r *textReader) title(s string) {
	r.titled = true
	r.group = strings.TrimRight(strings.TrimSpace(s), ".")
	r.add(r.group, ehr.ProblemTitle)
}

var sentenceEnd = regexp.MustCompile(`([.!?])\s+([A-Z])`)

func (r *textReader) sentences(text string, kind ehr.SentenceKind) {
	for _, s := range strings.Split(sentenceEnd.ReplaceAllString(text, "$1\n$2"), "\n") {
		if s = strings.TrimSpace(s); s != "" {
			r.add(s, kind)
		}
	}
}

func (r *textReader) add(text string, kind ehr.SentenceKind) {
	r.n++
	r.section.Sentences = append(r.section.Sentences, ehr.Sentence{
		ID: ehr.SentenceID(fmt.Sprintf("t%d", r.n)), Text: text, Kind: kind, Group: r.group, Origin: ehr.ByPerson})
}

func (r *textReader) open(name ehr.SectionName, title string) {
	r.close()
	r.section = ehr.Section{Name: name, Title: title}
	r.group, r.actions, r.opens, r.hashed = "", false, false, false
}

func (r *textReader) close() {
	if len(r.section.Sentences) > 0 {
		r.note.Sections = append(r.note.Sections, r.section)
	}
}
