package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A transcript goes through draft and comes out as a summary.
func TestSummaryOfADraft(t *testing.T) {
	dir := t.TempDir()
	talk, note := filepath.Join(dir, "talk.txt"), filepath.Join(dir, "note.json")
	said := "[doctor] What brings you in?\n[patient] My left knee has been hurting for two weeks.\n[doctor] For your knee pain I want you to take ibuprofen 400 milligrams twice a day. I'm going to order an x-ray of the left knee. I'll see you back in three weeks.\n"
	if err := os.WriteFile(talk, []byte(said), 0o600); err != nil {
		t.Fatal(err)
	}
	run := func(args ...string) string {
		t.Helper()
		var out bytes.Buffer
		cmd := newRootCmd()
		cmd.SetOut(&out)
		cmd.SetArgs(args)
		if err := cmd.Execute(); err != nil {
			t.Fatalf("%v: %v", args, err)
		}
		return out.String()
	}
	if err := os.WriteFile(note, []byte(run("draft", talk, "--format", "json")), 0o600); err != nil {
		t.Fatal(err)
	}
	got := run("summary", note)
	for _, want := range []string{"ibuprofen 400 mg", "x-ray", "3 weeks", "Reading grade"} {
		if !strings.Contains(strings.ToLower(got), strings.ToLower(want)) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
	if js := run("summary", note, "--format", "json"); !strings.Contains(js, `"segments"`) || !strings.Contains(js, `"reading_grade"`) {
		t.Error(js)
	}
	if err := os.WriteFile(talk, []byte("[doctor] Are you allergic to any medicines?\n[patient] Penicillin gives me hives.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := run("draft", talk, "--header"); got != "ALLERGY (allergies)\n" {
		t.Errorf("header: %q", got)
	}
}
