package scribe

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/reword"
)

// line is a sentence before it has an identifier.
type line struct {
	text     string
	kind     ehr.SentenceKind
	group    string
	segments []ehr.SegmentID
	chart    []ehr.ChartRef
	weight   float64 // how surely it belongs here; 0: always
}

// compose writes every section, then lays them out as the template says.
func (d *drafter) compose() {
	why := d.why()
	written := map[ehr.SectionName][]line{
		ehr.ChiefComplaint: d.chiefComplaint(why),
		ehr.ROS:            d.review(),
		ehr.VitalSigns:     d.vitalSigns(),
		ehr.Exam:           d.examination(),
		ehr.ResultList:     d.resultList(),
		ehr.AssessmentPlan: d.assessment(why),
	}
	d.history(why, written)
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

// write puts a statement in words with one of the rewriters.
func (d *drafter) write(p placed, how func([]string, reword.Pronouns) []string) string {
	w := p.Joined
	if w == nil && p.Speaker != ehr.ClinicianVoice {
		w = reword.Statement(p.Source, p.Speaker, d.who.pronouns)
	} else if w == nil {
		w = how(p.Source, d.who.pronouns)
	}
	return reword.Sentence(reword.Tidy(w))
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

func (d *drafter) vitalSigns() []line {
	var out []line
	for _, p := range d.in(vitals) {
		out = append(out, line{text: d.write(p, reword.Exam), kind: ehr.Statement, segments: p.Segments})
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
		by[system] = append(by[system], line{text: d.write(p, reword.Exam), kind: ehr.Statement, group: system, segments: p.Segments})
	}
	var out []line
	for _, s := range append([]string{"General"}, reword.Systems()...) {
		out = append(out, by[s]...)
	}
	return out
}

func (d *drafter) resultList() []line {
	var out []line
	for _, p := range d.in(results) {
		out = append(out, line{text: d.write(p, reword.Result), kind: ehr.Statement, segments: p.Segments})
	}
	return out
}

// order of the kinds of sentence within a problem.
var planOrder = []ehr.SentenceKind{ehr.Reasoning, ehr.PlanTest, ehr.PlanMedication, ehr.PlanReferral, ehr.PlanAdvice, ehr.PlanFollowUp}

func (d *drafter) assessment(why complaint) []line {
	var out []line
	for _, p := range d.problems(why) {
		out = append(out, line{text: p.title + ".", kind: ehr.ProblemTitle, group: p.title, segments: p.segments})
		by := map[ehr.SentenceKind][]line{}
		for _, l := range p.lines {
			k := ehr.Reasoning
			if l.Speaker == ehr.ClinicianVoice {
				k = kindOf(l.Source)
			}
			by[k] = append(by[k], line{text: d.write(l, reword.Plan), kind: k, group: p.title, segments: l.Segments, weight: l.weight})
		}
		for _, k := range planOrder {
			out = append(out, by[k]...)
		}
	}
	return out
}
