package sense

import (
	"strconv"

	"github.com/visitwright/visitwright/scribe/clause"
	"github.com/visitwright/visitwright/scribe/lexicon"
)

// BoundaryFeatures describes the gap before words[i] in text without
// punctuation.
func BoundaryFeatures(words []string, i int) []Feature {
	at := func(k int) string {
		if k < 0 {
			return "<"
		}
		if k >= len(words) {
			return ">"
		}
		return words[k]
	}
	a, b, c, d := at(i-2), at(i-1), at(i), at(i+1)
	return []Feature{
		Hash("b1", b), Hash("c1", c), Hash("ab", a, b), Hash("bc", b, c), Hash("cd", c, d), Hash("abc", a, b, c), Hash("bcd", b, c, d),
		Hash("d", d), Hash("a", a), Hash("e", at(i+2)), Hash("cde", c, d, at(i+2)), Hash("ac", a, c), Hash("bd", b, d), Hash("z"),
	}
}

// Visit is a transcript prepared for scoring.
type Visit struct {
	Clauses []clause.Clause
	phase   []string
	asked   []int // the question an answer belongs to, -1 where none
}

// Prepare works out what the features of every clause share.
func Prepare(cs []clause.Clause) *Visit {
	v := &Visit{Clauses: cs, phase: make([]string, len(cs)), asked: make([]int, len(cs))}
	phase, question := "talk", -1
	for i, c := range cs {
		if p := phaseCue(c); p != "" {
			phase = p
		}
		v.phase[i] = phase
		v.asked[i] = -1
		if c.Question {
			question = i
		} else if question >= 0 && c.Turn == cs[question].Turn+1 {
			v.asked[i] = question
		}
	}
	return v
}

var cues = []struct {
	phase string
	words [][]string
}{
	{"exam", [][]string{{"physical", "exam"}, {"your", "exam"}, {"on", "exam"}, {"examine", "you"}, {"examination"}, {"look", "at", "you"}, {"check", "you", "out"}, {"quick", "exam"}, {"take", "a", "listen"}}},
	{"results", [][]string{{"your", "results"}, {"x-ray"}, {"show", "me"}, {"your", "labs"}, {"mri"}, {"reviewed", "the"}, {"look", "at", "some"}}},
	{"plan", [][]string{{"my", "assessment"}, {"assessment", "and", "plan"}, {"first", "problem"}, {"my", "plan"}, {"my", "impression"}, {"going", "to", "prescribe"}, {"first", "diagnosis"}, {"what", "i", "would", "like", "to", "do"}, {"next", "problem"}}},
}

func phaseCue(c clause.Clause) string {
	found := ""
	for _, q := range cues {
		for _, w := range q.words {
			if contains(c.Words, w) {
				found = q.phase
			}
		}
	}
	return found
}

func contains(words, part []string) bool {
	for i := 0; i+len(part) <= len(words); i++ {
		ok := true
		for k := range part {
			if words[i+k] != part[k] {
				ok = false
				break
			}
		}
		if ok {
			return true
		}
	}
	return false
}

// Features describes clause i of the visit.
func (v *Visit) Features(i int) []Feature {
	c := v.Clauses[i]
	who := "c"
	if c.Speaker == "patient" {
		who = "p"
	}
	var fs []Feature
	fs = append(fs, Hash("who", who), Hash("phase", v.phase[i]), Hash("phase", v.phase[i], who), Hash("at", strconv.Itoa(10*i/len(v.Clauses))),
		Hash("at", strconv.Itoa(10*i/len(v.Clauses)), who), Hash("len", strconv.Itoa(min(len(c.Words)/3, 8))), Hash("q", strconv.FormatBool(c.Question)))
	fs = grams(fs, "w", c.Words, 3)
	fs = grams(fs, "w"+who, c.Words, 2)
	if v.asked[i] >= 0 {
		fs = grams(fs, "a", v.Clauses[v.asked[i]].Words, 1)
	}
	if i > 0 {
		fs = grams(fs, "p", v.Clauses[i-1].Words, 1)
	}
	if i+1 < len(v.Clauses) {
		fs = grams(fs, "n", v.Clauses[i+1].Words, 1)
	}
	for _, m := range lexicon.Find(c.Words) {
		fs = append(fs, Hash("k", string(m.Term.Kind)), Hash("k", string(m.Term.Kind), who), Hash("kp", string(m.Term.Kind), v.phase[i]))
	}
	for _, w := range c.Words {
		if w[0] >= '0' && w[0] <= '9' {
			fs = append(fs, Hash("digit", who))
			break
		}
	}
	return fs
}

func grams(fs []Feature, tag string, w []string, n int) []Feature {
	for i := range w {
		fs = append(fs, Hash(tag, w[i]))
		if n > 1 && i+1 < len(w) {
			fs = append(fs, Hash(tag, w[i], w[i+1]))
		}
		if n > 2 && i+2 < len(w) {
			fs = append(fs, Hash(tag, w[i], w[i+1], w[i+2]))
		}
	}
	return fs
}

// Phase is the part of the visit clause i was said in: "talk", "exam",
// "results" or "plan", as far as the clinician's words tell.
func (v *Visit) Phase(i int) string { return v.phase[i] }
