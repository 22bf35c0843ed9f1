package speech

import (
	"slices"
	"sync"
)

// urgency orders work: what someone waits for on the screen comes before what can wait for the end of the visit.
type urgency int

const (
	pieceWork urgency = iota
	voiceWork
	interimWork
	urgencies
)

// turn is a visit's place in the queue for long work: visits that have ended come first, in the order in which they ended.
type turn struct {
	pool  *pool
	ended int // 0 while the visit is spoken
}

// step is a part of long work, of one window: encoding it, or writing one token of each text in play.
type step struct {
	of   *turn
	work int // number of the long work
	f    func()
	done chan struct{} // closed when it is done
	then chan struct{} // closed when the work has queued its next step or is over
}

// pool runs work on a fixed number of goroutines, most urgent first, in order of arrival within an urgency. Long work is done
// step by step: for a visit still being spoken by background goroutines, which the system gives only the computing that is
// left over; for one that has ended, by all.
type pool struct {
	mu     sync.Mutex
	ready  *sync.Cond
	lists  [urgencies][]func()
	steps  []step
	closed bool
	live   int // visits being spoken
	long   int // long works under way
	number int // of long works begun
	ends   int // visits ended
	slow   int // workers at a step
	size   int
	done   sync.WaitGroup
}

func newPool(workers int) *pool {
	p := &pool{size: workers}
	p.ready = sync.NewCond(&p.mu)
	for range workers {
		p.done.Go(func() { p.work(false) })
	}
	for range max(1, workers-1) {
		p.done.Go(func() { yield(); p.work(true) })
	}
	return p
}

func (p *pool) do(u urgency, f func()) {
	p.mu.Lock()
	p.lists[u] = append(p.lists[u], f)
	p.mu.Unlock()
	p.ready.Broadcast()
}

// begin starts a visit's long work: f hands its steps to the function it is given, which returns when the step is done.
func (p *pool) begin(of *turn, f func(do func(func()))) {
	p.mu.Lock()
	p.number++
	p.long++
	number := p.number
	p.mu.Unlock()
	go func() {
		var then chan struct{} // of the step before
		proceed := func() {
			if then != nil {
				close(then)
			}
			p.ready.Broadcast()
		}
		f(func(part func()) {
			s := step{of: of, work: number, f: part, done: make(chan struct{}), then: make(chan struct{})}
			p.mu.Lock()
			p.steps = append(p.steps, s)
			p.mu.Unlock()
			proceed()
			then = s.then
			<-s.done
		})
		p.mu.Lock()
		p.long--
		p.mu.Unlock()
		proceed()
	}()
}

// speak opens a turn for a visit that is being spoken.
func (p *pool) speak() *turn {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.live++
	return &turn{pool: p}
}

// wait opens a turn for a visit that has ended already.
func (p *pool) wait() *turn {
	t := p.speak()
	t.end()
	return t
}

// end of a visit: from now on somebody waits for its long work.
func (t *turn) end() {
	p := t.pool
	p.mu.Lock()
	defer p.mu.Unlock()
	if t.ended == 0 {
		p.live--
		p.ends++
		t.ended = p.ends
		p.ready.Broadcast()
	}
}

func (p *pool) work(background bool) {
	for {
		f := p.next(background)
		if f == nil {
			return
		}
		f()
	}
}

// next waits for work; nil when the pool is closed and nothing is left.
func (p *pool) next(background bool) func() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for {
		if f := p.take(background); f != nil {
			return f
		}
		if p.closed && p.long == 0 {
			return nil
		}
		p.ready.Wait()
	}
}

// take gives the most urgent work. The caller holds the lock.
func (p *pool) take(background bool) func() {
	if background {
		return p.takeStep(func(s step) bool { return s.of.ended == 0 })
	}
	for u := range p.lists {
		if list := p.lists[u]; len(list) > 0 {
			p.lists[u] = list[1:]
			return list[0]
		}
	}
	if p.live > 0 && p.size > 1 && p.slow >= p.size-1 {
		return nil // while someone speaks one worker stays free of steps
	}
	f := p.takeStep(func(s step) bool { return s.of.ended > 0 })
	if f == nil {
		return nil
	}
	p.slow++
	return func() {
		f()
		p.mu.Lock()
		p.slow--
		p.mu.Unlock()
		p.ready.Broadcast()
	}
}

// takeStep gives the step that comes first: of the visit that ended first, then of the long work begun first.
func (p *pool) takeStep(fits func(step) bool) func() {
	best := -1
	for i, s := range p.steps {
		if fits(s) && (best < 0 || s.before(p.steps[best])) {
			best = i
		}
	}
	if best < 0 {
		return nil
	}
	s := p.steps[best]
	p.steps = slices.Delete(p.steps, best, best+1)
	return func() {
		s.f()
		close(s.done)
		<-s.then // so that a work begun is finished before another one is taken up
	}
}

func (s step) before(o step) bool {
	if s.of.ended != o.of.ended {
		return s.of.ended < o.of.ended
	}
	return s.work < o.work
}

// waiting is the number of jobs of this urgency or a higher one that no worker has taken yet.
func (p *pool) waiting(u urgency) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := 0
	for i := range u + 1 {
		n += len(p.lists[i])
	}
	return n
}

// close lets the workers finish what is queued and end.
func (p *pool) close() {
	p.mu.Lock()
	p.closed = true
	p.mu.Unlock()
	p.ready.Broadcast()
	p.done.Wait()
}
