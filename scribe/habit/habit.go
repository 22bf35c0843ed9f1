package habit

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/fact"
)

// Pair is a sentence as it was drafted and as it was signed.
type Pair struct {
	Visit   ehr.VisitID     `json:"visit_id"`
	Section ehr.SectionName `json:"section"`
	Drafted string          `json:"drafted"`
	Signed  string          `json:"signed"`
}

// Proposal is a rewording: From becomes To, whole words alone, in one section.
type Proposal struct {
	Section ehr.SectionName `json:"section"`
	From    string          `json:"from"`
	To      string          `json:"to"` // empty: the words are left out
	// Seen counts the visits in which the clinician made it, Kept those in which
	// the words were left as drafted.
	Seen int  `json:"seen"`
	Kept int  `json:"kept"`
	On   bool `json:"on"` // a person switched it on
}

// Least is in how many visits the same edit must have been made.
const Least = 3

// longest is the most words that one side of a rewording has.
const longest = 8

// Learn proposes the rewordings made in at least Least visits, and in more of
// them than the words were kept; most seen first.
func Learn(pairs []Pair) []Proposal {
	type key struct {
		section  ehr.SectionName
		from, to string
	}
	visits := map[key]map[ehr.VisitID]bool{}
	for _, p := range pairs {
		from, to, ok := edit(p.Drafted, p.Signed)
		if !ok || !sameFacts(p.Drafted, p.Signed) || !sameFacts(from, to) {
			continue
		}
		k := key{p.Section, from, to}
		if visits[k] == nil {
			visits[k] = map[ehr.VisitID]bool{}
		}
		visits[k][p.Visit] = true
	}
	var out []Proposal
	for k, seen := range visits {
		if len(seen) < Least {
			continue
		}
		kept := map[ehr.VisitID]bool{}
		for _, p := range pairs {
			if p.Section == k.section && holds(p.Drafted, k.from) && holds(p.Signed, k.from) {
				kept[p.Visit] = true
			}
		}
		if len(kept) < len(seen) {
			out = append(out, Proposal{Section: k.section, From: k.from, To: k.to, Seen: len(seen), Kept: len(kept)})
		}
	}
	slices.SortFunc(out, func(a, b Proposal) int {
		return cmp.Or(cmp.Compare(b.Seen, a.Seen), cmp.Compare(a.Section, b.Section), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	return out
}

// edit finds the one run of words that differs between two sentences. A word
// before it is kept with it where one side would be empty, so that a rewording
// has words to be found by.
func edit(a, b string) (from, to string, ok bool) {
	x, y := strings.Fields(a), strings.Fields(b)
	i := 0
	for i < len(x) && i < len(y) && x[i] == y[i] {
		i++
	}
	k := 0
	for k < len(x)-i && k < len(y)-i && x[len(x)-1-k] == y[len(y)-1-k] {
		k++
	}
	if i == len(x)-k { // words were put in: say where
		if i == 0 && k == 0 {
			return "", "", false
		}
		if i > 0 {
			i--
		} else {
			k--
		}
	}
	x, y = x[i:len(x)-k], y[i:len(y)-k]
	from, to = strings.Join(x, " "), strings.Join(y, " ")
	return from, to, from != to && len(x) > 0 && len(x) <= longest && len(y) <= longest
}

// sameFacts reports whether two texts state the same facts.
func sameFacts(a, b string) bool { return slices.Equal(facts(a), facts(b)) }

func facts(text string) []string {
	words := fact.Plain(text)
	var out []string
	for _, f := range fact.In(words) {
		out = append(out, fmt.Sprint(f.Kind, "|", f.Name, "|", f.Unit, "|", f.Negated, "|", f.Side, "|", f.Kin))
	}
	for s := range fact.Sides(words) {
		out = append(out, "side|"+s)
	}
	for k := range fact.Kin(words) {
		out = append(out, "kin|"+k)
	}
	negated := fact.Negated(words)
	for i, w := range words {
		if weighty[w] {
			out = append(out, fmt.Sprint("word|", w, "|", negated[i]))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// weighty are words that turn or time a statement; an edit that adds, removes or
// moves one is no matter of wording.
var weighty = map[string]bool{
	"no": true, "not": true, "never": true, "without": true, "none": true, "denies": true, "denied": true, "cannot": true, "will": true, "was": true, "were": true, "had": true, "did": true, "may": true, "might": true, "could": true, "possible": true, "possibly": true, "likely": true, "probable": true, "probably": true, "suspected": true,
	"if": true, "unless": true, "daily": true, "weekly": true, "monthly": true, "twice": true, "once": true, "increase": true, "increased": true, "decrease": true, "decreased": true, "stop": true, "start": true, "continue": true, "worse": true, "better": true, "mild": true, "moderate": true, "severe": true, "acute": true, "chronic": true, "normal": true, "abnormal": true,
	"high": true, "low": true, "positive": true, "negative": true, "he": true, "she": true, "his": true, "her": true, "today": true, "yesterday": true, "tomorrow": true, "former": true, "formerly": true, "previously": true, "currently": true, "before": true, "after": true,
}

// holds reports whether a text has the words, whole and in order.
func holds(text, words string) bool { return strings.Contains(" "+text+" ", " "+words+" ") }

// Apply puts the wordings that are switched on into a note's drafted sentences.
// Sentences of a person, and those whose facts would change, stay. It returns
// the note and how many sentences it reworded.
func Apply(n ehr.Note, proposals []Proposal) (ehr.Note, int) {
	out, count := n, 0
	out.Sections = slices.Clone(n.Sections)
	for i, sec := range out.Sections {
		out.Sections[i].Sentences = slices.Clone(sec.Sentences)
		for k, t := range sec.Sentences {
			if t.Origin == ehr.ByPerson {
				continue
			}
			if text := reword(t.Text, sec.Name, proposals); text != t.Text {
				out.Sections[i].Sentences[k].Text = text
				count++
			}
		}
	}
	return out, count
}

func reword(text string, section ehr.SectionName, proposals []Proposal) string {
	for _, p := range proposals {
		if !p.On || p.Section != section || !holds(text, p.From) {
			continue
		}
		next := strings.Join(strings.Fields(strings.Replace(" "+text+" ", " "+p.From+" ", " "+p.To+" ", 1)), " ")
		if next != "" && sameFacts(text, next) {
			text = next
		}
	}
	return text
}

// Pairs matches the sentences of a drafted note with the signed ones, by their
// identifiers.
func Pairs(drafted, signed ehr.Note) []Pair {
	was := map[ehr.SentenceID]string{}
	for _, sec := range drafted.Sections {
		for _, t := range sec.Sentences {
			if t.Origin != ehr.ByPerson {
				was[t.ID] = t.Text
			}
		}
	}
	var out []Pair
	for _, sec := range signed.Sections {
		for _, t := range sec.Sentences {
			if text, ok := was[t.ID]; ok {
				out = append(out, Pair{Visit: signed.Visit, Section: sec.Name, Drafted: text, Signed: t.Text})
			}
		}
	}
	return out
}
