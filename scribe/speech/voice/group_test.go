package voice

import (
	"math/rand/v2"
	"path/filepath"
	"testing"

	"github.com/visitwright/visitwright/scribe/speech/onnx"
	"github.com/visitwright/visitwright/scribe/speech/speechtest"
)

// crowd makes points around random directions, n of each.
func crowd(spread float32, n ...int) (points []Point, who []int) {
	r := rand.New(rand.NewPCG(1, 2))
	for person, count := range n {
		centre := make(Point, size)
		for i := range centre {
			centre[i] = max(0, float32(r.NormFloat64()))
		}
		for range count {
			p := make(Point, size)
			for i := range p {
				p[i] = max(0, centre[i]+spread*float32(r.NormFloat64()))
			}
			points, who = append(points, mean([]Point{p})), append(who, person)
		}
	}
	return points, who
}

func TestGroupCountsVoices(t *testing.T) {
	for _, n := range [][]int{{50}, {50, 30}, {60, 40, 20}} {
		points, who := crowd(0.25, n...)
		g := Group(points)
		if len(g.Centres) != len(n) {
			t.Errorf("%d people, %d voices", len(n), len(g.Centres))
			continue
		}
		for i, label := range g.Label {
			if label != who[i] { // the biggest group comes first
				t.Fatalf("%d people: point %d of person %d is in group %d", len(n), i, who[i], label)
			}
		}
	}
	if g := Group(nil); len(g.Centres) != 0 {
		t.Error("nobody has a voice")
	}
}

func TestEncoderTellsVoicesApart(t *testing.T) {
	parts := speechtest.Parts(t)
	if err := onnx.Start(filepath.Join(parts, "onnxruntime", "libonnxruntime.so")); err != nil {
		t.Fatal(err)
	}
	e, err := Load(filepath.Join(parts, "speech", "voice-encoder.onnx"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = e.Close() }()
	var windows [][]float32
	for _, say := range [][2]string{
		{speechtest.Woman, "Good morning. What brings you in to the clinic today?"},
		{speechtest.Woman, "How long has your knee been hurting like this?"},
		{speechtest.Man, "It has been hurting since I fell on Sunday."},
	} {
		window := make([]float32, Window)
		for i, x := range speechtest.Say(t, say[0], say[1])[:Window] {
			window[i] = float32(x) / 32768
		}
		windows = append(windows, window)
	}
	p, err := e.Points(windows)
	if err != nil {
		t.Fatal(err)
	}
	if same, other := Likeness(p[0], p[1]), Likeness(p[0], p[2]); same < other+0.1 {
		t.Errorf("one woman twice %.2f, woman and man %.2f", same, other)
	}
}
