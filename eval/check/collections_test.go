package check

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/visitwright/visitwright/ehr"
)

// A dialogue that denies what its section denies is not flagged; one that grants
// it is. Both have segments with names of their own, and who spoke.
func TestShortDialoguesAreVisits(t *testing.T) {
	dir := t.TempDir()
	at := filepath.Join(dir, "notes", "mts-dialog")
	if err := os.MkdirAll(at, 0o755); err != nil {
		t.Fatal(err)
	}
	rows := "ID,section_header,section_text,dialogue\n" +
		"0,ROS,No fever.,\"Doctor: Any fever?\nPatient: No.\"\n" +
		"1,ROS,No fever.,\"Doctor: Any fever?\nGuest_family: Yes, since Monday.\"\n"
	if err := os.WriteFile(filepath.Join(at, shortFiles[Short][0]), []byte(rows), 0o600); err != nil {
		t.Fatal(err)
	}
	vs, err := Visits(dir, Short)
	if err != nil || len(vs) != 2 {
		t.Fatalf("%d visits, %v", len(vs), err)
	}
	if s := vs[1].Segments; len(s) != 2 || s[0].ID == s[1].ID || s[0].Speaker != ehr.ClinicianVoice || s[1].Speaker != ehr.PatientVoice {
		t.Fatalf("segments %+v", s)
	}
	r := Measure(vs, 1, 1)
	if r.Sentences != 2 || r.Flagged != 1 || r.Flags[0].Visit != vs[1].ID {
		t.Fatalf("%d sentences, flags %+v", r.Sentences, r.Flags)
	}
	if _, err := Visits(dir, ShortHeldBack); err == nil {
		t.Fatal("a collection without its files is no error")
	}
}
