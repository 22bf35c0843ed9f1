package scribe

import (
	"strings"
	"testing"
	"time"

	"github.com/visitwright/visitwright/ehr"
)

func TestAnAgeAskedForStandsInTheOpening(t *testing.T) {
	said := func(answer string) string {
		d := Draft([]ehr.Segment{
			{ID: "s1", Speaker: ehr.ClinicianVoice, Text: "What brings you in?"},
			{ID: "s2", Speaker: ehr.PatientVoice, Text: "I have had a cough for two weeks."},
			{ID: "s3", Speaker: ehr.ClinicianVoice, Text: "Could you remind me of your gender and age?"},
			{ID: "s4", Speaker: ehr.PatientVoice, Text: answer},
		}, ehr.Chart{}, Options{Now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)})
		var b strings.Builder
		for _, sec := range d.Note.Sections {
			for _, s := range sec.Sentences {
				b.WriteString(s.Text + "\n")
			}
		}
		return b.String()
	}
	text := said("Sure 39, I'm a male.")
	if !strings.Contains(text, "The patient is a 39-year-old male who") || strings.Contains(text, "39, he") {
		t.Error(text)
	}
	if text := said("She is 8 months old."); strings.Contains(text, "8-year-old") {
		t.Error(text)
	}
}

func TestWhatIsAffirmedIsNotDeniedBesides(t *testing.T) {
	d := drafter{}
	d.who.pronouns.He = "he"
	ls := d.agreed([]line{{text: "It has been a dry cough."}, {text: "He denies any dry cough."}, {text: "He denies any fever, rash, or dry cough."},
		{text: "His father has had a rash."}})
	var got []string
	for _, l := range ls {
		got = append(got, l.text)
	}
	want := []string{"It has been a dry cough.", "He denies any fever or rash.", "His father has had a rash."}
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("got %q", got)
	}
}
