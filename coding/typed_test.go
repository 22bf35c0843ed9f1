package coding

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/visitwright/visitwright/ehr"
)

// typing is what people type, key by key.
var typing = []string{"hypertension", "type 2 diabetes with neuropathy", "acute maxillary sinusitis", "low back pain", "E11.65"}

// BenchmarkTyped searches at each key press in the newest release of set-up and
// prints the 95th percentile in milliseconds, by words alone:
// VISITWRIGHT_PARTS=$PWD/bin/parts go test ./coding -run '^$' -bench Typed
func BenchmarkTyped(b *testing.B) {
	cat, err := OpenCatalog(filepath.Join(os.Getenv("VISITWRIGHT_PARTS"), "coding", "icd10cm"), true)
	if err != nil {
		b.Skip("no code set: run make setup and set VISITWRIGHT_PARTS to bin/parts")
	}
	lx, _ := cat.On(ehr.Date{Year: 2026, Month: time.May, Day: 1})
	var took []time.Duration
	for b.Loop() {
		for _, text := range typing {
			for i := 2; i <= len(text); i++ {
				at := time.Now()
				lx.Typed(b.Context(), text[:i], 12)
				took = append(took, time.Since(at))
			}
		}
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
}

// TestTyped: the beginning of a code, an unfinished word, and nothing.
func TestTyped(t *testing.T) {
	lx := excerpt(t)
	any := lx.codes[0]
	if hits := lx.Typed(t.Context(), any.Code[:3], 5); len(hits) == 0 || hits[0].Code.Code[:3] != any.Code[:3] {
		t.Errorf("by the beginning of a code: %+v", hits)
	}
	words := any.Description
	hits := lx.Typed(t.Context(), words[:len(words)-2], 5)
	if !slices.ContainsFunc(hits, func(h Hit) bool { return h.Code == any }) {
		t.Errorf("%q unfinished finds %+v", words, hits)
	}
	if hits := lx.Typed(t.Context(), "qqqq", 5); len(hits) != 0 {
		t.Errorf("nothing means this: %+v", hits)
	}
}
