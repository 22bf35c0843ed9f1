package code_test

import (
	"testing"

	"github.com/visitwright/visitwright/eval/code"
)

func TestLookupsAreInTwoParts(t *testing.T) {
	read, fresh := code.Lookups()
	if len(read) < 200 || len(fresh) < 200 {
		t.Fatalf("%d and %d", len(read), len(fresh))
	}
	seen := map[string]bool{}
	for _, l := range append(read, fresh...) {
		if seen[l.Text] || l.Text == "" || len(l.Codes[0]) < 3 {
			t.Errorf("%+v", l)
		}
		seen[l.Text] = true
	}
}
