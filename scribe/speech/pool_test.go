package speech

import (
	"runtime"
	"slices"
	"sync"
	"testing"
)

// notes collects what was done, in order.
type notes struct {
	mu   sync.Mutex
	list []string
}

func (n *notes) add(s string) func() {
	return func() { n.mu.Lock(); n.list = append(n.list, s); n.mu.Unlock() }
}

func TestPoolDoesTheUrgentFirst(t *testing.T) {
	p := newPool(1)
	var n notes
	start, begun := make(chan struct{}), make(chan struct{})
	p.do(pieceWork, func() { close(begun); <-start })
	<-begun
	ended := p.wait()
	p.begin(ended, func(do func(func())) {
		do(func() { n.add("window")(); p.do(pieceWork, n.add("late piece")) })
		do(n.add("window ends"))
	})
	p.do(interimWork, n.add("interim"))
	p.do(pieceWork, n.add("piece"))
	if got := p.waiting(interimWork); got != 2 {
		t.Errorf("%d urgent jobs wait, want 2", got)
	}
	close(start)
	p.close()
	if want := []string{"piece", "interim", "window", "late piece", "window ends"}; !slices.Equal(n.list, want) {
		t.Errorf("order %q", n.list)
	}
}

func TestPoolFinishesTheVisitThatEndedFirst(t *testing.T) {
	p := newPool(1)
	var n notes
	start, begun, queued := make(chan struct{}), make(chan struct{}), make(chan struct{}, 4)
	p.do(pieceWork, func() { close(begun); <-start })
	<-begun
	first, second := p.wait(), p.wait()
	for _, w := range []struct {
		of   *turn
		name string
	}{{second, "2a"}, {first, "1a"}, {second, "2b"}, {first, "1b"}} {
		p.begin(w.of, func(do func(func())) {
			queued <- struct{}{}
			do(n.add(w.name))
			do(n.add(w.name + "."))
		})
	}
	for range 4 {
		<-queued
	}
	for p.stepsWaiting() < 4 { // all have handed in their first step
		runtime.Gosched()
	}
	close(start)
	p.close()
	if want := []string{"1a", "1a.", "1b", "1b.", "2a", "2a.", "2b", "2b."}; !slices.Equal(n.list, want) {
		t.Errorf("order %q", n.list)
	}
}

func (p *pool) stepsWaiting() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.steps)
}

// While a visit is spoken its long work is left to the background; when it has ended the workers take it up.
func TestPoolLeavesLongWorkOfASpokenVisitToTheBackground(t *testing.T) {
	p := newPool(2)
	spoken := p.speak()
	hold, begun := make(chan struct{}), make(chan struct{}, 3)
	for range 3 {
		p.begin(spoken, func(do func(func())) { do(func() { begun <- struct{}{}; <-hold }) })
	}
	<-begun
	var pieces sync.WaitGroup
	pieces.Add(2)
	for range 2 {
		p.do(pieceWork, func() { pieces.Done(); pieces.Wait() }) // both workers are free for pieces at once
	}
	pieces.Wait()
	if len(begun) != 0 {
		t.Error("a worker reads a window of a visit still spoken")
	}
	spoken.end()
	<-begun
	<-begun
	close(hold)
	p.close()
}

func TestPoolKeepsAWorkerFreeWhileSomeoneSpeaks(t *testing.T) {
	p := newPool(2)
	ended, spoken := p.wait(), p.speak()
	hold, begun := make(chan struct{}), make(chan struct{}, 2)
	for range 2 {
		p.begin(ended, func(do func(func())) { do(func() { begun <- struct{}{}; <-hold }) })
	}
	<-begun
	done := make(chan struct{})
	p.do(pieceWork, func() { close(done) })
	<-done // the second worker did not take the second window
	if len(begun) != 0 {
		t.Error("both workers read windows")
	}
	spoken.end()
	<-begun
	close(hold)
	p.close()
}
