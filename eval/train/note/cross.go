package main

import (
	"fmt"
	"log"
	"os"
	"slices"
	"strings"

	"github.com/visitwright/visitwright/eval/note"
	"github.com/visitwright/visitwright/eval/note/rouge"
	"github.com/visitwright/visitwright/eval/note/visits"
	"github.com/visitwright/visitwright/scribe/sense"
)

// fold is a part of the visits with a model that has not seen it.
type fold struct {
	model *sense.Model
	held  []visits.Visit
}

// cross drafts every visit with a section model trained on the others.
func cross(c corpus, n int, search bool, ids string) {
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
	if !search {
		ws := drafts(folds, false)
		note.Print(os.Stdout, note.Measure("held out", ws), note.Measure("held out, chart", drafts(folds, true)))
		show(ws, ids)
		return
	}
	best := score(folds)
	fmt.Println("held out:", best)
	for _, fs := range [][]float64{{0.5, 0.7, 1.4}, {0.85, 1.2}} {
		for _, l := range []string{"hpi", "ap", "exam", "ros", "social", "meds", "pmh"} {
			for _, f := range fs {
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

// drafts makes every visit's note with the model that has not seen it.
func drafts(folds []fold, chart bool) []note.Written {
	how, err := note.BuiltIn("soap")
	if chart {
		how, err = note.WithPatient("soap")
	}
	if err != nil {
		log.Fatal(err)
	}
	var out []note.Written
	for _, f := range folds {
		sense.Replace("section", f.model)
		ws, _ := note.Run(f.held, how)
		out = append(out, ws...)
	}
	return out
}

type mean struct{ r1, r2, lsum float64 }

func (m mean) sum() float64 { return m.r1 + m.r2 + m.lsum }

func (m mean) String() string { return fmt.Sprintf("%.2f %.2f %.2f", m.r1, m.r2, m.lsum) }

func score(folds []fold) mean {
	var m mean
	ws := drafts(folds, false)
	n := float64(len(ws))
	for _, w := range ws {
		s := rouge.Of(w.Visit.Note, w.Text)
		m.r1, m.r2, m.lsum = m.r1+100*s.R1, m.r2+100*s.R2, m.lsum+100*s.Lsum
	}
	return mean{m.r1 / n, m.r2 / n, m.lsum / n}
}

// show prints one visit: what was said, the human note, the draft.
func show(ws []note.Written, ids string) {
	for _, w := range ws {
		if slices.Contains(strings.Split(ids, ","), w.Visit.ID) {
			fmt.Printf("=== %s\n%s\n--- human\n%s\n--- drafted\n%s\n", w.Visit.ID, visits.Lines(w.Visit.Segments), w.Visit.Note, w.Text)
		}
	}
}
