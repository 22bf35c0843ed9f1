package main

import (
	"math"
	"strings"

	"github.com/visitwright/visitwright/eval/note/parts"
	"github.com/visitwright/visitwright/eval/note/visits"
	"github.com/visitwright/visitwright/scribe/clause"
	"github.com/visitwright/visitwright/scribe/lexicon"
	"github.com/visitwright/visitwright/scribe/reword"
	"github.com/visitwright/visitwright/scribe/sense"
	"github.com/visitwright/visitwright/scribe/statement"
)

// section learns which part of the note a clause ends in. The label is weak:
// how much of the clause's weighty words stand together in one sentence of that
// part of the human note.
func section(c corpus) *sense.Model {
	idf := weights(c.visits)
	var ex []sense.Example
	for _, v := range c.visits {
		ex = append(ex, examples(v, idf)...)
	}
	return sense.Train(sense.Sections, ex, sense.Plan{Bits: 16, Epochs: 10, Rate: 0.15, L2: 1e-5, Seed: 3})
}

// weights gives rare words more say.
func weights(vs []visits.Visit) map[string]float64 {
	df := map[string]float64{}
	n := 0.0
	for _, v := range vs {
		for _, text := range []string{v.Dialogue, v.Note} {
			n++
			seen := map[string]bool{}
			for _, w := range stems(clause.Words(text)) {
				if !seen[w] {
					seen[w] = true
					df[w]++
				}
			}
		}
	}
	for w, d := range df {
		df[w] = math.Log(1 + n/d)
	}
	return df
}

// stems folds words and replaces findings by one name each, so that "short of
// breath" and "dyspnea" are equal.
func stems(words []string) []string {
	var out []string
	skip := 0
	at := map[int]lexicon.Match{}
	for _, m := range lexicon.Find(words, lexicon.Finding, lexicon.Condition, lexicon.Drug) {
		if old, ok := at[m.Start]; !ok || m.End > old.End {
			at[m.Start] = m
		}
	}
	for i := 0; i < len(words); i++ {
		if m, ok := at[i]; ok && i >= skip {
			out = append(out, m.Term.Name)
			skip = m.End
		}
		if i < skip && len(at) > 0 {
			continue
		}
		w := words[i]
		if clause.Mark(w) || stop[w] {
			continue
		}
		for _, s := range []string{"ing", "ed", "es", "s", "ly"} {
			if strings.HasSuffix(w, s) && len(w) > len(s)+3 {
				w = strings.TrimSuffix(w, s)
				break
			}
		}
		out = append(out, w)
	}
	return out
}

var stop = map[string]bool{}

func init() {
	for _, w := range strings.Fields("the a an and or of to in on at is are was were be been has have had he she they it his her him their them patient i you your my we our this that there for with as do does did not will would can could so but if okay yes any some going want like just about from by reports denies states notes") {
		stop[w] = true
	}
}

func examples(v visits.Visit, idf map[string]float64) []sense.Example {
	cs := clause.Split(v.Segments, sense.Boundary)
	visit := sense.Prepare(statement.Roles(cs))
	type sentence struct {
		label int
		words map[string]bool
		total float64
	}
	var note []sentence
	for _, s := range parts.Sentences(v.Note) {
		label := labelOf(s.Part)
		if label < 0 {
			continue
		}
		n := sentence{label: label, words: map[string]bool{}}
		for _, w := range stems(clause.Numbers(clause.Words(s.Text))) {
			if !n.words[w] {
				n.words[w] = true
				n.total += idf[w]
			}
		}
		if n.total > 0 {
			note = append(note, n)
		}
	}
	var out []sense.Example
	for _, s := range statement.From(visit, reword.For("")) {
		mine := map[string]bool{}
		total := 0.0
		for _, w := range stems(s.Source) {
			if !mine[w] {
				mine[w] = true
				total += max(idf[w], 1)
			}
		}
		t := make([]float64, len(sense.Sections))
		for _, n := range note {
			both := 0.0
			for w := range mine {
				if n.words[w] {
					both += idf[w]
				}
			}
			if total > 0 && both > 0 {
				// more of the clause than of the sentence: a sentence often sums up several clauses
				f := 1 / (0.65*total/both + 0.35*n.total/both)
				t[n.label] = math.Max(t[n.label], f)
			}
		}
		for l := range t {
			t[l] = squash(t[l])
		}
		out = append(out, sense.Example{Features: visit.Features(s.Clause), Targets: t})
	}
	return out
}

// squash sharpens a similarity into a target.
func squash(f float64) float64 { return 1 / (1 + math.Exp(-14*(f-0.42))) }

func labelOf(p parts.Part) int {
	for i, s := range sense.Sections {
		if s == string(p) {
			return i
		}
	}
	return -1
}
