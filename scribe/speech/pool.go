package speech

import "sync"

// urgency orders work: what someone waits for on the screen comes before what can wait for the end of the visit.
type urgency int

const (
	pieceWork urgency = iota
	interimWork
	voiceWork
	windowWork
	urgencies
)

// pool runs work on a fixed number of goroutines, most urgent first, in order of arrival within an urgency.
type pool struct {
	mu     sync.Mutex
	ready  *sync.Cond
	lists  [urgencies][]func()
	closed bool
	done   sync.WaitGroup
}

func newPool(workers int) *pool {
	p := &pool{}
	p.ready = sync.NewCond(&p.mu)
	for range workers {
		p.done.Go(p.work)
	}
	return p
}

func (p *pool) do(u urgency, f func()) {
	p.mu.Lock()
	p.lists[u] = append(p.lists[u], f)
	p.mu.Unlock()
	p.ready.Signal()
}

func (p *pool) work() {
	for {
		f := p.next()
		if f == nil {
			return
		}
		f()
	}
}

// next waits for work; nil when the pool is closed and empty.
func (p *pool) next() func() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for {
		for u := range p.lists {
			if list := p.lists[u]; len(list) > 0 {
				f := list[0]
				p.lists[u] = list[1:]
				return f
			}
		}
		if p.closed {
			return nil
		}
		p.ready.Wait()
	}
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
