package speech

import (
	"slices"
	"sync"
	"testing"
)

func TestPoolDoesTheUrgentFirst(t *testing.T) {
	p := newPool(1)
	var mu sync.Mutex
	var order []string
	note := func(s string) func() {
		return func() { mu.Lock(); order = append(order, s); mu.Unlock() }
	}
	start, begun := make(chan struct{}), make(chan struct{})
	p.do(pieceWork, func() { close(begun); <-start })
	<-begun
	p.do(windowWork, func() { note("window")(); p.do(pieceWork, note("late piece")); p.help(); note("window ends")() })
	p.do(interimWork, note("interim"))
	p.do(pieceWork, note("piece"))
	if n := p.waiting(interimWork); n != 2 {
		t.Errorf("%d urgent jobs wait, want 2", n)
	}
	close(start)
	p.close()
	if want := []string{"piece", "interim", "window", "late piece", "window ends"}; !slices.Equal(order, want) {
		t.Errorf("order %q", order)
	}
}

func TestPoolKeepsAWorkerFreeWhileSomeoneSpeaks(t *testing.T) {
	p := newPool(2)
	p.spoken(1)
	hold, begun := make(chan struct{}), make(chan struct{}, 2)
	for range 2 {
		p.do(windowWork, func() { begun <- struct{}{}; <-hold })
	}
	<-begun
	done := make(chan struct{})
	p.do(pieceWork, func() { close(done) })
	<-done // the second worker did not take the second window
	if len(begun) != 0 {
		t.Error("both workers read windows")
	}
	p.spoken(-1)
	<-begun
	close(hold)
	p.close()
}
