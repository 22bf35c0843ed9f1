// Command note learns the weights of scribe/sense again:
//
//	go run ./eval/train/note --data ../shared/data
//
// It reads the train and valid splits of ACI-BENCH, the train split of
// MTS-Dialog and the OSCE interviews (all CC BY 4.0), never a test split, and
// writes scribe/sense/weights/*.bin. The same material gives the same bytes.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/visitwright/visitwright/eval/note/visits"
	"github.com/visitwright/visitwright/scribe/sense"
)

func main() {
	data := flag.String("data", "../shared/data", "folder of the collections")
	out := flag.String("out", "scribe/sense/weights", "folder to write to")
	what := flag.String("only", "", "boundary, role or section; all where empty")
	split := flag.String("split", "train+valid", "train leaves the valid split out, for choosing settings")
	folds := flag.Int("cross", 0, "print the measures of that many-fold cross-validation instead of writing weights")
	search := flag.Bool("search", false, "with --cross: search thresholds")
	ids := flag.String("show", "", "with --cross: print these visits, by id, with a comma between")
	flag.Parse()
	c, err := load(*data, *split == "train+valid")
	if err != nil {
		log.Fatal(err)
	}
	if *folds > 1 {
		cross(c, *folds, *search, *ids)
		return
	}
	for _, t := range []struct {
		name  string
		train func(corpus) *sense.Model
	}{{"boundary", boundary}, {"role", role}, {"section", section}} {
		if *what != "" && *what != t.name {
			continue
		}
		m := t.train(c)
		sense.Replace(t.name, m)
		if err := write(filepath.Join(*out, t.name+".bin"), m); err != nil {
			log.Fatal(err)
		}
	}
}

// corpus is the material.
type corpus struct {
	visits []visits.Visit // ACI-BENCH, with notes
	items  []visits.Item  // MTS-Dialog
	osce   []visits.Visit // without notes
}

func load(data string, valid bool) (corpus, error) {
	var c corpus
	aci := filepath.Join(data, "notes", "aci-bench")
	files := []string{"train.csv"}
	if valid {
		files = append(files, "valid.csv")
	}
	for _, f := range files {
		v, err := visits.ACI(filepath.Join(aci, f))
		if err != nil {
			return c, err
		}
		c.visits = append(c.visits, v...)
	}
	var err error
	if c.items, err = visits.MTS(filepath.Join(data, "notes", "mts-dialog", "MTS-Dialog-TrainingSet.csv")); err != nil {
		return c, err
	}
	all, err := visits.OSCE(filepath.Join(data, "speech", "osce"))
	if err != nil {
		return c, err
	}
	for _, v := range all {
		if v.ID != "CAR0001" && v.ID != "MSK0001" { // the speech evaluation's recordings
			c.osce = append(c.osce, v)
		}
	}
	return c, nil
}

func write(path string, m *sense.Model) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := m.Write(f); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	s, err := os.Stat(path)
	if err == nil {
		fmt.Printf("%s: %d bytes\n", path, s.Size())
	}
	return err
}
