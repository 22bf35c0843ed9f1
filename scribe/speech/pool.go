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
	live   int // visits being spoken
	slow   int // windows being read
	size   int
	done   sync.WaitGroup
}

func newPool(workers int) *pool {
	p := &pool{size: workers}
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
		f, u := p.next()
		if f == nil {
			return
		}
		f()
		if u == windowWork {
			p.mu.Lock()
			p.slow--
			p.mu.Unlock()
			p.ready.Signal()
		}
	}
}

// take gives the most urgent work that is at least so urgent. The caller holds the lock.
func (p *pool) take(least urgency) (func(), urgency) {
	for u := range least + 1 {
		list := p.lists[u]
		if len(list) == 0 || u == windowWork && p.live > 0 && p.size > 1 && p.slow >= p.size-1 {
			continue // while someone speaks one worker stays free of long work
		}
		p.lists[u] = list[1:]
		if u == windowWork {
			p.slow++
		}
		return list[0], u
	}
	return nil, 0
}

// help does waiting work that is urgent. Long work calls it between its steps.
func (p *pool) help() {
	for {
		p.mu.Lock()
		f, _ := p.take(interimWork)
		p.mu.Unlock()
		if f == nil {
			return
		}
		f()
	}
}

// spoken counts visits under way.
func (p *pool) spoken(by int) {
	p.mu.Lock()
	p.live += by
	p.mu.Unlock()
	p.ready.Broadcast()
}

// next waits for work; nil when the pool is closed and empty.
func (p *pool) next() (func(), urgency) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for {
		if f, u := p.take(windowWork); f != nil {
			return f, u
		}
		if p.closed && len(p.lists[windowWork]) == 0 {
			return nil, 0
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
