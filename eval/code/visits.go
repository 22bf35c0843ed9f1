package code

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/visitwright/visitwright/coding"
	"github.com/visitwright/visitwright/ehr"
)

// visitsTSV holds the codes that one of us gave to office visits of ACI-BENCH.
//
//go:embed visits.tsv
var visitsTSV string

// Sets names the kinds of visits in visits.tsv.
var Sets = []string{"train", "held", "drafts", "fresh", "practice", "lists"}

// Visit is one note with the codes that a coder gave it.
type Visit struct {
	Set   string // "train": rules may be written on it; the others are measured only
	ID    string
	Note  string
	Codes []string
	// Optional are codes that one coder reports and the next leaves out; selected or
	// not, they count for nothing.
	Optional []string
}

// Visits joins the codes to the notes of the data folder.
func Visits(data string) ([]Visit, error) {
	notes := map[string]string{}
	if err := readPractice(notes, data); err != nil {
		return nil, err
	}
	if err := readLists(notes, data); err != nil {
		return nil, err
	}
	for _, name := range []string{"train.csv", "valid.csv", "clinicalnlp_taskB_test1.csv"} {
		if err := readNotes(notes, filepath.Join(data, "notes", "aci-bench", name)); err != nil {
			return nil, err
		}
	}
	var out []Visit
	for _, line := range strings.Split(visitsTSV, "\n") {
		f := strings.Split(line, "\t")
		if strings.HasPrefix(line, "#") || len(f) != 3 {
			continue
		}
		note, ok := notes[f[1]]
		if !ok {
			return nil, fmt.Errorf("no note %s in %s", f[1], data)
		}
		v := Visit{Set: f[0], ID: f[1], Note: note}
		v.given(f[2])
		out = append(out, v)
	}
	return out, nil
}

// given reads the coder's codes; those with "?" are optional.
func (v *Visit) given(codes string) {
	for _, c := range strings.Fields(codes) {
		if bare, optional := strings.CutSuffix(c, "?"); optional {
			v.Optional = append(v.Optional, bare)
		} else {
			v.Codes = append(v.Codes, c)
		}
	}
}

// Drafts returns the visits of the set "drafts" with the notes that language
// models wrote for them in place of the human ones.
func Drafts(data string, visits []Visit) ([]Visit, error) {
	var out []Visit
	for _, model := range []string{"test1GPT-4_", "test1ChatGPT_", "test1Text-Davinci-003_", "BART_large_clinicalnlp_taskB_test1_full"} {
		notes := map[string]string{}
		if err := readNotes(notes, filepath.Join(data, "notes", "aci-bench", "test1_baselines", model+".csv")); err != nil {
			return nil, err
		}
		for _, v := range visits {
			if n, ok := notes[v.ID]; ok && v.Set == "drafts" {
				v.Note = n
				out = append(out, v)
			}
		}
	}
	return out, nil
}

// readNotes reads the columns encounter_id and note.
func readNotes(into map[string]string, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	id, note := slices.Index(rows[0], "encounter_id"), slices.Index(rows[0], "note")
	if id < 0 || note < 0 {
		return fmt.Errorf("%s: no columns encounter_id and note", path)
	}
	for _, r := range rows[1:] {
		into[r[id]] = r[note]
	}
	return nil
}

// WithoutTitles is a note as text after its problem titles were taken out.
func WithoutTitles(text string) string {
	var b strings.Builder
	for _, sec := range coding.ReadText(text).Sections {
		if sec.Title != "" {
			b.WriteString("\n" + sec.Title + "\n\n")
		}
		for _, s := range sec.Sentences {
			if s.Kind != ehr.ProblemTitle {
				b.WriteString(s.Text + "\n")
			}
		}
	}
	return b.String()
}

// Comparison counts codes over several visits.
type Comparison struct {
	Visits, Given, Proposed, Exact, Three, Offered int
	Wrong                                          []string // "ID +proposed" and "ID -missed"
}

// Compare codes each visit and compares what is selected with what the coder gave.
func Compare(suggest func(note ehr.Note) coding.Result, visits []Visit) Comparison {
	a := Comparison{Visits: len(visits)}
	for _, v := range visits {
		var chosen []string
		offered := map[string]bool{}
		for _, d := range suggest(coding.ReadText(v.Note)).Diagnoses {
			offered[d.Code] = true
			if d.Selected && !slices.Contains(v.Optional, d.Code) {
				chosen = append(chosen, d.Code)
			}
		}
		a.Given += len(v.Codes)
		a.Proposed += len(chosen)
		a.Exact += paired(v.Codes, chosen, 8)
		a.Three += paired(v.Codes, chosen, 3)
		for _, c := range v.Codes {
			if offered[c] {
				a.Offered++
			}
			if !slices.Contains(chosen, c) {
				a.Wrong = append(a.Wrong, v.ID+" -"+c)
			}
		}
		for _, c := range chosen {
			if !slices.Contains(v.Codes, c) {
				a.Wrong = append(a.Wrong, v.ID+" +"+c)
			}
		}
	}
	return a
}

// paired counts the codes of a that pair off with one of b by their first n
// characters.
func paired(a, b []string, n int) int {
	left := map[string]int{}
	for _, c := range b {
		left[c[:min(n, len(c))]]++
	}
	count := 0
	for _, c := range a {
		if k := c[:min(n, len(c))]; left[k] > 0 {
			left[k]--
			count++
		}
	}
	return count
}

// F1 is the micro-averaged F1, exact and by three characters.
func (a Comparison) F1() (exact, three float64) {
	if a.Given+a.Proposed == 0 {
		return 0, 0
	}
	n := float64(a.Given + a.Proposed)
	return 2 * float64(a.Exact) / n, 2 * float64(a.Three) / n
}

// Precision is the share of selected codes that the coder gave.
func (a Comparison) Precision() float64 {
	if a.Proposed == 0 {
		return 0
	}
	return float64(a.Exact) / float64(a.Proposed)
}
