package clause

import "strings"

// Mend removes what a speaker did not mean: fillers, broken-off words,
// stutters, and the first half of a sentence begun twice.
func Mend(words []string) []string {
	w := dropFillers(words)
	w = repair(w)
	for n := 4; n >= 1; n-- {
		w = dropRepeats(w, n)
	}
	return tidy(dropRepeats(restarts(tidy(w)), 1))
}

var fillers = map[string]bool{
	"uh": true, "um": true, "er": true, "erm": true, "ah": true, "hmm": true, "mm": true, "uhm": true, "umm": true, "ohh": true, "ahem": true, "gosh": true, "mhm": true,
	"basically": true, "hm": true, "huh": true, "oh": true, "eh": true, "mmm": true,
}

func dropFillers(in []string) []string {
	var out []string
	for i := 0; i < len(in); i++ {
		w := in[i]
		next := ""
		if i+1 < len(in) {
			next = in[i+1]
		}
		switch {
		case fillers[w]:
			if w == "uh" || w == "um" {
				out = append(out, pause) // a self-repair often stands around it
			}
			continue
		case strings.HasSuffix(w, "-"): // broken off
			out = append(out, pause)
			continue
		case w == "you" && next == "know" && !knowsWhat(in, i+2):
			i++
			continue
		case w == "i" && next == "guess" && i > 0 && i+2 < len(in) && in[i+2] != "so" && in[i+2] != "not":
			i++
			continue
		case w == "i" && next == "mean", (w == "kind" || w == "sort") && next == "of" && !(i > 0 && (in[i-1] == "what" || in[i-1] == "any" || in[i-1] == "some" || in[i-1] == "a" || in[i-1] == "this" || in[i-1] == "that")):
			i++
			continue
		case w == "like" && (next == "," || i > 0 && in[i-1] == ",") || w == "like" && thrownIn(in, i):
			continue
		}
		out = append(out, w)
	}
	return out
}

// knowsWhat reports whether "you know" before words[i] has an object ("do you
// know if", "you know that i") and is no filler.
func knowsWhat(words []string, i int) bool {
	if i < 3 || i >= len(words) {
		return false
	}
	if p := words[i-3]; p == "do" || p == "did" || p == "as" || p == "let" || p == "if" {
		return true
	}
	return false
}

// pause stands where a filler or a broken-off word was.
const pause = "\x00"

// repair handles "there is no <pause> there is a little": when the one or two
// words after a pause repeat the start of the clause, what came before goes.
func repair(in []string) []string {
	out := in
	for i := 0; i < len(out); i++ {
		if out[i] != pause {
			continue
		}
		j := i + 1
		for j < len(out) && (out[j] == pause || out[j] == ",") {
			j++
		}
		start := max(lastStop(out[:i])+1, i-9)
		for s := start; s < i && j+1 < len(out); s++ {
			if out[s] == out[j] && out[s+1] == out[j+1] && s+1 < i {
				out = append(append([]string{}, out[:s]...), out[j:]...)
				i = s
				break
			}
		}
	}
	var clean []string
	for _, w := range out {
		if w != pause {
			clean = append(clean, w)
		}
	}
	return clean
}

func lastStop(w []string) int {
	for i := len(w) - 1; i >= 0; i-- {
		if w[i] == "." || w[i] == "?" || w[i] == "!" {
			return i
		}
	}
	return -1
}

// dropRepeats removes the first of two equal runs of n words, also over a
// comma. Runs with a digit stay: "100 100" may be two readings.
func dropRepeats(in []string, n int) []string {
	var out []string
	for i := 0; i < len(in); i++ {
		j := i + n
		if j < len(in) && in[j] == "," && n < 4 {
			j++
		}
		if j+n <= len(in) && equal(in[i:i+n], in[j:j+n]) && plain(in[i:i+n]) {
			i = j - 1
			continue
		}
		out = append(out, in[i])
	}
	return out
}

func equal(a, b []string) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func plain(w []string) bool {
	for _, s := range w {
		if Mark(s) || strings.ContainsAny(s, "0123456789") || isUnit(s) || tens[s] > 0 {
			return false
		}
	}
	return true
}

// tidy removes commas that lead, double or stand before another mark.
func tidy(in []string) []string {
	var out []string
	for i, w := range in {
		if w == "," && len(out) > 0 && dangling[out[len(out)-1]] {
			continue
		}
		if w == "," && (len(out) == 0 || Mark(out[len(out)-1]) || i+1 < len(in) && Mark(in[i+1])) {
			continue
		}
		out = append(out, w)
	}
	return out
}

// dangling are words behind which no comma belongs: a filler stood there.
var dangling = map[string]bool{
	"a": true, "an": true, "the": true, "my": true, "your": true, "his": true, "her": true, "our": true, "their": true, "i": true, "am": true, "is": true, "are": true, "was": true, "were": true,
	"have": true, "has": true, "had": true, "to": true, "of": true, "in": true, "on": true, "at": true, "for": true, "with": true, "from": true, "by": true, "and": true, "but": true, "or": true, "any": true, "some": true, "that": true, "because": true, "if": true, "will": true, "would": true, "can": true, "could": true, "about": true, "like": true, "it": true, "he": true, "she": true, "we": true, "they": true, "you": true, "just": true, "really": true, "very": true, "this": true, "there": true, "been": true, "going": true, "which": true, "who": true, "taking": true, "takes": true, "called": true, "felt": true, "feel": true, "feels": true, "getting": true, "having": true,
}
