package coding

import (
	_ "embed"
	"regexp"
	"sort"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/kljensen/snowball/english"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// side is the laterality of a statement or a code.
type side byte

const (
	noSide side = iota
	right
	left
	bilateral
)

//go:embed data/synonyms.tsv
var synonymsTSV string

// synonyms maps a run of words as people say it to the classification's own
// words, longest first. Both the queries and the texts searched pass through it.
var synonyms = sync.OnceValue(func() map[string][]string {
	m := map[string][]string{}
	for _, line := range strings.Split(synonymsTSV, "\n") {
		from, to, ok := strings.Cut(line, "\t")
		if ok && !strings.HasPrefix(line, "#") {
			m[from] = strings.Fields(to)
		}
	}
	return m
})

// synonymStarts holds the first words of the entries of several words.
var synonymStarts = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	for from := range synonyms() {
		if first, _, ok := strings.Cut(from, " "); ok {
			m[first] = true
		}
	}
	return m
})

// longestSynonym is the number of words of the longest entry of synonyms.
const longestSynonym = 5

var possessive = strings.NewReplacer("'s ", " ", "’s ", " ", "'", "", "’", "")

// words cuts a text into lower-case words without accents. A full stop inside a
// number stays.
func words(s string) []string {
	if strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) >= 0 {
		fold := transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC)
		if t, _, err := transform.String(fold, s); err == nil {
			s = t
		}
	}
	s = possessive.Replace(strings.ToLower(s) + " ")
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// canonical rewrites words by the synonyms, longest run first.
func canonical(in []string) []string {
	table, opens := synonyms(), synonymStarts()
	var out []string
next:
	for i := 0; i < len(in); {
		for n := min(longestSynonym, len(in)-i); n > 0; n-- {
			if n > 1 && !opens[in[i]] {
				n = 1
			}
			if to, ok := table[strings.Join(in[i:i+n], " ")]; ok {
				out = append(out, to...)
				i += n
				continue next
			}
		}
		out = append(out, in[i])
		i++
	}
	return out
}

// stop holds words that say nothing about which code it is.
var stop = toSet(`a an and the of in on to for by due with at as or other from is are was be has have
	her his their she he they patient patients today disorder disease condition nos nec specified elsewhere classified not
	this that these those its it type` + " ") // "type" matters only with its number, which stays

// vague holds words with which a title says that it says no more.
var vague = toSet("unspecified without nos")

func toSet(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// term is a text made ready for matching.
type term struct {
	tokens []string // stems, sorted, each once
	side   side
	vague  int  // how often it says "unspecified" or "without"
	absent bool // it says what is absent: "without aura"
}

// key tells texts apart that are an office phrase.
func (t term) key() string {
	k := strings.Join(t.tokens, " ")
	if t.absent {
		return "without " + k
	}
	return k
}

// newTerm makes a text ready. Sides are taken out and kept apart, because the
// right sibling is chosen after the family is found.
func newTerm(s string) term {
	t := term{}
	if strings.Contains(s, "Ms") { // no multiple sclerosis
		s = courtesy.ReplaceAllString(s, "$1")
	}
	s = strings.ToLower(s)
	if strings.Contains(s, "without") { // or the expression would cost a tenth of the loading
		s = unharmed.ReplaceAllString(s, " ")
	}
	ws, r, l := apart(words(s))
	ws = canonical(ws)
	seen := map[string]bool{}
	for _, w := range ws {
		if vague[w] {
			t.vague++
			t.absent = t.absent || w == "without"
		}
		if vague[w] || stop[w] {
			continue
		}
		for _, st := range features(w) {
			if !seen[st] {
				seen[st] = true
				t.tokens = append(t.tokens, st)
			}
		}
	}
	switch {
	case r && l:
		t.side = bilateral
	case r:
		t.side = right
	case l:
		t.side = left
	}
	sort.Strings(t.tokens)
	return t
}

// apart takes the sides out, so that what people say is known with a side in its
// middle, too ("distal left radius").
func apart(ws []string) (kept []string, r, l bool) {
	for i, w := range ws {
		switch {
		case w == "bilateral" || w == "both":
			r, l = true, true
		case (w == "right" || w == "left") && !innate(ws[i+1:]):
			r, l = r || w == "right", l || w == "left"
		default:
			kept = append(kept, w)
		}
	}
	return kept, r, l
}

// innate says whether the words after "right" or "left" name what there is but one of:
// then the word is part of the name and no side to be chosen (I50.1, I45.10, R10.11).
func innate(after []string) bool {
	if len(after) == 0 {
		return false
	}
	switch after[0] {
	case "heart", "ventricular", "ventricle", "atrial", "atrium", "bundle", "main":
		return true
	case "upper", "lower", "anterior", "posterior":
		return len(after) > 1 && (after[1] == "quadrant" || strings.HasPrefix(after[1], "fasc"))
	}
	return false
}

// courtesy stands before a name.
var courtesy = regexp.MustCompile(`\bMs\.? ([A-Z])`)

// unharmed is what descriptions of wounds say before the part of the body: the usual
// wound has no foreign body in it and spares the nail.
var unharmed = regexp.MustCompile(`\b(without foreign body( of)?|without damage to nail)\b`)

// features returns what of a word is matched: its stem, and for a long word also
// its first letters, so that "pericardial" meets "pericardium".
func features(w string) []string {
	w = british.Replace(w)
	if len(w) < longWord {
		return []string{stem(w)}
	}
	return []string{stem(w), "~" + w[:prefix]}
}

// longWord and prefix are in letters. Prefixes count prefixWeight of their idf.
const (
	longWord     = 7
	prefix       = 6
	prefixWeight = 0.5
)

// british spells as the classification does.
var british = strings.NewReplacer("haem", "hem", "aemia", "emia", "oede", "ede", "oeso", "eso", "tumour", "tumor", "leuc", "leuk", "diarrhoea", "diarrhea", "paed", "ped", "anaes", "anes", "caec", "cec", "faec", "fec", "foet", "fet", "orrh", "orrh", "gynaec", "gynec")

func stem(w string) string {
	if len(w) <= 3 {
		return w
	}
	if base, ok := strings.CutSuffix(w, "oses"); ok && len(base) > 3 { // keratoses, stenoses, psychoses
		w = base + "osis"
	}
	if st, ok := stems.Load(w); ok {
		return st.(string)
	}
	st := english.Stem(w, false)
	stems.Store(w, st)
	return st
}

// stems remembers what was stemmed: the classification has 20,000 words in a
// million places.
var stems sync.Map
