package scribe

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/lexicon"
	"github.com/visitwright/visitwright/scribe/reword"
)

// problem is one problem of the assessment with what was said of it.
type problem struct {
	title    string
	named    bool // the title names a condition
	segments []ehr.SegmentID
	lines    []placed
}

var problemCues = []string{
	"for your first", "for your second", "for your third", "for your fourth", "for your next", "for your last", "for your other", "your first problem", "your second problem", "your third problem", "your next problem", "your last problem",
	"for the first", "for the second", "for the next", "first problem", "second problem", "third problem", "next problem", "last problem", "first issue", "next issue", "last issue", "number 1", "number 2", "number 3", "number 4", "number one", "problem number",
	"in terms of your", "in terms of the", "as far as your", "as far as the", "regarding your", "with regards to your", "in regards to your", "with regard to your", "in regard to your", "when it comes to your", "with respect to your", "as for your", "for your", "for the", "about your", "standpoint", "let us talk about your", "then your", "on your", "now your", "concerning your", "your",
}

// opens reports whether a statement of the plan turns to a problem, and which.
func opens(words []string) (headed, bool) {
	for _, c := range problemCues {
		at := reword.Index(words, c)
		if at < 0 || at > 4 && c != "standpoint" || at > 14 {
			continue
		}
		if c == "your" && at > 0 || c == "on your" && at > 1 {
			continue
		}
		from := at + len(strings.Fields(c))
		if c == "standpoint" {
			if ts := titles(words[:at]); len(ts) > 0 {
				return ts[len(ts)-1], true
			}
			continue
		}
		to := min(len(words), from+10)
		for _, t := range titles(words[from:to]) {
			if t.condition || t.at <= 6 {
				t.text = richer(words, t)
				return t, true
			}
		}
	}
	return headed{}, false
}

// richer looks at the whole clause for side and place.
func richer(words []string, t headed) string {
	for _, o := range titles(words) {
		if len(o.text) > len(t.text) && strings.HasSuffix(strings.ToLower(o.text), strings.ToLower(t.text)) {
			return o.text
		}
	}
	return t.text
}

var diagnoses = []string{
	"you have", "you do have", "consistent with", "diagnosis of", "diagnosis is", "my impression", "impression of", "suspicious for", "this is", "it is", "that is", "looks like", "due to", "what we call", "called", "suspect", "signs of", "is a", "is an", "acute", "concerned about", "impression", "assessment", "likely",
}

var doubtful = []string{"probably", "likely", "possible", "possibly", "suspect", "suspicious", "may have", "may be", "might be", "might have", "could be", "could have", "concern", "concerned", "rule out", "i think"}

// diagnosed finds a diagnosis the clinician states, and whether it is certain.
func diagnosed(words []string) (t headed, doubt string, ok bool) {
	for _, c := range diagnoses {
		at := reword.Index(words, c)
		if at < 0 {
			continue
		}
		for _, h := range titles(words) {
			if h.condition && h.at >= at {
				return h, sure(words, h.at), true
			}
		}
	}
	return headed{}, "", false
}

// sure says how a title must name what stands at a place: "" as it is, "likely"
// or "possible".
func sure(words []string, at int) string {
	for _, w := range words[:at] {
		if w == "exacerbation" || w == "flare" || w == "recurrence" { // the illness itself is known
			return ""
		}
	}
	for _, q := range []string{"likely", "probably", "i think", "i believe", "i do think", "i do believe"} {
		if i := reword.Index(words, q); i >= 0 && i <= at && !slices.ContainsFunc(words[:at], func(s string) bool {
			return s == "could" || s == "may" || s == "might" || s == "possible" || s == "possibly"
		}) {
			return "likely"
		}
	}
	if doubted(words, at) {
		return "possible"
	}
	return ""
}

// hedged reports whether a title names a diagnosis that is not certain.
func hedged(title string) bool {
	return strings.Contains(title, "ossible ") || strings.Contains(title, "ikely ")
}

// doubted reports whether a word of doubt stands before the term at a place.
// Guideline IV.H of ICD-10-CM: what is "probable" or "suspected" is not coded as
// if it existed, so a title must keep the doubt.
func doubted(words []string, at int) bool {
	for _, q := range doubtful[:len(doubtful)-1] {
		if i := reword.Index(words, q); i >= 0 && i <= at {
			return true
		}
	}
	return false
}

// problems sorts the plan's statements by problem.
func (d *drafter) problems(why complaint) []problem {
	var out []problem
	current := -1
	find := func(title string) int {
		return slices.IndexFunc(out, func(p problem) bool { return sameProblem(p.title, title) })
	}
	for _, p := range d.placed {
		if p.Speaker != ehr.ClinicianVoice && p.room != plan {
			continue
		}
		t, opened := headed{}, false
		if p.Speaker == ehr.ClinicianVoice && p.Joined == nil && (p.room == plan || p.phase == "plan" || 5*p.Clause > 2*len(d.visit.Clauses) && turnsTo(p.Source)) {
			t, opened = opens(p.Source)
		}
		if opened {
			if k := find(t.text); k >= 0 {
				current = k
			} else {
				out = append(out, problem{title: t.text, named: t.condition, segments: p.Segments})
				current = len(out) - 1
			}
		}
		if p.room != plan {
			continue
		}
		if current < 0 {
			out = append(out, problem{})
			current = 0
		}
		out[current].lines = append(out[current].lines, p)
		if !out[current].named && !(opened && reword.Has(p.Source, "exacerbation")) && p.Speaker == ehr.ClinicianVoice && !d.asks(p) {
			if t, doubt, ok := diagnosed(p.Source); ok {
				entitle(&out[current], t, doubt, p)
			}
		}
	}
	return d.untitled(out, why)
}

// asks reports whether a statement was a question: "do you think it is asthma?" names
// no diagnosis.
func (d *drafter) asks(p placed) bool {
	return p.Joined == nil && p.Clause < len(d.visit.Clauses) && d.visit.Clauses[p.Clause].Question
}

// entitle names a problem after a diagnosis stated in it.
func entitle(p *problem, t headed, doubt string, by placed) {
	switch {
	case doubt == "":
		p.title = t.text
	case p.title != "":
		p.title += ", " + doubt + " " + lowerName(t.text)
	default:
		p.title = reword.Capitalise(doubt) + " " + lowerName(t.text)
	}
	p.named = true
	p.segments = append(slices.Clone(p.segments), by.Segments...)
}

// untitled gives problems without a name one: the complaint, or a condition
// said in the lines.
func (d *drafter) untitled(ps []problem, why complaint) []problem {
	for i := range ps {
		p := &ps[i]
		if p.title == "" {
			p.title, p.segments = d.complaintTitle(why, p)
			if p.title == "Assessment" && i == 0 && len(ps) > 1 && ps[1].title != "" {
				ps[1].lines = append(slices.Clone(p.lines), ps[1].lines...)
				p.lines, p.segments = nil, nil
			}
		} else if hedged(p.title) && !strings.Contains(p.title, ", ") && len(why.titles) > 0 && i == 0 && !strings.HasSuffix(p.title, lowerName(why.titles[0])) {
			p.title = why.titles[0] + ", " + strings.ToLower(p.title[:1]) + p.title[1:]
			p.segments = append(slices.Clone(p.segments), why.segments...)
		}
	}
	// a first group that only collected the opening words joins the problem of the same name
	if len(ps) > 1 {
		for k := 1; k < len(ps); k++ {
			if sameProblem(ps[0].title, ps[k].title) {
				if hedged(ps[0].title) && !hedged(ps[k].title) {
					ps[k].title, ps[k].named = ps[0].title, true
				}
				ps[k].lines = append(slices.Clone(ps[0].lines), ps[k].lines...)
				ps = ps[1:]
				break
			}
		}
	}
	for i := range ps {
		ps[i].title, ps[i].segments = d.fuller(ps[i].title, ps[i].segments)
	}
	ps = explained(reassign(ps))
	if region := d.partOf(why); len(ps) > 0 {
		if t, ok := placedTitle(ps[0].title, region); ok {
			ps[0].title, ps[0].segments = t, union(ps[0].segments, region.segments)
		}
	}
	return slices.DeleteFunc(ps, func(p problem) bool { return len(p.lines) == 0 && (len(p.segments) == 0 || !p.named) })
}

func (d *drafter) complaintTitle(why complaint, p *problem) (string, []ehr.SegmentID) {
	for _, l := range p.lines {
		if patients(l) || d.asks(l) {
			continue
		}
		for _, t := range titles(l.Source) {
			if !t.condition || t.text == "Tobacco use" || t.text == "Alcohol use" || reword.Has(l.Source, "i know") {
				continue
			}
			doubt := sure(l.Source, t.at)
			if doubt == "" {
				return t.text, l.Segments
			}
			if len(why.titles) > 0 && !sameProblem(why.titles[0], t.text) {
				return why.titles[0] + ", " + doubt + " " + lowerName(t.text), union(why.segments, l.Segments)
			}
			return reword.Capitalise(doubt) + " " + lowerName(t.text), l.Segments
		}
	}
	if len(why.titles) > 0 {
		return why.titles[0], why.segments
	}
	for _, l := range p.lines {
		if ts := titles(l.Source); len(ts) > 0 && !d.asks(l) {
			return ts[0].text, l.Segments
		}
	}
	if why.text != "" {
		return why.text, why.segments
	}
	if len(p.lines) > 0 {
		return "Assessment", p.lines[0].Segments
	}
	return "Assessment", nil
}

// sameProblem compares titles by their last words: "Diabetes mellitus" and
// "Type 2 diabetes mellitus" are one.
func sameProblem(a, b string) bool {
	a, b = strings.ToLower(a), strings.ToLower(b)
	for _, doubt := range []string{", likely ", ", possible "} { // a complaint, and the same with what may cause it
		a, _, _ = strings.Cut(a, doubt)
		b, _, _ = strings.Cut(b, doubt)
	}
	return a == b || strings.HasSuffix(a, " "+b) || strings.HasSuffix(b, " "+a)
}

// bids reports whether words ask something of the patient: an imperative, or "I
// want you to".
func bids(w []string) bool {
	for _, l := range []string{"i want you to", "i would like you to", "i need you to", "i do want you to", "please"} {
		if i := reword.Index(w, l); i >= 0 && i < 3 {
			return true
		}
	}
	v, ok := lexicon.VerbOf(w[0])
	return ok && v.Base == w[0] && v.Base != "be" && v.Base != "have" && v.Base != "do" && v.Base != "order"
}

// turnsTo reports whether a clause opens with words that turn to a problem.
func turnsTo(w []string) bool {
	for _, c := range []string{"for your", "regarding your", "as far as your", "in terms of your", "as for your"} {
		if i := reword.Index(w, c); i == 0 || i == 1 {
			return true
		}
	}
	return false
}

// fuller gives a title the type that was said elsewhere in the visit: "Diabetes
// mellitus" becomes "Type 2 diabetes mellitus".
func (d *drafter) fuller(title string, segs []ehr.SegmentID) (string, []ehr.SegmentID) {
	if title != "Diabetes mellitus" {
		return title, segs
	}
	for _, p := range d.placed {
		for _, t := range titles(p.Source) {
			if strings.HasPrefix(t.text, "Type ") && strings.HasSuffix(t.text, "diabetes mellitus") {
				return t.text, union(segs, p.Segments)
			}
		}
	}
	return title, segs
}
