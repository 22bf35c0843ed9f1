package summary

import (
	"regexp"
	"slices"
	"strings"

	"github.com/visitwright/visitwright/scribe/fact"
	"github.com/visitwright/visitwright/scribe/lexicon"
)

// Plain says a note's sentence to the patient in plain words. Where that would
// touch a number, a drug, a side or a negation the sentence comes back as it is,
// spoken to the patient at most.
func Plain(sentence string) string {
	you := toYou(strings.TrimLeft(label.ReplaceAllString(strings.TrimSpace(sentence), ""), ".,;: "))
	if !keeps(sentence, you) {
		you = sentence
	}
	out := layWords(you)
	if !keeps(sentence, out) {
		out = you
	}
	if short := split(out); keeps(sentence, short) {
		out = short
	}
	return upper(out)
}

// joint is where a long sentence may end and another begin.
var joint = regexp.MustCompile(`,? (and|but|so|now) (then |we |you |I |they |it |that |the |what |do |see )`)

// split makes two sentences of a long one, again and again, at a clause of its
// own.
func split(s string) string {
	if len(strings.Fields(s)) < 15 {
		return s
	}
	for _, m := range joint.FindAllStringSubmatchIndex(s, -1) {
		first, rest := s[:m[0]], s[m[4]:]
		if len(strings.Fields(first)) < 5 || len(strings.Fields(rest)) < 4 || supposing(first) {
			continue
		}
		if word := s[m[2]:m[3]]; word != "and" {
			rest = upper(word) + " " + rest
		}
		return first + ". " + split(upper(rest))
	}
	return s
}

var label = regexp.MustCompile(`^[-•\s]*(?:(?:Medical|Additional|Patient|Specialist) [A-Z][A-Za-z ]+:|Follow-up:)\s*`)

// keeps reports whether a rewording says the same numbers, drugs, sides and
// negations.
func keeps(a, b string) bool { return slices.Equal(tokens(a), tokens(b)) }

func tokens(s string) []string {
	var out []string
	words := fact.Plain(s)
	for _, f := range fact.In(words) {
		switch f.Kind {
		case fact.Number:
			out = append(out, "n "+f.Name)
		case fact.Drug:
			out = append(out, "d "+f.Name)
		}
	}
	for side := range fact.Sides(words) {
		out = append(out, "s "+side)
	}
	for _, w := range words {
		switch w {
		case "no", "not", "without", "never", "avoid", "denies":
			out = append(out, "-")
		case "once":
			out = append(out, "n 1")
		case "twice":
			out = append(out, "n 2")
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// people are the words for the patient, each with what is said to the patient.
var people = []struct {
	from *regexp.Regexp
	to   string
}{
	{regexp.MustCompile(`\b[Tt]he patient's\b`), "your"},
	{regexp.MustCompile(`\b(?:[Tt]he patient|He|She|he|she)\b`), "you"},
	{regexp.MustCompile(`\b[Hh]imself\b|\b[Hh]erself\b`), "yourself"},
	{regexp.MustCompile(`\b(?:[Hh]is)\b`), "your"},
	{regexp.MustCompile(`\bhim\b`), "you"},
	{regexp.MustCompile(`\b(to|for|with|see|refer|start|give|have|send|put|keep|get|let|on|advised|asked|told|want|switch|place|help|by) her\b([.,;]| (?:back|to|on|for|in|at|with|and|up|off|from|out|again|about|if|a|an|the|some|get|know|see|take|taking|do|feel|walk|sleep|use|more|another|this|that|when|as|once|today|every|do|is)\b)`), "$1 you$2"},
	{regexp.MustCompile(`\b[Hh]er\b`), "your"},
}

// toYou turns a sentence about the patient into one spoken to the patient.
func toYou(s string) string {
	for _, p := range people {
		s = p.from.ReplaceAllString(s, p.to)
	}
	words := strings.Fields(s)
	for i := 0; i+1 < len(words); i++ {
		if words[i] != "you" || i > 0 && objects[strings.ToLower(words[i-1])] {
			continue
		}
		k := i + 1
		for k < len(words) && adverbs[words[k]] {
			k++
		}
		if k < len(words) {
			words[k] = agree(words[k])
		}
	}
	s = strings.Join(words, " ")
	if strings.HasPrefix(s, "you ") {
		s = going.ReplaceAllString(s, "and are $1")
	}
	return s
}

// going is a second verb of the same subject: "you have it and is taking it".
var going = regexp.MustCompile(`\band is ([a-z]+ing)\b`)

// objects are words behind which "you" is no subject.
var objects = map[string]bool{"for": true, "of": true, "on": true, "with": true, "to": true, "see": true, "give": true, "put": true, "start": true, "send": true, "refer": true, "by": true, "about": true, "from": true, "keep": true, "help": true, "tell": true, "ask": true, "in": true}

var adverbs = map[string]bool{"also": true, "still": true, "currently": true, "now": true, "usually": true, "often": true}

// agree puts a verb into the form that goes with "you".
func agree(w string) string {
	end := strings.TrimLeft(w, "abcdefghijklmnopqrstuvwxyz")
	verb := strings.TrimSuffix(w, end)
	switch verb {
	case "is":
		return "are" + end
	case "was":
		return "were" + end
	case "has":
		return "have" + end
	case "does":
		return "do" + end
	}
	if v, ok := lexicon.VerbForm(verb); ok && v.Third == verb {
		return v.Base + end
	}
	return w
}

// layWords puts plain words in the place of the clinic's.
func layWords(s string) string {
	for _, p := range plainer {
		s = p.from.ReplaceAllString(s, p.to)
	}
	return article.ReplaceAllString(s, "${1} ${2}")
}

// article is "an" before a plain word that now begins with a consonant.
var article = regexp.MustCompile(`\b([Aa])n ([b-df-hj-np-tv-z][a-z])`)

type wording struct {
	from *regexp.Regexp
	to   string
}

var plainer = func() []wording {
	var out []wording
	for _, line := range strings.Split(strings.TrimSpace(plainWords), "\n") {
		from, to, _ := strings.Cut(line, " = ")
		out = append(out, wording{regexp.MustCompile(`(?i)\b(?:` + from + `)\b`), to})
	}
	return out
}()

// supposing reports whether a condition has only just begun: "if it gets worse".
func supposing(first string) bool {
	words := strings.Fields(strings.ToLower(first))
	for i, w := range words {
		if (w == "if" || w == "once" || w == "when" || w == "unless") && len(words)-i < 9 {
			return true
		}
	}
	return false
}
