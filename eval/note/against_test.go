package note

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Two templates side by side on a visit of our own: what is worse is named, and a
// system is never worse than itself.
func TestAgainst(t *testing.T) {
	dir := t.TempDir()
	aci := filepath.Join(dir, "notes", "aci-bench")
	if err := os.MkdirAll(aci, 0o755); err != nil {
		t.Fatal(err)
	}
	csv := "dataset,encounter_id,dialogue,note\n" + `own,V1,"[doctor] what brings you in today ?
[patient] my left knee has been hurting for two weeks .
[doctor] any fever ?
[patient] no .
[doctor] i'm going to order an x-ray of the left knee .","HISTORY OF PRESENT ILLNESS

The patient has had left knee pain for 2 weeks. The patient denies fever.

ASSESSMENT AND PLAN

Left knee pain.
Order an x-ray of the left knee."
`
	if err := os.WriteFile(filepath.Join(aci, "valid.csv"), []byte(csv), 0o600); err != nil {
		t.Fatal(err)
	}
	none := filepath.Join(dir, "none.csv")
	if err := os.WriteFile(none, []byte("encounter_id,note\nV1,Nothing of note.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	s := Settings{Data: dir, Split: "valid"}
	worse, err := Against(&out, s, "soap", "soap", nil, Tolerance{})
	if err != nil || len(worse) != 0 {
		t.Errorf("a system against itself: %v, %v", worse, err)
	}
	worse, err = Against(&out, s, "soap", "file/"+none, nil, Usual)
	if err != nil || len(worse) < 3 || !strings.Contains(strings.Join(worse, " "), "recall") {
		t.Errorf("an empty note is worse in %v, %v", worse, err)
	}
	if _, err := Against(&out, s, "soap", "model/soap", nil, Usual); err == nil {
		t.Error("a model without an endpoint was taken")
	}
	if !strings.Contains(out.String(), "tokens a visit") {
		t.Errorf("no tokens in:\n%s", out.String())
	}
}
