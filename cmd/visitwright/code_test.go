package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const codeNote = `CHIEF COMPLAINT
Follow-up.

ASSESSMENT AND PLAN

1. Hypertension.
- Medical Reasoning: Stable.
- Medical Treatment: Continue lisinopril 20 mg daily.

2. Right knee osteoarthritis.
- Medical Treatment: The right knee was injected with Kenalog today.
`

// What the command prints is what the issue asks for, key by key, and needs no
// database.
func TestCodePrintsWhatTheIssueAsksFor(t *testing.T) {
	if _, err := openCatalog(true); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip("the code sets are missing: run make setup")
	}
	path := filepath.Join(t.TempDir(), "note.txt")
	if err := os.WriteFile(path, []byte(codeNote), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := runCommand(t, "code", path, "--date", "2026-05-01", "--format", "json", "--established")
	if err != nil {
		t.Fatal(err, out)
	}
	var got struct {
		Diagnoses, Procedures []map[string]any
		Level                 map[string]any `json:"visit_level"`
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err, out)
	}
	var codes []string
	for _, d := range append(got.Diagnoses, got.Procedures...) {
		for _, key := range []string{"code", "description", "selected", "sentence", "rules", "alternatives", "confidence"} {
			if _, ok := d[key]; !ok {
				t.Errorf("%v has no %s", d["code"], key)
			}
		}
		if d["sentence"] == "" {
			t.Errorf("%v has no sentence", d["code"])
		}
		if d["selected"] == true {
			codes = append(codes, d["code"].(string))
		}
	}
	if s := strings.Join(codes, " "); s != "I10 M17.11 20610" {
		t.Errorf("selected: %s", s)
	}
	if c := got.Level["code"]; c != "99213" && c != "99214" {
		t.Errorf("level %v", c)
	}
	if out, err := runCommand(t, "code", path, "--date", "2026-05-01", "--cpt", path); err == nil || !strings.Contains(err.Error(), "attests") {
		t.Errorf("a licensed table was read without an attestation: %v %s", err, out)
	}
}

// A note of which nothing can be coded gives empty lists, which programs can walk.
func TestCodeOfNothingIsAnEmptyList(t *testing.T) {
	if _, err := openCatalog(true); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip("the code sets are missing: run make setup")
	}
	path := filepath.Join(t.TempDir(), "note.txt")
	for _, note := range []string{"", "ASSESSMENT AND PLAN\n", "\x00\xff\n", "Zzyzx.\n"} {
		if err := os.WriteFile(path, []byte(note), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := runCommand(t, "code", path, "--date", "2026-05-01", "--format", "json")
		if err != nil || strings.Contains(out, "null") || !strings.Contains(out, `"diagnoses": []`) || !strings.Contains(out, `"procedures": []`) {
			t.Errorf("%q: %v\n%s", note, err, out)
		}
	}
}
