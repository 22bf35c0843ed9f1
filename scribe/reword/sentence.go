package reword

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/visitwright/visitwright/scribe/lexicon"
)

// Sentence writes words as a sentence: capitals, commas, a full stop.
func Sentence(words []string) string {
	s := Phrase(words)
	if s == "" {
		return ""
	}
	s = Capitalise(s)
	if last := s[len(s)-1]; last != '.' && last != '?' {
		s += "."
	}
	return s
}

// Phrase writes words as they stand inside a sentence.
func Phrase(words []string) string {
	var b strings.Builder
	words = trimMarks(words)
	for i, w := range words {
		if w == "," {
			b.WriteByte(',')
			continue
		}
		if i > 0 && words[i-1] == "can" && w == "not" {
			b.WriteString(w) // "cannot" is one word
			continue
		}
		if i > 0 && !(strings.HasPrefix(w, "-year") && words[i-1][0] >= '0' && words[i-1][0] <= '9') {
			b.WriteByte(' ')
		}
		if w == "fit" && !(i+1 < len(words) && (words[i+1] == "test" || words[i+1] == "kit")) {
			b.WriteString(w) // and not the immunochemical test
			continue
		}
		if i > 0 && len(w) == 1 && (letter[words[i-1]] || words[i-1] == "type") {
			w = strings.ToUpper(w) // hepatitis C, vitamin D
		}
		if w == "a" && i+1 < len(words) && vowel(words[i+1]) && !(i > 0 && (letter[words[i-1]] || words[i-1] == "type")) {
			w = "an"
		}
		b.WriteString(Printed(w))
	}
	return strings.TrimSpace(b.String())
}

// vowel reports whether a word begins with a vowel as it is spoken: "an MRI", "a UTI".
func vowel(w string) bool {
	if c, ok := lexicon.Capital(w); ok && c == strings.ToUpper(w) {
		return len(w) < 5 && strings.ContainsRune("aefhilmnorsx", rune(w[0]))
	}
	for _, p := range []string{"one", "once", "use", "usual", "uni", "ur", "ute", "eu", "u-", "ultra"} {
		if strings.HasPrefix(w, p) {
			return p == "ultra" || strings.HasPrefix(w, "unin") || strings.HasPrefix(w, "unim") || strings.HasPrefix(w, "urg")
		}
	}
	return strings.ContainsRune("aeiou", rune(w[0])) || w == "hour" || w == "8" || w == "11" || w == "18"
}

func trimMarks(w []string) []string {
	for len(w) > 0 && (w[0] == "," || w[0] == "and" && len(w) > 1 || w[0] == "but" && len(w) > 1) {
		w = w[1:]
	}
	for len(w) > 0 && w[len(w)-1] == "," {
		w = w[:len(w)-1]
	}
	return w
}

// Capitalise puts the first letter in upper case.
func Capitalise(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// Lower writes a sentence as it stands behind an opening: without its first capital,
// where that is no name's.
func Lower(s string) string {
	first, _, _ := strings.Cut(strings.TrimSuffix(s, "."), " ")
	if first == "A" {
		return "a" + s[1:]
	}
	if low := strings.ToLower(first); Printed(low) == low && len(first) > 1 && strings.ToUpper(first) != first {
		return strings.ToLower(s[:1]) + s[1:]
	}
	return s
}

// Printed is how a word stands inside a sentence: brand names, abbreviations,
// days and months keep their capitals.
func Printed(w string) string {
	if c, ok := lexicon.Capital(w); ok {
		return c
	}
	if lexicon.Brand(w) {
		return Capitalise(w)
	}
	if len(w) > 2 && strings.HasPrefix(w, "dr") && w == "dr." {
		return "Dr."
	}
	return w
}

// Tidy writes everyday phrases as clinicians do: "twice a day" as "twice
// daily", "high blood pressure" stays.
func Tidy(w []string) []string {
	for _, r := range phrases {
		w = replace(w, r.from, r.to)
	}
	return w
}

var phrases = func() []struct{ from, to []string } {
	var out []struct{ from, to []string }
	for _, l := range strings.Split(strings.TrimSpace(phraseList), "\n") {
		a, b, _ := strings.Cut(l, "=")
		out = append(out, struct{ from, to []string }{strings.Fields(a), strings.Fields(b)})
	}
	return out
}()

const phraseList = `
once a day = once daily
twice a day = twice daily
times a day = times daily
mg a day = mg daily
mg every day = mg daily
a little bit of a = a slight
a little bit of an = a slight
a bit of a = a slight
a little bit of = some
a little bit = slightly
all of a sudden = suddenly
go ahead and =
went ahead and =
a lot of = a lot of
you know =
at this point in time = at this time
right now = currently
as far as i know =
i would say =
kind of = 
sort of =
and stuff like that =
and stuff =
and things like that =
or anything like that =
or something like that =
or whatever =
and everything =
for sure =
of course =
to be honest =
if that makes sense =
per se =
obviously =
what we call , =
what we call =
what we refer to as =
what is called =
certainly =
literally =
pretty much = mostly
stuff = things
`

func replace(w, from, to []string) []string {
	i := Index(w, strings.Join(from, " "))
	for n := 0; i >= 0 && n < 5; n++ {
		w = append(append(append([]string{}, w[:i]...), to...), w[i+len(from):]...)
		if i = Index(w[min(i+len(to), len(w)):], strings.Join(from, " ")); i >= 0 {
			i = Index(w, strings.Join(from, " "))
		}
	}
	return w
}
