package habit

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/fact"
)

// Pair is a sentence as it was drafted and as it was signed.
type Pair struct {
	Section         ehr.SectionName
	Drafted, Signed string
}

// Least is in how many visits the same edit must have been made to be proposed.
const Least = 3

// longest is the most words that one side of a wording has.
const longest = 8

// Steady reports whether a wording was seen often enough to be proposed, and more
// often than its words were kept.
func Steady(w ehr.Wording) bool { return w.Seen >= Least && w.Kept < w.Seen }

// Made lists the wordings that one visit's edits make. One that changes a fact is
// none, nor is one with a figure, a day, a month, one of the names, which are the
// patient's, or a word that looks like anybody else's.
func Made(pairs []Pair, names ...string) []ehr.Wording {
	private := map[string]bool{}
	for _, n := range names {
		for _, w := range fact.Plain(n) {
			private[w] = true
		}
	}
	var out []ehr.Wording
	for _, p := range pairs {
		from, to, ok := edit(p.Drafted, p.Signed)
		if !ok || !sameFacts(p.Drafted, p.Signed) || !sameFacts(from, to) {
			continue
		}
		if slices.ContainsFunc(fact.Plain(from+" "+to), func(w string) bool { return private[w] || dated[w] || strings.ContainsAny(w, "0123456789") }) || named(p, from+" "+to) {
			continue
		}
		if w := (ehr.Wording{Section: p.Section, From: from, To: to}); !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

// dated are words that tell a day.
var dated = map[string]bool{
	"january": true, "february": true, "april": true, "june": true, "july": true, "august": true, "september": true, "october": true, "november": true, "december": true,
	"monday": true, "tuesday": true, "wednesday": true, "thursday": true, "friday": true, "saturday": true, "sunday": true,
}

// titles stand before a person's name.
var titles = map[string]bool{"mr": true, "mrs": true, "ms": true, "miss": true, "dr": true, "doctor": true}

// named reports whether words of an edit may be somebody's name, or a month that is
// also a word: they are written with a capital inside a sentence, or there is a title.
func named(p Pair, words string) bool {
	proper := map[string]bool{}
	for _, text := range []string{p.Drafted, p.Signed} {
		begins := true
		for _, w := range strings.Fields(text) {
			bare := strings.Trim(w, ".,;:()'\"")
			if len(bare) > 1 && !begins && unicode.IsUpper(rune(bare[0])) && strings.ToUpper(bare) != bare {
				proper[bare] = true
			}
			begins = strings.HasSuffix(w, ".") || strings.HasSuffix(w, ":") || strings.HasSuffix(w, "?")
		}
	}
	return slices.ContainsFunc(strings.Fields(words), func(w string) bool {
		bare := strings.Trim(w, ".,;:()'\"")
		return proper[bare] || titles[strings.ToLower(bare)]
	})
}

// Kept lists those of the known wordings whose words one visit left as drafted.
func Kept(pairs []Pair, known []ehr.Wording) []ehr.Wording {
	var out []ehr.Wording
	for _, w := range known {
		if slices.ContainsFunc(pairs, func(p Pair) bool {
			return p.Section == w.Section && holds(p.Drafted, w.From) && holds(p.Signed, w.From)
		}) {
			out = append(out, ehr.Wording{Section: w.Section, From: w.From, To: w.To})
		}
	}
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

// Apply puts the wordings that are switched on into a note's drafted sentences,
// which keep what the drafter had written. Sentences of a person, and those whose
// facts would change, stay. It returns the note and how many sentences it reworded.
func Apply(n ehr.Note, wordings []ehr.Wording) (ehr.Note, int) {
	out, count := n, 0
	out.Sections = slices.Clone(n.Sections)
	for i, sec := range out.Sections {
		out.Sections[i].Sentences = slices.Clone(sec.Sentences)
		for k, t := range sec.Sentences {
			if t.Origin == ehr.ByPerson {
				continue
			}
			if text := reword(t.Text, sec.Name, wordings); text != t.Text {
				out.Sections[i].Sentences[k].Text, out.Sections[i].Sentences[k].Drafted = text, t.Text
				count++
			}
		}
	}
	return out, count
}

func reword(text string, section ehr.SectionName, wordings []ehr.Wording) string {
	for _, p := range wordings {
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

// Pairs matches the sentences of a drafted note, in the drafter's words, with the
// signed ones, by their identifiers. A sentence taken from another drafter shows
// nobody's own words.
func Pairs(drafted, signed ehr.Note) []Pair {
	was := map[ehr.SentenceID]ehr.Sentence{}
	for _, sec := range drafted.Sections {
		for _, t := range sec.Sentences {
			if t.Origin != ehr.ByPerson {
				was[t.ID] = t
			}
		}
	}
	var out []Pair
	for _, sec := range signed.Sections {
		for _, t := range sec.Sentences {
			if old, ok := was[t.ID]; ok && (t.Origin == ehr.ByPerson || t.Text == old.Text) {
				out = append(out, Pair{Section: sec.Name, Drafted: cmp.Or(old.Drafted, old.Text), Signed: t.Text})
			}
		}
	}
	return out
}
