package main

import (
	"fmt"
	"maps"
	"slices"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/eval/note/rouge"
	"github.com/visitwright/visitwright/eval/note/visits"
	"github.com/visitwright/visitwright/scribe"
	"github.com/visitwright/visitwright/scribe/sense"
)

// fold is a part of the visits with a model that has not seen it.
type fold struct {
	model *sense.Model
	held  []visits.Visit
}

// cross drafts every visit with a section model trained on the others.
func cross(c corpus, n int, search bool) {
	folds := make([]fold, n)
	for k := range folds {
		var rest corpus
		for i, v := range c.visits {
			if i%n == k {
				folds[k].held = append(folds[k].held, v)
			} else {
				rest.visits = append(rest.visits, v)
			}
		}
		folds[k].model = section(rest)
	}
	best := score(folds)
	fmt.Println("held out:", best)
	if !search {
		return
	}
	for range 2 {
		for _, l := range slices.Sorted(maps.Keys(sense.Threshold)) {
			for _, f := range []float64{0.7, 0.85, 1.2, 1.45} {
				old := sense.Threshold[l]
				sense.Threshold[l] = old * f
				if s := score(folds); s.sum() > best.sum()+0.01 {
					best = s
					fmt.Printf("%s %.3f: %v\n", l, sense.Threshold[l], s)
				} else {
					sense.Threshold[l] = old
				}
			}
		}
	}
	fmt.Println(sense.Threshold)
}

type mean struct{ r1, r2, lsum float64 }

func (m mean) sum() float64 { return m.r1 + m.r2 + m.lsum }

func (m mean) String() string { return fmt.Sprintf("%.2f %.2f %.2f", m.r1, m.r2, m.lsum) }

func score(folds []fold) mean {
	var m mean
	n := 0.0
	for _, f := range folds {
		sense.Replace("section", f.model)
		for _, v := range f.held {
			s := rouge.Of(v.Note, scribe.Text(scribe.Draft(v.Segments, ehr.Chart{}, scribe.Options{}).Note))
			m.r1, m.r2, m.lsum, n = m.r1+100*s.R1, m.r2+100*s.R2, m.lsum+100*s.Lsum, n+1
		}
	}
	return mean{m.r1 / n, m.r2 / n, m.lsum / n}
}
