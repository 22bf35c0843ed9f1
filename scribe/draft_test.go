package scribe

import (
	"strings"
	"testing"

	"github.com/visitwright/visitwright/ehr"
)

func TestNoSpeechNoNote(t *testing.T) {
	for _, segs := range [][]ehr.Segment{nil, {{ID: "s1", Missing: true, EndMS: 3000}}, {{ID: "s1", Text: "  "}}} {
		d := Draft(segs, ehr.Chart{}, Options{})
		if d.Statement != NoSpeech || len(d.Note.Sections) > 0 {
			t.Errorf("%v: statement %q, %d sections", segs, d.Statement, len(d.Note.Sections))
		}
	}
	d := Draft([]ehr.Segment{{ID: "s1", Speaker: ehr.ClinicianVoice, Text: "Hello, how are you?"}, {ID: "s2", Speaker: ehr.PatientVoice, Text: "Good, thanks."}}, ehr.Chart{}, Options{})
	if d.Statement != NothingClinical || len(d.Note.Sections) > 0 {
		t.Errorf("small talk: %q\n%s", d.Statement, Text(d.Note))
	}
}

func TestSameWordsSameNote(t *testing.T) {
	segs := []ehr.Segment{
		{ID: "a", Speaker: ehr.ClinicianVoice, Text: "What brings you in? Any fever or chills?"},
		{ID: "b", Speaker: ehr.PatientVoice, Text: "No. My left knee has been hurting for two weeks."},
		{ID: "c", Speaker: ehr.ClinicianVoice, Text: "I'm going to order an x-ray of the left knee, and I want you to take ibuprofen 600 milligrams three times a day."},
	}
	first := Text(Draft(segs, ehr.Chart{}, Options{}).Note)
	for range 5 {
		if again := Text(Draft(segs, ehr.Chart{}, Options{}).Note); again != first {
			t.Fatalf("two notes of one visit:\n%s\n%s", first, again)
		}
	}
	for _, want := range []string{"denies any fever or chills", "left knee", "2 weeks", "600 mg 3 times daily"} {
		if !strings.Contains(first, want) {
			t.Errorf("%q is not in:\n%s", want, first)
		}
	}
}
