package statement

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/fact"
	"github.com/visitwright/visitwright/scribe/lexicon"
	"github.com/visitwright/visitwright/scribe/reword"
	"github.com/visitwright/visitwright/scribe/sense"
)

// Statement is something said about the patient.
type Statement struct {
	// Source holds the clauses' words in order, Speaker who said the last.
	Source  []string
	Speaker ehr.Speaker
	// Clause is the place of its main clause in the visit.
	Clause   int
	Segments []ehr.SegmentID
	// Joined is the statement in the third person where it was made from a
	// question and its answer; nil where the words stand for themselves.
	Joined []string
	Scores []float64 // by sense.Sections
	Topic  Topic     // what the question asked for that this answers
}

// From finds the statements of a visit.
func From(v *sense.Visit, p reword.Pronouns) []Statement {
	b := builder{v: v, p: p, used: make([]bool, len(v.Clauses))}
	b.topics, b.last = b.topicsOf()
	for i, c := range v.Clauses {
		if b.used[i] {
			continue
		}
		if c.Speaker == ehr.ClinicianVoice && b.asks(i) {
			b.question(i)
			continue
		}
		if b.repeats(i) {
			continue
		}
		if q := b.last[i]; c.Speaker != ehr.ClinicianVoice && !c.Question && q >= 0 {
			if text, ok := short(b.topics[i], v.Clauses[q].Words, c.Words, p); ok {
				b.add(i, text, q, i)
				continue
			}
		}
		if c.Question || len(c.Words) < 4 && len(lexicon.Find(c.Words)) == 0 || courtesy(c.Words) {
			continue
		}
		b.add(i, nil, i)
	}
	slices.SortStableFunc(b.out, func(a, z Statement) int { return a.Clause - z.Clause })
	return b.out
}

type builder struct {
	v    *sense.Visit
	p    reword.Pronouns
	used []bool
	out  []Statement
	// topics and last are, by clause, what was asked for and in which clause.
	topics []Topic
	last   []int
}

func (b *builder) add(main int, joined []string, from ...int) {
	s := Statement{Clause: main, Speaker: b.v.Clauses[main].Speaker, Joined: joined, Topic: b.topics[from[len(from)-1]]}
	slices.Sort(from)
	for _, i := range slices.Compact(from) {
		c := b.v.Clauses[i]
		s.Source = append(s.Source, c.Words...)
		for _, id := range []ehr.SegmentID{c.Before, c.Segment} {
			if id != "" && !slices.Contains(s.Segments, id) {
				s.Segments = append(s.Segments, id)
			}
		}
	}
	b.out = append(b.out, s)
}

// asks reports whether a clinician's clause wants an answer: a question, a bare
// list of symptoms outside the examination, or a statement about the patient
// with which the turn ends and which the patient answers with yes or no.
func (b *builder) asks(i int) bool {
	c := b.v.Clauses[i]
	if c.Question {
		return true
	}
	if b.v.Phase(i) == "talk" && inner(c.Words) {
		return true
	}
	if i+1 >= len(b.v.Clauses) || b.v.Clauses[i+1].Turn == c.Turn {
		return Listing(c.Words) && b.v.Phase(i) == "talk"
	}
	said, _ := reword.Polarity(b.v.Clauses[i+1].Words)
	return Listing(c.Words) && b.v.Phase(i) == "talk" || said == reword.No && slices.Contains(c.Words[:min(3, len(c.Words))], "you")
}

// Listing reports whether words are a bare list of findings, without a verb.
func Listing(w []string) bool {
	if len(w) == 0 || len(w) > 14 || slices.Contains(w, "if") {
		return false
	}
	if w[0] == "any" {
		return true
	}
	for _, s := range w {
		switch s {
		case "is", "are", "was", "were", "have", "has", "had", "i", "we", "will", "you", "do", "it", "that", "so":
			return false
		}
	}
	return len(lexicon.Find(w, lexicon.Finding)) > 0
}

// question joins the questions of a turn with the answer in the next.
func (b *builder) question(i int) {
	cs := b.v.Clauses
	turn := cs[i].Turn
	var asked []int
	j := i
	for ; j < len(cs) && cs[j].Turn == turn; j++ {
		if b.asks(j) {
			asked = append(asked, j)
		} else if len(asked) > 0 && j > asked[len(asked)-1] && len(cs[j].Words) > 4 {
			break // the clinician went on without waiting
		}
	}
	if len(asked) == 0 || j < len(cs) && cs[j].Turn == turn {
		b.skip(asked)
		return
	}
	b.skip(asked)
	if j >= len(cs) || cs[j].Speaker == ehr.ClinicianVoice {
		return
	}
	b.answer(asked, j)
}

func (b *builder) skip(list []int) {
	for _, i := range list {
		b.used[i] = true
	}
}

func (b *builder) answer(asked []int, j int) {
	cs := b.v.Clauses
	said, n := reword.Polarity(cs[j].Words)
	last := asked[len(asked)-1]
	if said != reword.No {
		if text, ok := reword.Radiated(cs[last].Words, cs[j].Words, b.p); ok {
			b.add(j, text, last, j)
			b.used[j] = true
			return
		}
		if text, ok := short(b.topics[j], cs[last].Words, cs[j].Words, b.p); ok {
			b.add(j, text, last, j)
			b.used[j] = true
			return
		}
	}
	if said == reword.Unclear {
		if text, ok := reword.WhAnswer(cs[last].Words, cs[j].Words, b.p); ok {
			b.add(j, text, last, j)
			b.used[j] = true
		}
		return
	}
	trailing := b.trailing(cs[j].Words, said, n)
	own, affirmed := b.ownFindings(j)
	if said == reword.No && own { // "no chest pain": it says itself what it denies
		return
	}
	var lists [][]string
	for _, q := range asked {
		if q != last && said == reword.No && !Listing(cs[q].Words) && !strings.HasPrefix(cs[q].Text(), "any") {
			continue
		}
		if q != last && said == reword.Yes || said == reword.No && shares(cs[q].Words, affirmed) {
			continue
		}
		if q == last && said == reword.Yes && reword.Open(cs[q].Words) {
			if text, ok := reword.Fill(cs[q].Words, trailing, b.p); ok {
				b.add(q, text, q, j)
				lists = append(lists, text)
				b.used[j] = true
			}
			continue // a bare yes says that there is something, not what
		}
		if text, ok := reword.Exchange(cs[q].Words, said, b.p); ok {
			if q == last && trailing != nil {
				text = append(append(text, ","), trailing...)
				b.used[j] = true
			}
			b.add(q, text, q, j)
			lists = append(lists, text)
		}
	}
	if len(lists) == 0 && said == reword.No && len(affirmed) == 0 && !b.names(j, lexicon.Drug) {
		if text, ok := denied(b.topics[j], cs[last].Words, b.p); ok {
			b.add(last, text, last, j)
			lists = append(lists, text)
		}
	}
	if len(lists) == 0 {
		return
	}
	rest := cs[j].Words[n:]
	if n > 0 && len(rest) > 0 && rest[0] == "," {
		rest = rest[1:]
	}
	if len(rest) < 3 || len(lists) > 0 && echo(rest) {
		b.used[j] = true
	}
}

// echo reports whether an answer only repeats its yes or no: "i have not",
// "not that i have noticed", "nothing like that".
func echo(w []string) bool {
	if len(w) > 7 {
		return false
	}
	for _, s := range w {
		switch s {
		case "i", "not", "have", "has", "no", "yes", "do", "that", "am", "is", "it", "does", "noticed", "like", "nothing", "really", "at", "all", "anything", "of", "know", "any", "did", "can", "think", "so", "they", "are", "been", ",", "recall", "remember", "was", "none", "those", "to", "my", "knowledge":
		default:
			return false
		}
	}
	return true
}

var courtesies = []string{
	"thank you", "thanks", "good to see you", "nice to see you", "nice to meet you", "have a good", "have a great", "you are welcome", "sounds good", "that sounds good", "i appreciate it", "bye", "see you", "hello", "good morning", "good afternoon",
	"i am doing well", "i am good", "i am doing good", "i am okay", "i am doing okay", "i am fine", "good , how", "how are you", "let us go ahead and take a look", "sorry to hear", "i am sorry", "i hear you", "no problem", "my name is", "tell me", "take care", "you got it", "that makes sense", "that is great", "that is good", "i understand", "got it", "any questions", "okay", "glad to hear", "i am glad", "finalize", "awesome", "perfect", "i can do that", "i will do that", "yes i will", "i will try",
}

// courtesy reports whether a clause is a greeting, thanks or a word to the
// machine, and nothing else.
func courtesy(w []string) bool {
	if reword.Has(w, "show me") || reword.Has(w, "dragon") && len(w) < 4 {
		return true
	}
	if len(lexicon.Find(w, lexicon.Drug, lexicon.Finding, lexicon.Condition, lexicon.Test)) > 0 {
		return false
	}
	if bidding(w) {
		return true
	}
	for _, c := range courtesies {
		if n := len(strings.Fields(c)); reword.Index(w, c) == 0 && len(w) <= n+4 {
			return true
		}
	}
	return false
}

// bids are the verbs of what a patient is asked to do while being examined, and
// moves what shows that it is that.
var (
	bids  = []string{"take", "breathe", "lie", "lay", "sit", "open", "say", "squeeze", "push", "pull", "look", "hold", "turn", "relax", "bend", "wiggle", "follow", "lean", "stick"}
	moves = []string{"for me", "deep breath", "deep breaths", "back down", "open wide", "my finger", "my fingers", "my hand", "my hands", "breathe in", "breathe out", "your tongue"}
)

// bidding reports whether a clause bids the patient move, as in "now take a deep
// breath for me": that is said at an examination and found nothing.
func bidding(w []string) bool {
	if len(w) > 12 {
		return false
	}
	for i, x := range w[:min(len(w), 4)] {
		if slices.Contains(bids, x) {
			return slices.ContainsFunc(moves, func(m string) bool { return reword.Has(w[i:], m) })
		}
	}
	return false
}

// inner reports whether a question stands inside a clinician's clause that was
// not cut there.
func inner(w []string) bool {
	for i := 0; i+2 < len(w); i++ {
		if w[i+1] == "you" && (w[i] == "have" || w[i] == "do" || w[i] == "did" || w[i] == "are") && (i == 0 || w[i-1] != "what" && w[i-1] != "how") {
			return true
		}
		if w[i] == "any" && len(lexicon.Find(w[i+1:min(len(w), i+4)], lexicon.Finding)) > 0 && !slices.Contains(w[:i], "not") && !slices.Contains(w[:i], "denies") && !slices.Contains(w[:i], "no") && !slices.Contains(w[:i], "without") {
			return true
		}
	}
	return false
}

// trailing is what an answer adds to its yes and is no sentence of its own: "a
// little bit at night", "once, five years ago".
func (b *builder) trailing(answer []string, said reword.Reply, n int) []string {
	rest := answer[n:]
	for len(rest) > 0 && rest[0] == "," {
		rest = rest[1:]
	}
	if said != reword.Yes || len(rest) == 0 || len(rest) > 10 || echo(rest) || rest[0] == "i" || rest[0] == "it" || rest[0] == "they" || rest[0] == "my" || rest[0] == "we" || rest[0] == "he" || rest[0] == "she" || rest[0] == "but" || rest[0] == "definitely" || rest[0] == "sir" {
		return nil
	}
	for _, w := range rest {
		switch w {
		case "i", "no", "not", "is", "are", "was", "were", "has", "had":
			return nil // a sentence of its own, or an answer to something else
		}
	}
	return reword.Third(rest, ehr.PatientVoice, b.p)
}

// ownFindings reports whether an answer names findings itself, and which the
// rest of the turn then affirms: "No. Well, I do wheeze at night."
func (b *builder) ownFindings(j int) (own bool, affirmed map[string]bool) {
	cs := b.v.Clauses
	affirmed = map[string]bool{}
	for k := j; k < len(cs) && cs[k].Turn == cs[j].Turn; k++ {
		for _, f := range fact.In(cs[k].Words) {
			if f.Kind != fact.Finding && f.Kind != fact.Condition {
				continue
			}
			own = own || k == j
			if !f.Negated && f.Kin == "" {
				affirmed[f.Name] = true
			}
		}
	}
	return own, affirmed
}

func shares(words []string, names map[string]bool) bool {
	return slices.ContainsFunc(lexicon.Find(words, lexicon.Finding, lexicon.Condition), func(m lexicon.Match) bool { return names[m.Term.Name] })
}

// names reports whether the turn of clause j names a term of a kind.
func (b *builder) names(j int, kind lexicon.Kind) bool {
	cs := b.v.Clauses
	for k := j; k < len(cs) && cs[k].Turn == cs[j].Turn; k++ {
		if len(lexicon.Find(cs[k].Words, kind)) > 0 {
			return true
		}
	}
	return false
}

// repeats reports whether a clinician's clause only says back what the patient has
// just said: "in the lower back, okay". Nothing was found, seen or planned by it.
func (b *builder) repeats(i int) bool {
	cs := b.v.Clauses
	c := cs[i]
	if c.Speaker != ehr.ClinicianVoice || len(c.Words) > 9 || b.v.Phase(i) == "plan" {
		return false
	}
	k := i - 1
	for k >= 0 && cs[k].Turn == c.Turn {
		k--
	}
	if k < 0 || cs[k].Speaker == ehr.ClinicianVoice {
		return false
	}
	heard := map[string]bool{}
	for turn := cs[k].Turn; k >= 0 && cs[k].Turn == turn; k-- {
		for _, w := range cs[k].Words {
			heard[w] = true
		}
	}
	for _, w := range c.Words {
		if !heard[w] && !backchannel[w] {
			return false
		}
	}
	return true
}

// backchannel are words a listener adds to what is said back.
var backchannel = map[string]bool{}

func init() {
	for _, w := range strings.Fields(", okay so and your you are have has is was were been the a it that just right yes see alright on in of for with about like do did not no there") {
		backchannel[w] = true
	}
}
