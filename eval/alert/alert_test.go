package alert

import (
	"testing"
	"time"

	"github.com/visitwright/visitwright/cds"
	"github.com/visitwright/visitwright/ehr"
)

var now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func TestChartsWithoutAProblemAreLeftInPeace(t *testing.T) {
	c, err := cds.New(cds.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r := RunQuiet(c, 300, 7, now)
	if r.Interrupted > 15 {
		t.Errorf("%d of %d charts without a true problem were interrupted: %v", r.Interrupted, r.Charts, r.Rules)
	}
	if r.Tiers[ehr.Passive]+r.Tiers[ehr.Inline] == 0 {
		t.Error("no alert of any tier in 300 charts: the checks do not run")
	}
}

func BenchmarkCheck(b *testing.B) {
	c, err := cds.New(cds.Options{})
	if err != nil {
		b.Fatal(err)
	}
	chart := BigChart(now)
	for b.Loop() {
		c.Check(chart, ehr.Note{}, nil, now)
	}
}
