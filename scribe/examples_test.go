package scribe

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/visitwright/visitwright/ehr"
)

var update = flag.Bool("update", false, "write the drafts in eval/examples anew")

// The drafts in eval/examples are what the drafter writes now.
func TestExamplesAreFresh(t *testing.T) {
	paths, err := filepath.Glob("../eval/examples/*.txt")
	if err != nil || len(paths) != 10 {
		t.Fatalf("%d examples, %v", len(paths), err)
	}
	for _, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			t.Fatal(err)
		}
		segs, err := ReadTranscript(f)
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		d := Draft(segs, ehr.Chart{}, Options{})
		if *update {
			if err := os.WriteFile(strings.TrimSuffix(p, ".txt")+".note", []byte(Text(d.Note)), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(strings.TrimSuffix(p, ".txt") + ".note")
		for _, o := range d.Omissions {
			if o.Text == "" || len(o.Segments) == 0 {
				t.Errorf("%s: an omission says nothing: %+v", p, o)
			}
		}
		if got := Text(d.Note); err != nil || got != string(want) {
			t.Errorf("%s is stale (eval/examples/README.md says how to make it again): %v\n%s", p, err, got)
		}
	}
}
