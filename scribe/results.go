package scribe

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/fact"
	"github.com/visitwright/visitwright/scribe/lexicon"
	"github.com/visitwright/visitwright/scribe/reword"
)

// shown is the study a clinician is speaking of, from the clause that names it.
type shown struct {
	name     string // as printed, with its place: "X-ray of the right ankle"
	imaging  bool
	panel    bool // shows findings, and is not itself a value
	at       int  // the clause that named it or last told of it
	segments []ehr.SegmentID
}

// turns are words with which a clinician turns to a result, and announce words
// with which a test is ordered and not told of.
var (
	turns    = []string{"show me", "look at", "looking at", "reviewed", "reviewing", "review", "results", "result", "this is the", "here is the", "we did", "we got", "we took", "they did", "they took", "they ordered", "did an", "did a", "had an", "came back", "pulled up", "shows", "showed", "show", "demonstrates", "demonstrated", "revealed", "reveals", "your", "the last", "looked at", "obtained", "from today", "on the", "on your"}
	announce = []string{"order", "repeat", "schedule", "will get", "going to get", "want to get", "like to get", "need to get", "going to do", "send you", "send him", "send her", "would like", "want to", "need a", "need an", "refer", "recheck", "should get", "we can get", "if", "we can do", "we will do", "going to check", "will check", "going to send", "going to have you", "next visit", "next time", "follow-up x-ray", "may need", "consider", "do you check", "checking"}
	valued   = map[string]bool{"normal": true, "unremarkable": true, "elevated": true, "high": true, "low": true, "positive": true, "negative": true, "stable": true, "abnormal": true, "unchanged": true, "fine": true, "good": true, "great": true, "clear": true, "reduced": true, "decreased": true, "increased": true, "okay": true, "borderline": true, "better": true, "improved": true, "worse": true, "within": true, "excellent": true, "perfect": true, "up": true, "down": true, "higher": true, "lower": true, "alignment": true, "intact": true}
)

// readResults goes through what the clinician tells of studies and gives every
// such clause the sentence it is written as and the segments it rests on. A
// clause that names no study speaks of the one named last.
func (d *drafter) readResults() {
	d.read = map[int]line{}
	by := map[int]int{}
	for i, p := range d.placed {
		by[p.Clause] = i
	}
	var now *shown
	why := d.regionOf()
	for k, c := range d.visit.Clauses {
		if c.Speaker != ehr.ClinicianVoice {
			continue
		}
		w := c.Words
		turned := slices.ContainsFunc(turns[:9], func(t string) bool { return reword.Has(w, t) })
		if examining(w) || orders(w) && !turned {
			now = nil
			continue
		}
		ms := studies(w, now)
		if len(ms) > 0 && (turned || tells(w) || slices.ContainsFunc(turns, func(t string) bool { return reword.Has(w, t) })) {
			now = d.study(w, ms, why, k)
		}
		i, stated := by[k]
		if now == nil || k-now.at > 5 || c.Question || stated && d.placed[i].Joined != nil || !tells(w) || advises(w) {
			continue
		}
		if text := now.sentence(w, ms, d.who.pronouns); text != "" {
			if stated {
				d.placed[i].room = results
			}
			d.read[k] = line{text: text, kind: ehr.Statement, segments: union(now.segments, nonBlank(c.Before, c.Segment))}
			now.at = k
		}
	}
}

// studies finds the tests named in words. What an echocardiogram measures is no
// study of its own while one is spoken of; of one study named twice the later
// mention counts.
func studies(w []string, now *shown) []lexicon.Match {
	ms := slices.DeleteFunc(lexicon.Find(w, lexicon.Test), func(m lexicon.Match) bool { return now != nil && m.Term.Name == "ef" })
	for len(ms) > 1 && ms[0].Term == ms[1].Term {
		ms = ms[1:]
	}
	return ms
}

func orders(w []string) bool {
	return slices.ContainsFunc(announce, func(a string) bool { return reword.Has(w, a) })
}

func examining(w []string) bool {
	return slices.ContainsFunc([]string{"exam", "examination", "first problem", "my impression", "assessment", "plan", "let us talk", "symptoms are", "for your", "for the", "consistent with what"}, func(a string) bool { return reword.Has(w, a) }) && !reword.Has(w, "results")
}

func advises(w []string) bool {
	return slices.ContainsFunc([]string{"i want you", "we are going to", "i am going to", "you can", "you need", "we will", "i will", "what that means", "that is why", "your blood pressure", "i recommend", "which means that we"}, func(a string) bool { return reword.Has(w, a) })
}

// imaged are things seen on images that are no findings of a patient's own
// telling, and tellsBy words with which they are told.
var (
	imaged  = map[string]bool{"fluid": true, "opacity": true, "opacities": true, "stone": true, "stones": true, "narrowing": true, "spur": true, "displacement": true, "separation": true, "mass": true, "nodule": true, "tear": true, "thickening": true, "degeneration": true, "polyp": true, "polyps": true, "fragment": true, "plaque": true, "blockage": true, "cyst": true, "bony": true}
	tellsBy = []string{"see", "seeing", "show", "shows", "showed", "demonstrates", "revealed", "reveals", "there is", "there are", "have", "evidence", "found", "no", "consistent with", "noticed", "notice", "noticing", "appreciate", "measuring"}
)

// tells reports whether a clause states a finding.
func tells(w []string) bool {
	for i, s := range w {
		if valued[s] && !(s == "good" && i > 0 && w[i-1] == "a") || strings.HasSuffix(s, "%") {
			return true
		}
	}
	for _, m := range lexicon.Find(w, lexicon.Test) {
		for i := m.End; i < min(len(w), m.End+6); i++ {
			if m.Term.Group == "laboratory" && w[i][0] >= '0' && w[i][0] <= '9' && fact.UnitOf(at(w, i+1)) == "" {
				return true
			}
		}
	}
	if slices.ContainsFunc(w, func(s string) bool { return imaged[s] }) && slices.ContainsFunc(tellsBy, func(t string) bool { return reword.Has(w, t) }) {
		return true
	}
	for _, m := range lexicon.Find(w, lexicon.Finding, lexicon.Condition) {
		if m.Term.Kind == lexicon.Condition && len(w) < 4 {
			continue
		}
		return slices.ContainsFunc(tellsBy, func(t string) bool { return reword.Has(w, t) })
	}
	return reword.Has(w, "no evidence of") || reword.Has(w, "shows") || reword.Has(w, "showed") || reword.Has(w, "demonstrates") || reword.Has(w, "reveals") || reword.Has(w, "came back")
}

// study names what is shown, with its place and side where they are said or are
// what the patient came for.
func (d *drafter) study(w []string, ms []lexicon.Match, why place, at int) *shown {
	t := ms[0].Term
	name := printed(t)
	if w[ms[0].Start] == "labs" {
		name = "Labs"
	}
	s := &shown{name: name, imaging: t.Group == "imaging", panel: t.Group != "laboratory" || panels[t.Name], at: at, segments: []ehr.SegmentID{d.visit.Clauses[at].Segment}}
	if !s.imaging || t.Name == "echocardiogram" || t.Name == "mammogram" || t.Name == "dexa scan" {
		return s
	}
	region, side := "", ""
	facts := fact.In(w)
	for _, f := range facts {
		if f.Kind == fact.Anatomy && f.Start >= ms[0].Start-3 && f.Start <= ms[0].End+5 {
			region, side = f.Name, f.Side
			break
		}
	}
	if region == "" && reword.Has(w, "chest") {
		region = "chest"
	}
	if region == "" && (t.Name == "x-ray" || t.Name == "mri") && why.part != "" {
		region, side = why.part, why.side
		s.segments = union(why.segments, s.segments)
	}
	if side == "" && region != "" && region == why.part {
		side = why.side
		s.segments = union(why.segments, s.segments)
	}
	if region != "" {
		s.name += " of the " + strings.Join(nonEmpty(side, region), " ")
	}
	return s
}

func printed(t *lexicon.Term) string {
	if t.Print != "" {
		return reword.Capitalise(t.Print)
	}
	return reword.Capitalise(t.Name)
}

// panels are laboratory tests that find something; the others are values.
var panels = map[string]bool{"blood work": true, "cbc": true, "bmp": true, "cmp": true, "lipid panel": true, "urinalysis": true, "urine culture": true, "blood culture": true, "strep test": true, "covid test": true, "flu test": true, "autoimmune panel": true, "stool sample": true}

// place is a body part with its side.
type place struct {
	part, side string
	segments   []ehr.SegmentID
}

// regionOf is the one part the patient came for.
func (d *drafter) regionOf() place { return d.partOf(d.why()) }

func (d *drafter) partOf(why complaint) place {
	for _, t := range why.titles {
		for _, f := range fact.Of(t) {
			if f.Kind == fact.Anatomy {
				return place{f.Name, f.Side, why.segments}
			}
		}
	}
	return place{}
}

// sentence writes what a clause tells of the study: "there is no fracture" as
// "X-ray of the right ankle demonstrates no fracture."
func (s *shown) sentence(words []string, ms []lexicon.Match, p reword.Pronouns) string {
	w := words
	if len(ms) > 0 {
		before, after := w[:ms[0].Start], w[ms[0].End:]
		if n := len(before); n > 0 && valued[before[n-1]] && !tells(after) && before[n-1] != "good" { // "a normal x-ray"
			return s.name + " is " + before[n-1] + "."
		}
		if tells(after) || !tells(before) {
			w = after
		} else {
			w = before
		}
	}
	told, own := reword.Finding(w, s.imaging, p)
	if told == nil {
		return ""
	}
	if !s.panel && strings.Contains(told[0]+told[min(1, len(told)-1)], "demonstrate") {
		return ""
	}
	if own {
		return reword.Sentence(reword.Tidy(told))
	}
	if s.name != "Labs" && told[0] == "look" {
		told[0] = "looks"
	}
	return s.name + " " + reword.Phrase(reword.Tidy(told)) + "."
}

// resultList writes the results: what was read of studies, and what the learnt
// scores place here and has a value or a finding in it.
func (d *drafter) resultList() []line {
	learnt := map[int]placed{}
	for _, p := range d.in(results) {
		learnt[p.Clause] = p
	}
	var out []line
	for k := range d.visit.Clauses {
		if l, ok := d.read[k]; ok {
			out = append(out, l)
		} else if p, ok := learnt[k]; ok {
			out = append(out, line{text: d.write(p, func(w []string, pr reword.Pronouns) []string { return reword.Result(reword.Unheaded(w), pr) }), kind: ehr.Statement, segments: p.Segments})
		}
	}
	return out
}

func nonBlank(ids ...ehr.SegmentID) []ehr.SegmentID {
	return slices.DeleteFunc(ids, func(id ehr.SegmentID) bool { return id == "" })
}

// resulting reports whether words the learnt scores take for a result name a
// test and tell of it.
func resulting(w []string) bool {
	return len(w) > 3 && tells(w) && !advises(w) && !orders(w) && len(lexicon.Find(w, lexicon.Test)) > 0 && w[0] != "if"
}
