package scribe

import (
	"cmp"
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/reword"
)

// openers of a full sentence that a brief one does without. "Denies" becomes
// "No": a negation changes its word, and is never dropped.
var shorter = []struct{ from, to string }{
	{" presents today for evaluation of ", ""}, {" presents today for ", ""},
	{" denies any ", "No "}, {" denies ", "No "}, {" does not have any ", "No "}, {" has not had any ", "No "}, {" does not ", "Does not "}, {" has not ", "Has not "},
	{" reports ", ""}, {" has been having ", ""}, {" has been ", ""}, {" has had ", ""}, {" is having ", ""}, {" has ", ""}, {" is ", ""}, {" was ", "Was "}, {" will ", "To "}, {" should ", "To "}, {" can ", "Can "},
}

var briefSubjects = []string{"He", "She", "The patient", "The caregiver", "We", "I"}

// telegraphic writes lines as notes jotted down: without the subject.
func telegraphic(ls []line) []line {
	out := slices.Clone(ls)
	for i := range out {
		out[i].text = telegram(out[i].text)
		if out[i].kind == ehr.ProblemTitle {
			out[i].text = "Imp: " + out[i].text
		}
	}
	return out
}

func telegram(text string) string {
	for _, s := range briefSubjects {
		rest, ok := strings.CutPrefix(text, s+" ")
		if !ok {
			continue
		}
		rest = " " + rest
		for _, r := range shorter {
			if after, ok := strings.CutPrefix(rest, r.from); ok && len(after) > 3 {
				return reword.Capitalise(r.to + after)
			}
		}
		return reword.Capitalise(strings.TrimSpace(rest))
	}
	return text
}

// heaviest keeps the n weightiest lines in their order; lines without a weight
// (titles, openings) stay.
func heaviest(ls []line, n int) []line {
	if n == 0 || len(ls) <= n {
		return ls
	}
	rank := make([]int, len(ls))
	for i := range rank {
		rank[i] = i
	}
	weight := func(i int) float64 {
		if ls[i].weight == 0 {
			return 1e9
		}
		return ls[i].weight
	}
	slices.SortStableFunc(rank, func(a, b int) int { return cmp.Compare(weight(b), weight(a)) })
	rank = rank[:n]
	slices.Sort(rank)
	var out []line
	for _, i := range rank {
		out = append(out, ls[i])
	}
	return out
}
