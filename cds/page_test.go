package cds

import (
	"flag"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "write RULES.md anew")

func TestRulesPageIsFresh(t *testing.T) {
	k, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	want := RulesPage(k)
	if *update {
		if err := os.WriteFile("RULES.md", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("RULES.md")
	if err != nil || string(got) != want {
		t.Fatal("RULES.md is stale: go test ./cds -run RulesPage -update")
	}
}
