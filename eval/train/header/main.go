// Command header learns the weights of scribe/header again:
//
//	go run ./eval/train/header --data ../shared/data
//
// It reads the train and valid splits of MTS-Dialog (CC BY 4.0), never a test
// split, and writes scribe/header/weights.bin: a linear support vector machine a
// header, one against the rest, on hashed words and letter groups. The same
// material gives the same bytes.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/visitwright/visitwright/eval/header"
	"github.com/visitwright/visitwright/eval/note/visits"
)

func main() {
	data := flag.String("data", "../shared/data", "folder of the collections")
	out := flag.String("out", "scribe/header/weights.bin", "file to write")
	folds := flag.Int("cross", 0, "print the accuracy of that many-fold cross-validation instead of writing weights")
	cost := flag.Float64("cost", header.Default.Cost, "cost of an error")
	prior := flag.Float64("prior", header.Default.Balance, "how far rare headers are given the say of common ones, 0 to 1")
	flag.Parse()
	var items []visits.Item
	for _, f := range []string{"MTS-Dialog-TrainingSet.csv", "MTS-Dialog-ValidationSet.csv"} {
		v, err := visits.MTS(filepath.Join(*data, "notes", "mts-dialog", f))
		if err != nil {
			log.Fatal(err)
		}
		items = append(items, v...)
	}
	s := header.Setting{Cost: *cost, Balance: *prior}
	if *folds > 1 {
		right := header.Cross(items, *folds, s)
		fmt.Printf("%d-fold, cost %g, balance %g: %.3f (%d of %d)\n", *folds, *cost, *prior, float64(right)/float64(len(items)), right, len(items))
		return
	}
	f, err := os.Create(*out)
	if err != nil {
		log.Fatal(err)
	}
	if err := header.Train(items, s).Write(f); err != nil {
		log.Fatal(err)
	}
	if err := f.Close(); err != nil {
		log.Fatal(err)
	}
}
