package alert

import (
	"strings"

	"github.com/visitwright/visitwright/cds/interactions"
	"github.com/visitwright/visitwright/ehr"
)

// Pair is two drugs of a published list.
type Pair struct {
	A, B  string
	Group string // severity or rule of the list
}

// PairResult is how a list fares against the built-in rules.
type PairResult struct {
	Listed  int // pairs in the list
	Known   int // of them with both drugs in our table
	Fired   int // of those, at any tier
	Loud    int // of those, interruptive
	Unknown []string
	Silent  []Pair // known, and nothing fires
	Quiet   []Pair // known, and what fires does not interrupt
	Noisy   []Pair // known, and interrupts
}

// ReadPairs reads two columns of a tab-separated list, and a third for the group.
func ReadPairs(path, a, b, group string) ([]Pair, error) {
	rows, err := readTable(path)
	if err != nil {
		return nil, err
	}
	var out []Pair
	for _, m := range rows {
		out = append(out, Pair{A: m[a], B: m[b], Group: m[group]})
	}
	return out, nil
}

// RunPairs asks the rules about every pair.
func RunPairs(k *interactions.Knowledge, pairs []Pair) PairResult {
	out := PairResult{Listed: len(pairs)}
	unknown := map[string]bool{}
	for _, p := range pairs {
		a, b := known(k, p.A), known(k, p.B)
		for n, d := range map[string]*interactions.Drug{p.A: a, p.B: b} {
			if d == nil && !unknown[n] {
				unknown[n] = true
				out.Unknown = append(out.Unknown, n)
			}
		}
		if a == nil || b == nil {
			continue
		}
		out.Known++
		switch r := k.Pair(a, b); {
		case r == nil:
			out.Silent = append(out.Silent, p)
		case r.Tier == ehr.Interruptive:
			out.Fired++
			out.Loud++
			out.Noisy = append(out.Noisy, p)
		default:
			out.Fired++
			out.Quiet = append(out.Quiet, p)
		}
	}
	return out
}

// known finds a listed drug, with or without the salt the list names it by.
func known(k *interactions.Knowledge, name string) *interactions.Drug {
	name = strings.ToLower(name)
	if i := strings.IndexAny(name, "(,"); i > 0 {
		name = name[:i]
	}
	return k.Drug(name)
}
