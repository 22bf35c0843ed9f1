package note

import (
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/eval/note/visits"
	"github.com/visitwright/visitwright/scribe"
)

// Settings say what to measure.
type Settings struct{ Data, Split, Template string }

var splits = map[string]string{"test1": "clinicalnlp_taskB_test1.csv", "valid": "valid.csv", "train": "train.csv"}

// staged are the published systems' outputs on test1, by file.
var staged = []struct{ name, file string }{
	{"GPT-4", "test1GPT-4_.csv"}, {"ChatGPT", "test1ChatGPT_.csv"}, {"Text-Davinci-003", "test1Text-Davinci-003_.csv"},
	{"BART+SAMSum, division", "bart-large-xsum-samsum_clinicalnlp_taskB_test1_division_combined.csv"}, {"BART+SAMSum", "bart-large-xsum-samsum_clinicalnlp_taskB_test1_full.csv"},
	{"LED, division", "LED_clinicalnlp_taskB_test1_division_combined.csv"}, {"another patient's note", "UMLS_similarity_clinicalnlp_taskB_test1.csv"}, {"12 doctor turns", "12_doctor_turns_clinicalnlp_taskB_test1.csv"},
}

// Report prints the tables and returns the built-in drafter's ROUGE-1.
func Report(w io.Writer, s Settings) (float64, error) {
	aci := filepath.Join(s.Data, "notes", "aci-bench")
	file, ok := splits[s.Split]
	if !ok {
		return 0, ehr.Errorf(ehr.Invalid, "the split is test1, valid or train")
	}
	vs, err := visits.ACI(filepath.Join(aci, file))
	if err != nil {
		return 0, err
	}
	draft, err := BuiltIn(s.Template)
	if err != nil {
		return 0, err
	}
	ws, seconds := Run(vs, draft)
	ours := Measure("built-in, "+s.Template, ws)
	ours.Seconds = seconds
	fmt.Fprintf(w, "ACI-BENCH %s, %d visits, dialogue alone\n", s.Split, len(vs))
	header(w)
	ours.print(w)
	if with, err := WithPatient(s.Template); err == nil {
		ws, _ := Run(vs, with)
		Measure("the same, name, age, sex", ws).print(w)
	}
	Measure("the human notes", Human(vs)).print(w)
	if s.Split == "test1" {
		for _, t := range staged {
			ws, err := Staged(filepath.Join(aci, "test1_baselines", t.file), vs)
			if err != nil {
				fmt.Fprintln(w, "skipped", t.name+":", err)
				continue
			}
			Measure(t.name, ws).print(w)
		}
	}
	fmt.Fprintf(w, "\nbuilt-in: negation lost in %d of %d sentences with a negated source; doubted by the check %d of %d sentences; %.3f s a visit\n", ours.NegationLost, ours.Negated, ours.Doubted, ours.Sentences, seconds)
	recognised(w, aci, s.Split, draft)
	brief(w, s.Data)
	speed(w, vs)
	return ours.R1, nil
}

// Print prints rows under their heading.
func Print(w io.Writer, rows ...Row) {
	header(w)
	for _, r := range rows {
		r.print(w)
		if r.Sentences > 0 {
			fmt.Fprintf(w, "%26s negation lost in %d of %d; doubted %d of %d sentences\n", "", r.NegationLost, r.Negated, r.Doubted, r.Sentences)
		}
	}
}

func header(w io.Writer) {
	fmt.Fprintf(w, "%-26s %6s %6s %6s | %6s %6s %6s | %5s %7s %6s %9s %8s\n", "system", "R-1", "R-2", "Lsum", "res R1", "res R2", "res L", "words", "support", "recall", "opposite", "formed")
}

func (r Row) print(w io.Writer) {
	fmt.Fprintf(w, "%-26s %6.2f %6.2f %6.2f | %6.1f %6.1f %6.1f | %5.0f %7.1f %6.1f %4.1f (%d/%d) %6.1f\n", r.System, r.R1, r.R2, r.Lsum, r.ResultsR1, r.ResultsR2, r.ResultsLsum, r.Words, r.Support, r.Recall, r.Opposite, r.Contrary, r.Same+r.Contrary, r.WellFormed)
}

// recognised compares raw recogniser text with the corrected text of the same visits.
func recognised(w io.Writer, aci, split string, draft Drafter) {
	for _, p := range []struct{ raw, mended string }{{"aci_asr", "aci_asrcorr"}, {"virtscribe_asr", "virtscribe_humantrans"}} {
		var r [2]Row
		for i, f := range []string{p.raw, p.mended} {
			vs, err := visits.ACI(filepath.Join(aci, "asr", split+"_"+f+".csv"))
			if err != nil {
				fmt.Fprintln(w, "skipped", f+":", err)
				return
			}
			ws, _ := Run(vs, draft)
			r[i] = Measure(f, ws)
		}
		fmt.Fprintf(w, "recogniser text: %-15s %.2f/%.2f/%.2f, corrected %.2f/%.2f/%.2f (%d visits)\n", p.raw, r[0].R1, r[0].R2, r[0].Lsum, r[1].R1, r[1].R2, r[1].Lsum, r[0].Notes)
	}
}

// brief measures the other style: PriMock57 with the brief template.
func brief(w io.Writer, data string) {
	vs, err := visits.PriMock57(filepath.Join(data, "notes", "primock57"))
	if err != nil {
		fmt.Fprintln(w, "skipped PriMock57:", err)
		return
	}
	for _, t := range []string{"brief", "soap"} {
		d, err := BuiltIn(t)
		if err != nil {
			fmt.Fprintln(w, "skipped", t+":", err)
			continue
		}
		ws, _ := Run(vs, d)
		r := Measure(t, ws)
		fmt.Fprintf(w, "PriMock57, %-5s template: %.2f/%.2f/%.2f, %.0f words, support %.1f %%, opposite %.1f %%\n", t, r.R1, r.R2, r.Lsum, r.Words, r.Support, r.Opposite)
	}
}

// twentyMinutes is what is said in 20 minutes, in words: 150 a minute.
const twentyMinutes = 3000

// speed times a visit of 20 minutes on one core.
func speed(w io.Writer, vs []visits.Visit) {
	var segs []ehr.Segment
	words := 0
	for _, v := range vs {
		for _, s := range v.Segments {
			if words < twentyMinutes {
				s.ID = ehr.SegmentID(fmt.Sprintf("s%d", len(segs)))
				segs = append(segs, s)
				words += len(strings.Fields(s.Text))
			}
		}
	}
	before := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(before)
	scribe.Draft(segs, ehr.Chart{}, scribe.Options{})
	start := time.Now()
	for range 3 {
		scribe.Draft(segs, ehr.Chart{}, scribe.Options{})
	}
	fmt.Fprintf(w, "a visit of 20 minutes (%d words) to its draft, one core: %.2f s\n", words, time.Since(start).Seconds()/3)
}
