package reword

// Reply is what the first words of an answer say.
type Reply int

// The replies. Unclear is "I don't know" and everything else.
const (
	Unclear Reply = iota
	Yes
	No
)

var yes = []string{
	"yes", "correct", "exactly", "absolutely", "definitely", "sure", "right", "mm-hmm", "uh-huh", "yes sir", "once", "rarely", "mostly", "i do", "i have", "i am", "i did", "it does", "it is", "it has",
	"they do", "they are", "i was", "i can", "a little", "a bit", "sometimes", "occasionally", "for sure", "of course", "it was", "that is right", "that is correct", "every now and then", "once in a while", "always", "all the time", "he does", "she does", "i think so", "i believe so", "true", "most definitely", "i would", "there is", "it did", "pretty much",
}

var no = []string{
	"no", "not really", "not at all", "not that i", "never", "none", "negative", "i do not", "i have not", "i am not", "i did not", "it does not", "it is not", "nothing", "not at", "not yet",
	"not so", "not currently", "i can not", "it has not", "neither", "not recently", "i was not", "not anymore", "not particularly", "i would not", "i do not think so", "not to my", "it did not", "they do not", "they are not", "not as far", "not lately", "hardly",
}

var unclear = []string{
	"i do not know", "i am not sure", "not sure", "i do not remember", "i can not remember", "i do not recall", "i can not recall", "no idea", "i have no idea", "maybe", "possibly", "i guess", "no i am not sure", "i can not say", "hard to say",
	"i do not want", "i have not really noticed", "i have not noticed", "i have not been paying", "i do not really know",
}

// Polarity reads an answer's first words, and says how many of them only said
// yes or no.
func Polarity(a []string) (Reply, int) {
	for len(a) > 0 && (a[0] == "," || a[0] == "well" || a[0] == "so" || a[0] == "and") {
		return shift(Polarity(a[1:]))
	}
	for _, p := range unclear {
		if Index(a, p) == 0 {
			return Unclear, 0
		}
	}
	for _, p := range no {
		if Index(a, p) == 0 {
			n := 0
			if p == "no" || p == "not really" || p == "not at all" {
				n = count(p)
			}
			return No, n
		}
	}
	for _, p := range yes {
		if Index(a, p) == 0 {
			n := 0
			if own[a[0]] && len(a) > count(p)+1 { // "I have asthma": a statement that stands for itself
				return Unclear, 0
			}
			if p == "yes" || p == "correct" || p == "exactly" || p == "right" || p == "sure" || p == "absolutely" || p == "definitely" || p == "mm-hmm" || p == "uh-huh" {
				n = 1
			}
			return Yes, n
		}
	}
	return Unclear, 0
}

func shift(r Reply, n int) (Reply, int) { return r, n + 1 }

func count(p string) int {
	n := 1
	for _, c := range p {
		if c == ' ' {
			n++
		}
	}
	return n
}

// own are words with which an answer states something itself.
var own = map[string]bool{"i": true, "it": true, "they": true, "he": true, "she": true, "there": true, "that": true}
