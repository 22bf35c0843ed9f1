package vad

import (
	"slices"
	"testing"
)

// feed pushes runs of (probability, frames) and collects the pieces.
func feed(c *Cutter, runs ...[2]float32) []Piece {
	var out []Piece
	for _, run := range runs {
		for range int(run[1]) {
			if p, ok := c.Push(run[0]); ok {
				out = append(out, p)
			}
		}
	}
	if p, ok := c.Flush(); ok {
		out = append(out, p)
	}
	return out
}

func TestCutterCutsAtPauses(t *testing.T) {
	got := feed(NewCutter(Defaults()), [2]float32{0, 50}, [2]float32{0.9, 40}, [2]float32{0, 13}, [2]float32{0.9, 10},
		[2]float32{0, 20}, [2]float32{0.9, 30})
	want := []Piece{{47, 116}, {130, 163}}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v: a pause of 13 frames joins, one of 20 cuts", got, want)
	}
}

func TestCutterDropsClicks(t *testing.T) {
	if got := feed(NewCutter(Defaults()), [2]float32{0, 50}, [2]float32{0.9, 4}, [2]float32{0, 50}); len(got) != 0 {
		t.Errorf("a click of 4 frames made %v", got)
	}
}

func TestCutterSplitsLongSpeechWithoutLoss(t *testing.T) {
	got := feed(NewCutter(Defaults()), [2]float32{0.9, 250}, [2]float32{0.4, 5}, [2]float32{0.9, 300})
	if len(got) != 2 || got[0].End < 250 || got[0].End > 255 || got[1].Start != got[0].End || got[1].End != 555 {
		t.Errorf("got %v, want a cut at the dip at 250 and nothing lost", got)
	}
}

func TestALongPieceEndsAtAShorterPause(t *testing.T) {
	got := feed(NewCutter(Defaults()), [2]float32{0.9, 100}, [2]float32{0, 9}, [2]float32{0.9, 100}, [2]float32{0, 9}, [2]float32{0.9, 30})
	if want := []Piece{{0, 212}, {215, 248}}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestPausingIsThePieceThatAPauseMakes(t *testing.T) {
	c := NewCutter(Defaults())
	feed(c)
	for i := range 60 {
		if _, ok := c.Push(0.9); ok {
			t.Fatalf("ended in speech at %d", i)
		}
		if p, ok := c.Pausing(); ok {
			t.Fatalf("pausing in speech: %v", p)
		}
	}
	var ahead, end Piece
	for range 20 {
		found, ended := c.Push(0)
		if ended {
			end = found
			break
		}
		ahead, _ = c.Pausing()
	}
	if ahead != end || end != (Piece{0, 63}) {
		t.Errorf("ahead %v, then %v", ahead, end)
	}
}
