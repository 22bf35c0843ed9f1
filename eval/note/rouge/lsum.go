package rouge

import (
	"slices"
	"strings"
)

// lsumF is the summary-level LCS: for each line of the reference, the union of
// its longest common subsequences with every line of the prediction, each word
// counted at most as often as it stands on either side.
func lsumF(reference, prediction string) float64 {
	ref, pred := lines(reference), lines(prediction)
	left, have := counts(ref), counts(pred)
	rn, pn, hits := 0, 0, 0
	for _, p := range pred {
		pn += len(p)
	}
	for _, r := range ref {
		rn += len(r)
		for _, w := range unionLCS(r, pred) {
			if left[w] > 0 && have[w] > 0 {
				hits++
				left[w]--
				have[w]--
			}
		}
	}
	return fMeasure(hits, rn, pn)
}

func lines(text string) [][]string {
	var out [][]string
	for _, l := range strings.Split(text, "\n") {
		if l != "" {
			out = append(out, Words(l))
		}
	}
	return out
}

func counts(lines [][]string) map[string]int {
	m := map[string]int{}
	for _, l := range lines {
		for _, w := range l {
			m[w]++
		}
	}
	return m
}

func unionLCS(ref []string, preds [][]string) []string {
	in := make([]bool, len(ref))
	for _, p := range preds {
		for _, i := range lcs(ref, p) {
			in[i] = true
		}
	}
	var words []string
	for i, ok := range in {
		if ok {
			words = append(words, ref[i])
		}
	}
	return words
}

// lcs returns the places in a of one longest common subsequence; among equal
// ones it takes the path rouge-score takes.
func lcs(a, b []string) []int {
	w := len(b) + 1
	t := make([]int, (len(a)+1)*w)
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			if a[i-1] == b[j-1] {
				t[i*w+j] = t[(i-1)*w+j-1] + 1
			} else {
				t[i*w+j] = max(t[(i-1)*w+j], t[i*w+j-1])
			}
		}
	}
	var at []int
	for i, j := len(a), len(b); i > 0 && j > 0; {
		switch {
		case a[i-1] == b[j-1]:
			at = append(at, i-1)
			i--
			j--
		case t[i*w+j-1] > t[(i-1)*w+j]:
			j--
		default:
			i--
		}
	}
	slices.Reverse(at)
	return at
}
