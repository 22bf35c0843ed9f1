package scribe

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/fact"
	"github.com/visitwright/visitwright/scribe/reword"
)

// line is a sentence before it has an identifier.
type line struct {
	text     string
	kind     ehr.SentenceKind
	group    string
	segments []ehr.SegmentID
	chart    []ehr.ChartRef
	told     string  // the same in the second person, for the patient to take home
	weight   float64 // how surely it belongs here; 0: always
}

// compose writes every section, then lays them out as the template says.
func (d *drafter) compose() {
	why := d.why()
	open := d.opening(why)
	written := map[ehr.SectionName][]line{
		ehr.ChiefComplaint: d.chiefComplaint(why),
		ehr.ROS:            d.review(why),
		ehr.VitalSigns:     d.vitalSigns(),
		ehr.Exam:           d.examination(),
		ehr.ResultList:     d.resultList(),
	}
	d.history(why, open, written)
	written[ehr.AssessmentPlan] = append(summary(open), d.assessment(why, written)...)
	d.instruct(written)
	if !slices.ContainsFunc(d.placed, func(p placed) bool { return p.room != nowhere }) {
		return
	}
	d.layOut(written)
}

// layOut sets what was written under the template's headings.
func (d *drafter) layOut(written map[ehr.SectionName][]line) {
	for _, t := range d.o.Template.Sections {
		ls := written[t.Name]
		for _, also := range t.Include {
			ls = append(ls, written[also]...)
		}
		if d.o.Template.Style == Brief {
			ls = telegraphic(ls)
		}
		if ls = heaviest(distinct(ls), t.Most); len(ls) == 0 {
			continue
		}
		s := ehr.Section{Name: t.Name, Title: t.Title}
		for _, l := range ls {
			l.text = d.o.Template.worded(d.named(l.text))
			s.Sentences = append(s.Sentences, d.sentence(l))
		}
		d.note.Sections = append(d.note.Sections, s)
	}
}

// distinct drops lines that say again what a line before them in the same group
// said.
func distinct(ls []line) []line {
	var out []line
	var seen []map[string]bool
	for _, l := range ls {
		if l.text == "" {
			continue
		}
		w := weighty(l.text)
		again := false
		for i, s := range seen {
			if out[i].group == l.group && (out[i].kind == ehr.ProblemTitle) == (l.kind == ehr.ProblemTitle) && covered(w, s) {
				again = true
				break
			}
		}
		if !again {
			out, seen = append(out, l), append(seen, w)
		}
	}
	return out
}

var light = map[string]bool{}

func init() {
	for _, w := range strings.Fields("the a an and or of to in on at is are was were be been has have had he she they it his her him their them patient i we you my our this that there for with as do does did will would can could so but if any some just about from by then also") {
		light[w] = true
	}
}

// weighty returns the words of a text that carry its meaning, negators with them.
func weighty(text string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return strings.ContainsRune(" ,.?!;:()", r) }) {
		if !light[w] {
			out[w] = true
		}
	}
	return out
}

// covered reports whether nothing of w is missing from s: every number and
// negator, and all other words.
func covered(w, s map[string]bool) bool {
	for k := range w {
		if !s[k] {
			return false
		}
	}
	return true
}

// telling keeps the lines that can stand as sentences.
func telling(ls []line, imperative bool) []line {
	var out []line
	for _, l := range ls {
		if reword.Sound(plainWords(l.text), imperative) {
			out = append(out, l)
		}
	}
	return out
}

func plainWords(text string) []string {
	return strings.Fields(strings.ToLower(strings.NewReplacer(",", " , ", ".", " ", "?", " ").Replace(text)))
}

// write puts a statement in words with one of the rewriters.
func (d *drafter) write(p placed, how func([]string, reword.Pronouns) []string) string {
	w := p.Joined
	if w == nil && p.Speaker != ehr.ClinicianVoice {
		w = reword.Statement(p.Source, p.Speaker, d.who.pronouns)
	} else if w == nil {
		w = how(p.Source, d.who.pronouns)
	}
	return reword.Sentence(d.theirs(reword.Tidy(w)))
}

// theirs writes "their" for a second "the patient's" in a sentence.
func (d *drafter) theirs(w []string) []string {
	if !d.who.pronouns.Neutral() {
		return w
	}
	out := make([]string, 0, len(w))
	for i, s := range w {
		if s == "the patient's" && i > 0 && slices.Contains(out, "the patient") {
			s = "their"
		}
		out = append(out, s)
	}
	return out
}

func (d *drafter) historyText(p placed) string {
	return d.write(p, func(w []string, pr reword.Pronouns) []string { return reword.Statement(w, ehr.ClinicianVoice, pr) })
}

func (d *drafter) chiefComplaint(why complaint) []line {
	if why.text == "" {
		return nil
	}
	return []line{{text: why.text + ".", kind: ehr.Statement, segments: why.segments}}
}

func (d *drafter) in(r room) []placed {
	var out []placed
	for _, p := range d.placed {
		if p.room == r {
			out = append(out, p)
		}
	}
	return out
}

// examination sorts findings by body system, in the order of a note.
func (d *drafter) examination() []line {
	by := map[string][]line{}
	last := ""
	for _, p := range d.in(exam) {
		system := reword.System(p.Source)
		if system == "" || system == "Vital signs" {
			if system = last; system == "" {
				system = "General"
			}
		}
		last = system
		text := d.examined(p)
		if text == "" {
			continue
		}
		by[system] = append(by[system], line{text: text, kind: ehr.Statement, group: system, segments: p.Segments})
	}
	var out []line
	for _, s := range systemsOf(d.o.Template) {
		out = append(out, by[s]...)
	}
	return out
}

// examined writes a finding. What the patient denied while it was looked for is
// written as absent: "No pain over the forearm." It returns "" for what cannot be
// read.
func (d *drafter) examined(p placed) string {
	if len(p.Joined) > 3 {
		for _, denial := range []string{d.who.pronouns.Says() + " denies any", "there is not any", "there are not any"} {
			if reword.Index(p.Joined, denial) == 0 {
				p.Joined = append([]string{"no"}, p.Joined[len(strings.Fields(denial)):]...)
				break
			}
		}
	}
	if p.Joined == nil && !evident(p) {
		return ""
	}
	text := d.write(p, func(w []string, pr reword.Pronouns) []string { return reword.Exam(reword.Placed(w), pr) })
	if p.Joined == nil && !described(plainWords(text)) || reword.Garbled(plainWords(text)) || reword.Index(plainWords(text), "i want") == 0 || len(plainWords(text)) < 2 {
		return ""
	}
	return text
}

// described reports whether an examination's sentence tells what was found, and is not
// the place or the pain alone: "on his neck exam", "that hurts".
func described(w []string) bool {
	facts := fact.In(w)
	placed := slices.ContainsFunc(facts, func(f fact.Fact) bool {
		return f.Kind == fact.Anatomy || f.Kind == fact.Condition || f.Kind == fact.Finding && f.Name != "pain"
	})
	if len(w) < 6 && (w[0] == "that" || w[0] == "this" || w[0] == "it") && !placed {
		return false
	}
	return slices.ContainsFunc(facts, func(f fact.Fact) bool { return f.Kind != fact.Anatomy }) || slices.ContainsFunc(w, func(s string) bool { return observed[s] || finite[s] })
}

var finite = map[string]bool{"is": true, "are": true, "has": true, "have": true, "does": true, "was": true, "can": true, "demonstrates": true, "shows": true, "reveals": true}

// evident reports whether a statement tells of something seen, heard or felt, and is
// not talk about the examination: "let us do some movements".
func evident(p placed) bool {
	w := p.Source
	for _, talk := range []string{"let us", "going to", "i want", "i just wanted", "it is called", "if you can", "can you", "no problem", "that is good", "does that feel", "can cause", "special test", "considering", "no worries"} {
		if reword.Has(w, talk) {
			return false
		}
	}
	if m := reword.Meant(w); m < min(3, len(w)) {
		return false
	}
	if slices.ContainsFunc(fact.In(w), func(f fact.Fact) bool { return f.Kind == fact.Finding || f.Kind == fact.Condition }) {
		return true
	}
	if p.Speaker != ehr.ClinicianVoice {
		return false
	}
	told := slices.ContainsFunc(w, func(s string) bool { return observed[s] })
	return !commands(w) && (told || (len(fact.In(w)) > 0 || reword.System(w) != "") && w[0] != "in" && w[0] != "inwards")
}

// commands reports whether a clause bids the patient move a part: "keep your elbow
// straight".
func commands(w []string) bool {
	return bids(w) && slices.Contains(w, "your")
}

// observed are words with which an examination's findings are told.
var observed = map[string]bool{}

func init() {
	for _, w := range strings.Fields("normal intact clear regular full limited reduced decreased positive negative no not without unremarkable stable present absent good great fine equal symmetric symmetrical soft warm red hot large small mild moderate slight slightly some appears looks appreciate hear see feel notice alert oriented well abnormal supple moist dry pink strong weak brisk slow swollen enlarged bilaterally grade degrees") {
		observed[w] = true
	}
}

// warns reports whether a clinician's words tell the patient when to call or come
// back: a return precaution, which belongs to what the patient takes home.
func warns(w []string) bool {
	if !reword.Has(w, "if") && !reword.Has(w, "questions") && !reword.Has(w, "concerns") && !reword.Has(w, "right away") {
		return false
	}
	return slices.ContainsFunc([]string{"call me", "call us", "call the office", "call our office", "give me a call", "give us a call", "let me know", "let us know", "contact me", "contact us", "contact the office", "come back in", "come back and", "come back sooner", "come back right", "come back if", "come right back", "emergency room", "emergency department", "call 911", "message me", "reach out", "go to the er", "send me a message", "come in if", "see me sooner"}, func(p string) bool { return reword.Has(w, p) })
}

// told is a return precaution as it is said to the patient, "" for others.
func told(p placed) string {
	if p.Joined != nil || p.Speaker != ehr.ClinicianVoice || !warns(p.Source) {
		return ""
	}
	return reword.Sentence(reword.Tidy(reword.Told(p.Source)))
}

// instruct moves return precautions from the plan to the patient's instructions,
// where the template has that section.
func (d *drafter) instruct(written map[ehr.SectionName][]line) {
	if !slices.ContainsFunc(d.o.Template.Sections, func(t TemplateSection) bool {
		return t.Name == ehr.Instructions || slices.Contains(t.Include, ehr.Instructions)
	}) {
		return
	}
	var stay []line
	for _, l := range written[ehr.AssessmentPlan] {
		if l.kind != ehr.ProblemTitle && l.told != "" {
			l.kind, l.group, l.text = ehr.PlanAdvice, "", l.told
			written[ehr.Instructions] = append(written[ehr.Instructions], l)
		} else {
			stay = append(stay, l)
		}
	}
	written[ehr.AssessmentPlan] = stay
}

// summary is the line an assessment opens with: who the patient is and why they
// came, said once before the problems.
func summary(open []line) []line {
	if len(open) == 0 || !strings.Contains(open[0].text, "year") || !reword.Sound(plainWords(open[0].text), false) {
		return nil
	}
	l := open[0]
	l.kind, l.weight = ehr.Reasoning, 0
	return []line{l}
}
