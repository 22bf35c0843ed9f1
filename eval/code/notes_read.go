package code

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// readPractice reads the general practitioners' notes of PriMock57, each under
// "primock " and its file's name.
func readPractice(into map[string]string, data string) error {
	files, err := filepath.Glob(filepath.Join(data, "notes", "primock57", "notes", "*.json"))
	if err != nil {
		return err
	}
	for _, path := range files {
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		var n struct {
			Complaint string `json:"presenting_complaint"`
			Note      string `json:"note"`
		}
		if err := json.Unmarshal(b, &n); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		into["primock "+strings.TrimSuffix(filepath.Base(path), ".json")] = "PC: " + n.Complaint + "\n" + n.Note
	}
	return nil
}

// readLists reads the assessments of MTS-Dialog, each under "mts " with a letter
// for its part and its number.
func readLists(into map[string]string, data string) error {
	for part, name := range map[string]string{
		"t": "MTS-Dialog-TrainingSet.csv", "v": "MTS-Dialog-ValidationSet.csv", "s": "MTS-Dialog-TestSet-1-MEDIQA-Chat-2023.csv",
	} {
		path := filepath.Join(data, "notes", "mts-dialog", name)
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		rows, err := csv.NewReader(f).ReadAll()
		_ = f.Close()
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		id, header, text := slices.Index(rows[0], "ID"), slices.Index(rows[0], "section_header"), slices.Index(rows[0], "section_text")
		if id < 0 || header < 0 || text < 0 {
			return fmt.Errorf("%s: no columns ID, section_header and section_text", path)
		}
		for _, r := range rows[1:] {
			if r[header] == "ASSESSMENT" || r[header] == "DIAGNOSIS" {
				into["mts "+part+r[id]] = "ASSESSMENT\n" + r[text]
			}
		}
	}
	return nil
}
