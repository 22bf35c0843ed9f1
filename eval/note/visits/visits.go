package visits

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe"
)

// Visit is one visit with the note a person wrote.
type Visit struct {
	ID       string
	Source   string // of ACI-BENCH: aci, virtassist, virtscribe
	Segments []ehr.Segment
	Dialogue string
	Note     string
	// Patient is what the record says of the patient: name, age (as a date of
	// birth counted back from Day) and sex; empty where the collection says nothing.
	Patient ehr.Patient
}

// Day is the day all visits are taken to be on.
var Day = time.Date(2024, time.July, 1, 9, 0, 0, 0, time.UTC)

// Table reads a CSV file as one map a row.
func Table(path string) ([]map[string]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.LazyQuotes, r.FieldsPerRecord = true, -1
	rows, err := r.ReadAll()
	if err != nil || len(rows) == 0 {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	rows[0][0] = strings.TrimPrefix(rows[0][0], "\ufeff")
	var out []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, h := range rows[0] {
			if i < len(row) {
				m[strings.TrimSpace(h)] = row[i]
			}
		}
		out = append(out, m)
	}
	return out, nil
}

// ACI reads a file of ACI-BENCH: dataset, encounter_id (or id), dialogue, note;
// and the patients from the file of metadata beside it, where there is one.
func ACI(path string) ([]Visit, error) {
	rows, err := Table(path)
	if err != nil {
		return nil, err
	}
	patients := map[string]ehr.Patient{}
	if meta, err := Table(strings.TrimSuffix(path, ".csv") + "_metadata.csv"); err == nil {
		for _, m := range meta {
			patients[m["encounter_id"]] = patientOf(m)
		}
	}
	var out []Visit
	for _, r := range rows {
		segs, err := scribe.ReadTranscript(strings.NewReader(r["dialogue"]))
		if err != nil {
			return nil, err
		}
		id := r["encounter_id"]
		if id == "" {
			id = r["id"]
		}
		out = append(out, Visit{ID: id, Source: r["dataset"], Segments: segs, Dialogue: r["dialogue"], Note: r["note"], Patient: patients[id]})
	}
	return out, nil
}

func patientOf(m map[string]string) ehr.Patient {
	p := ehr.Patient{ID: "patient", GivenName: strings.TrimSpace(m["patient_firstname"]), FamilyName: strings.TrimSpace(m["patient_familyname"]), Sex: ehr.Sex(m["patient_gender"])}
	if age, err := strconv.ParseFloat(strings.TrimSpace(m["patient_age"]), 64); err == nil { // "54.0"
		p.BirthDate = ehr.DateOf(Day.AddDate(-int(age), -1, 0))
	}
	return p
}

// Lines joins the segments as "[doctor] ..." lines.
func Lines(segs []ehr.Segment) string {
	var b strings.Builder
	for _, s := range segs {
		who := "patient"
		if s.Speaker == ehr.ClinicianVoice {
			who = "doctor"
		}
		fmt.Fprintf(&b, "[%s] %s\n", who, s.Text)
	}
	return b.String()
}

// OSCE reads the interviews' transcripts; there are no notes.
func OSCE(dir string) ([]Visit, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "transcripts", "*.txt"))
	if err != nil || len(paths) == 0 {
		return nil, fmt.Errorf("no transcripts in %s: %w", dir, err)
	}
	var out []Visit
	for _, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			return nil, err
		}
		segs, err := scribe.ReadTranscript(f)
		f.Close()
		if err != nil {
			return nil, err
		}
		out = append(out, Visit{ID: strings.TrimSuffix(filepath.Base(p), ".txt"), Source: "osce", Segments: segs, Dialogue: Lines(segs)})
	}
	return out, nil
}

// PriMock57 reads the mock consultations: a TextGrid a speaker, and the notes.
func PriMock57(dir string) ([]Visit, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "notes", "*.json"))
	if err != nil || len(paths) == 0 {
		return nil, fmt.Errorf("no notes in %s: %w", dir, err)
	}
	var out []Visit
	for _, p := range paths {
		b, err := os.ReadFile(p)
		if err != nil {
			return nil, err
		}
		var n struct{ Note string }
		if err := json.Unmarshal(b, &n); err != nil {
			return nil, err
		}
		id := strings.TrimSuffix(filepath.Base(p), ".json")
		var segs []ehr.Segment
		for who, speaker := range map[string]ehr.Speaker{"doctor": ehr.ClinicianVoice, "patient": ehr.PatientVoice} {
			s, err := textGrid(filepath.Join(dir, "transcripts", id+"_"+who+".TextGrid"), speaker)
			if err != nil {
				return nil, err
			}
			segs = append(segs, s...)
		}
		slices.SortFunc(segs, func(a, b ehr.Segment) int {
			return (a.StartMS-b.StartMS)*2 + strings.Compare(string(a.Speaker), string(b.Speaker))
		})
		for i := range segs {
			segs[i].ID = ehr.SegmentID(fmt.Sprintf("s%d", i+1))
		}
		out = append(out, Visit{ID: id, Source: "primock57", Segments: segs, Dialogue: Lines(segs), Note: n.Note})
	}
	return out, nil
}

var interval = regexp.MustCompile(`xmin = ([\d.]+)\s*\n\s*xmax = ([\d.]+)\s*\n\s*text = "((?:[^"]|"")*)"`)

func textGrid(path string, who ehr.Speaker) ([]ehr.Segment, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var out []ehr.Segment
	for _, m := range interval.FindAllStringSubmatch(string(b), -1) {
		text := strings.TrimSpace(strings.ReplaceAll(m[3], `""`, `"`))
		if text == "" {
			continue
		}
		a, _ := strconv.ParseFloat(m[1], 64) // the pattern lets only numbers through
		z, _ := strconv.ParseFloat(m[2], 64)
		out = append(out, ehr.Segment{StartMS: int(a * 1000), EndMS: int(z * 1000), Speaker: who, Text: text})
	}
	return out, nil
}

// Item is a short dialogue of MTS-Dialog with its section.
type Item struct{ Header, Text, Dialogue string }

// MTS reads a file of MTS-Dialog.
func MTS(path string) ([]Item, error) {
	rows, err := Table(path)
	if err != nil {
		return nil, err
	}
	var out []Item
	for _, r := range rows {
		out = append(out, Item{strings.TrimSpace(r["section_header"]), r["section_text"], r["dialogue"]})
	}
	return out, nil
}
