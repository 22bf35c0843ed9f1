package ehr

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
)

// The page's table and the code's must say the same: every state, every arrow.
func TestVisitStatesMatchPage(t *testing.T) {
	page, err := os.ReadFile("VISIT.md")
	if err != nil {
		t.Fatal(err)
	}
	row := regexp.MustCompile("(?m)^\\| `(\\w+)` \\|[^|]*\\|([^|]*)\\|$")
	name := regexp.MustCompile("`(\\w+)`")
	onPage := map[VisitState]string{}
	for _, m := range row.FindAllStringSubmatch(string(page), -1) {
		var to []string
		for _, n := range name.FindAllStringSubmatch(m[2], -1) {
			to = append(to, n[1])
		}
		onPage[VisitState(m[1])] = strings.Join(to, " ")
	}
	if len(onPage) != len(VisitStates) || len(next) != len(VisitStates) {
		t.Fatalf("page has %d states, code lists %d and has arrows for %d", len(onPage), len(VisitStates), len(next))
	}
	for _, s := range VisitStates {
		inCode := strings.Trim(fmt.Sprint(next[s]), "[]")
		if page, ok := onPage[s]; !ok || page != inCode {
			t.Errorf("%s: page says %q, code says %q", s, page, inCode)
		}
	}
}

func TestVisitStateTo(t *testing.T) {
	if err := Review.To(Signed); err != nil {
		t.Errorf("review to signed: %v", err)
	}
	for _, s := range VisitStates {
		if err := Signed.To(s); KindOf(err) != Conflict {
			t.Errorf("signed to %s: got %v, want a conflict", s, err)
		}
	}
	if err := Open.To(Signed); KindOf(err) != Conflict {
		t.Errorf("open to signed: got %v, want a conflict", err)
	}
}
