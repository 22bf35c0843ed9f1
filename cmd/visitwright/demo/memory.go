package demo

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/visitwright/visitwright/ehr"
)

// memory is what a later run has to know of an earlier one. It holds no password and no name.
type memory struct {
	Practice    ehr.PracticeID    `json:"practice_id"`
	Patient     ehr.PatientID     `json:"patient_id"`
	Appointment ehr.AppointmentID `json:"appointment_id"`
	Visit       ehr.VisitID       `json:"visit_id,omitempty"`
	Done        bool              `json:"done"` // the visit was streamed and drafted
}

func memoryFile(dataDir string) string { return filepath.Join(dataDir, "demo", "memory.json") }

func recall(dataDir string) (memory, error) {
	var m memory
	text, err := os.ReadFile(memoryFile(dataDir))
	if errors.Is(err, fs.ErrNotExist) {
		return m, nil
	}
	if err == nil {
		err = json.Unmarshal(text, &m)
	}
	if err != nil {
		return m, fmt.Errorf("what the demonstration noted: %w", err)
	}
	return m, nil
}

func (m memory) keep(dataDir string) error {
	text, err := json.Marshal(m)
	if err != nil {
		return err
	}
	file := memoryFile(dataDir)
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	if err := os.WriteFile(file+".new", text, 0o600); err != nil {
		return err
	}
	return os.Rename(file+".new", file)
}
