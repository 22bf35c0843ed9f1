package eval

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "write REPORT.md again")

const head = `# What was measured

Every number here was printed by the command that stands beside it; anyone can run it again. Data: the folder that ` + "`--data`" + `
names, which is no part of this repository. What falls short of its bar says so, and says what was tried.

`

// REPORT.md is the pages of report/ in the order of a visit.
func TestReport(t *testing.T) {
	var want bytes.Buffer
	want.WriteString(head)
	known := map[string]bool{}
	for _, area := range []string{"capture", "speech", "note", "check", "code", "code-note", "alert", "record", "web"} {
		known[area+".md"] = true
		page, err := os.ReadFile(filepath.Join("report", area+".md"))
		if os.IsNotExist(err) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		want.Write(bytes.TrimSpace(page))
		want.WriteString("\n\n")
	}
	pages, err := os.ReadDir("report")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pages {
		if !known[p.Name()] {
			t.Errorf("report/%s stands in no order: name it in this test", p.Name())
		}
	}
	if *update {
		if err := os.WriteFile("REPORT.md", want.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile("REPORT.md")
	if err != nil || !bytes.Equal(got, want.Bytes()) {
		t.Errorf("REPORT.md is stale: run go test ./eval -update (%v)", err)
	}
}
