package rouge

import (
	"math"
	"testing"
)

// The expected figures were printed by rouge-score 0.1.2, RougeScorer(["rouge1",
// "rouge2", "rougeLsum"]), for the same pairs.
func TestOf(t *testing.T) {
	for _, c := range []struct {
		ref, pred string
		want      Score
	}{
		{"", "anything", Score{}},
		{"The lungs are clear.\nNo edema, 1+ pulses.", "Lungs: clear to auscultation.\nThere is no edema.", Score{0.500000000, 0.142857143, 0.500000000}},
		{"a b c d e\nf g h\n\nb c", "c d e a\nb c f x h\ng h", Score{0.857142857, 0.526315789, 0.761904762}},
		{"He takes metformin 500 mg twice a day.", "metformin 500 mg b.i.d.\nHe takes it twice", Score{0.666666667, 0.375000000, 0.666666667}},
	} {
		got := Of(c.ref, c.pred)
		for _, d := range []float64{got.R1 - c.want.R1, got.R2 - c.want.R2, got.Lsum - c.want.Lsum} {
			if math.Abs(d) > 1e-6 {
				t.Errorf("%q / %q: got %+v, want %+v", c.ref, c.pred, got, c.want)
			}
		}
	}
}
