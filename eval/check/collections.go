package check

import (
	"fmt"
	"path/filepath"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/eval/header"
	"github.com/visitwright/visitwright/eval/note/visits"
)

// Collection says which visits to read.
type Collection int

// The collections. Rules may be written after reading Fitted and Short; HeldBack
// and ShortHeldBack are for figures alone.
const (
	All           Collection = iota // Fitted and HeldBack
	Fitted                          // ACI-BENCH train and valid, every second PriMock57 consultation
	HeldBack                        // ACI-BENCH test1, the other PriMock57 consultations
	Short                           // MTS-Dialog train: short dialogues, each with one section of a note
	ShortHeldBack                   // MTS-Dialog valid and test1
)

// aciFiles and shortFiles are the files that a collection reads of ACI-BENCH and
// of MTS-Dialog.
var (
	aciFiles = map[Collection][]string{
		All: {"train.csv", "valid.csv", "clinicalnlp_taskB_test1.csv"}, Fitted: {"train.csv", "valid.csv"}, HeldBack: {"clinicalnlp_taskB_test1.csv"},
	}
	shortFiles = map[Collection][]string{
		Short: {"MTS-Dialog-TrainingSet.csv"}, ShortHeldBack: {"MTS-Dialog-ValidationSet.csv", "MTS-Dialog-TestSet-1-MEDIQA-Chat-2023.csv"},
	}
)

// Visits reads a collection with human notes below a data folder.
func Visits(data string, c Collection) ([]visits.Visit, error) {
	if c == Short || c == ShortHeldBack {
		return shortVisits(filepath.Join(data, "notes", "mts-dialog"), shortFiles[c])
	}
	var out []visits.Visit
	for _, f := range aciFiles[c] {
		v, err := visits.ACI(filepath.Join(data, "notes", "aci-bench", f))
		if err != nil {
			return nil, err
		}
		out = append(out, v...)
	}
	mock, err := visits.PriMock57(filepath.Join(data, "notes", "primock57"))
	for i, v := range mock {
		if c == All || (c == Fitted) == (i%2 == 0) {
			out = append(out, v)
		}
	}
	return out, err
}

// shortVisits reads files of MTS-Dialog: a dialogue is a visit, and the section
// that was written of it is its note. Their only name is the file and the place in
// it; nothing is known of the patient.
func shortVisits(dir string, files []string) ([]visits.Visit, error) {
	var out []visits.Visit
	for _, f := range files {
		items, err := visits.MTS(filepath.Join(dir, f))
		if err != nil {
			return nil, err
		}
		for i, it := range items {
			segs := header.Segments(it.Dialogue)
			for k := range segs {
				segs[k].ID = ehr.SegmentID(fmt.Sprintf("s%d", k+1))
			}
			out = append(out, visits.Visit{ID: fmt.Sprintf("%s:%d", f, i), Source: "mts-dialog", Segments: segs, Dialogue: it.Dialogue, Note: it.Text})
		}
	}
	return out, nil
}
