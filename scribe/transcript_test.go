package scribe

import (
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/visitwright/visitwright/ehr"
)

func utf16le(s string) string {
	var b strings.Builder
	b.WriteString("\xff\xfe")
	for _, u := range utf16.Encode([]rune(s)) {
		b.WriteByte(byte(u))
		b.WriteByte(byte(u >> 8))
	}
	return b.String()
}

func TestReadTranscript(t *testing.T) {
	lines := "D; Any fever?\r\n\r\nP: No.\r\nNot at all.\r\n"
	for name, in := range map[string]string{
		"lines":   lines,
		"utf-16":  utf16le(lines),
		"bom":     "\ufeff" + lines,
		"bracket": "[doctor] Any fever?\n[patient] No.\nNot at all.",
		"json":    `{"segments":[{"speaker":"clinician","text":"Any fever?"},{"speaker":"patient","text":"No. Not at all."}]}`,
	} {
		got, err := ReadTranscript(strings.NewReader(in))
		if err != nil || len(got) != 2 {
			t.Fatalf("%s: %v, %v", name, got, err)
		}
		if got[0].Speaker != ehr.ClinicianVoice || got[1].Speaker != ehr.PatientVoice || got[1].Text != "No. Not at all." || got[0].ID == got[1].ID || got[1].ID == "" {
			t.Errorf("%s: got %+v", name, got)
		}
	}
	if _, err := ReadTranscript(strings.NewReader(`{"segments": 3}`)); ehr.KindOf(err) != ehr.Invalid {
		t.Errorf("bad JSON: %v", err)
	}
	if got, err := ReadTranscript(strings.NewReader("")); err != nil || len(got) != 0 {
		t.Errorf("nothing: %v, %v", got, err)
	}
}
