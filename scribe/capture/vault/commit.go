package vault

import (
	"errors"
	"os"
	"sync"
	"time"

	"github.com/google/uuid"
)

// entry is one item on its way to disk. One without data only tells the journal
// where the file ends.
type entry struct {
	rec   *recording
	data  []byte // sealed
	after mark
	pcm   []byte
	gap   *ledgerGap
	end   *endBody
}

// committer puts entries of all recordings on disk, many at a time, with one sync.
type committer struct {
	store *Store
	sync  *syncer

	mu     sync.Mutex
	queue  []entry
	closed bool
	wake   chan struct{}
	done   chan struct{}

	// Of the goroutine in run alone.
	journal *journal
	opened  time.Time
	dirty   map[uuid.UUID]string // files written since the segment was opened
	buf     []byte
	checked time.Time // when free space was last looked at
	freeErr error
}

func startCommitter(s *Store, number uint64) (*committer, error) {
	j, err := openSegment(s.journalDir(), number)
	if err != nil {
		return nil, err
	}
	c := &committer{store: s, sync: startSyncer(s), wake: make(chan struct{}, 1), done: make(chan struct{}), journal: j, opened: time.Now(), dirty: map[uuid.UUID]string{}}
	go c.run()
	return c, nil
}

// take queues an entry.
func (c *committer) take(e entry) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return ErrClosed
	}
	c.queue = append(c.queue, e)
	select {
	case c.wake <- struct{}{}:
	default:
	}
	return nil
}

func (c *committer) run() {
	defer close(c.done)
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-c.wake:
			time.Sleep(c.store.opt.Linger)
		case <-tick.C:
		}
		c.mu.Lock()
		batch, closed := c.queue, c.closed
		c.queue = nil
		c.mu.Unlock()
		if len(batch) > 0 {
			c.commit(batch)
		}
		if age := time.Since(c.opened); c.journal.size > 0 && (c.journal.size >= c.store.opt.SegmentBytes || age >= c.store.opt.SegmentAge) {
			c.rotate()
		}
		if closed {
			return
		}
	}
}

// close commits what is queued, syncs everything and drops the journal.
func (c *committer) close() error {
	c.mu.Lock()
	if c.closed {
		c.mu.Unlock()
		return nil
	}
	c.closed = true
	c.mu.Unlock()
	select {
	case c.wake <- struct{}{}:
	default:
	}
	<-c.done
	c.sync.add(c.journal, c.dirty)
	return c.sync.close()
}

// group is one recording's part of a batch.
type group struct {
	rec     *recording
	entries []entry
	off     int64
	data    []byte
}

func grouped(batch []entry) []*group {
	var groups []*group
	of := map[*recording]*group{}
	for _, e := range batch {
		g := of[e.rec]
		if g == nil {
			g = &group{rec: e.rec}
			of[e.rec] = g
			groups = append(groups, g)
		}
		g.entries = append(g.entries, e)
	}
	for _, g := range groups {
		if len(g.entries) == 1 {
			g.data = g.entries[0].data
			continue
		}
		for _, e := range g.entries {
			g.data = append(g.data, e.data...)
		}
	}
	return groups
}

// commit writes a batch to the recordings' files and the journal, syncs the journal
// and tells the recordings.
func (c *committer) commit(batch []entry) {
	if c.journal.unsound {
		c.rotate()
	}
	c.buf = c.buf[:0]
	var written []*group
	for _, g := range grouped(batch) {
		if err := c.write(g); err != nil {
			g.rec.drop(g, err)
			continue
		}
		c.buf = appendEntry(c.buf, g.rec.id, g.off, g.data)
		written = append(written, g)
	}
	if len(written) == 0 {
		return
	}
	err := c.journal.write(c.buf)
	if err == nil {
		c.store.count.syncs.Add(1)
		c.store.used.Add(int64(len(c.buf)))
	}
	for _, g := range written {
		if err != nil {
			g.rec.drop(g, diskError(err))
		} else {
			g.rec.keep(g)
		}
	}
	if err != nil {
		c.store.opt.Log.Error("audio journal", "error", err)
		if errors.Is(diskError(err), ErrDiskFull) {
			c.rotate() // the journal's room comes back
		}
	}
}

// write puts a group into its recording's file, unsynced.
func (c *committer) write(g *group) error {
	if err := c.guard(len(g.data)); err != nil {
		return err
	}
	g.rec.mu.Lock()
	file, broken := g.rec.file, g.rec.broken
	g.off = g.rec.durable.off
	g.rec.mu.Unlock()
	if broken != nil {
		return broken
	}
	if file == nil {
		return ErrClosed
	}
	c.dirty[g.rec.id] = g.rec.path
	if _, err := file.WriteAt(g.data, g.off); err != nil {
		return diskError(err)
	}
	return nil
}

// guard refuses n bytes that the quota or the disk has no room for.
func (c *committer) guard(n int) error {
	if n == 0 {
		return nil
	}
	if now := time.Now(); now.Sub(c.checked) > 250*time.Millisecond {
		c.checked = now
		c.freeErr = c.store.guard(0)
		if c.freeErr != nil && c.journal.size > 1<<20 {
			c.rotate() // the journal's room comes back
		}
	}
	if c.freeErr != nil {
		return c.freeErr
	}
	if q := c.store.opt.Quota; q > 0 && c.store.used.Load()+2*int64(n) > q {
		return ErrDiskFull
	}
	if f := c.store.opt.BeforeWrite; f != nil {
		return diskError(f(n))
	}
	return nil
}

// guard refuses to write n more bytes where there is too little room.
func (s *Store) guard(n int64) error {
	left, err := s.Room()
	if err != nil {
		return err
	}
	if left <= n {
		return ErrDiskFull
	}
	return nil
}

// drop forgets a group that could not be written, and all that was handed in after.
func (r *recording) drop(g *group, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.release(g)
	r.store.count.failures.Add(int64(len(g.entries)))
	if r.broken == nil {
		r.broken = err
		if r.file != nil {
			_ = r.file.Truncate(r.durable.off) // only tidiness: what lies beyond is written over, or cut off at the next opening
		}
	}
	r.rest()
	r.notify()
}

// keep moves the durable mark over a group.
func (r *recording) keep(g *group) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.release(g)
	r.store.used.Add(int64(len(g.data)))
	r.store.count.bytes.Add(int64(len(g.data)))
	for _, e := range g.entries {
		if len(e.data) == 0 {
			continue
		}
		r.store.count.items.Add(1)
		r.absorb(e)
	}
	r.rest()
	r.notify()
}

func (r *recording) release(g *group) {
	r.pending -= len(g.entries)
	r.held -= len(g.data)
	r.store.room.Release(int64(len(g.data)))
}

// rotate opens a new segment, whose first entries say where every open recording
// ends, and leaves the old one to the syncer. If that fails the old one goes on.
func (c *committer) rotate() {
	next, err := openSegment(c.journal.dir, c.journal.number+1)
	if err != nil {
		c.opened = time.Now() // not at every commit
		c.store.opt.Log.Error("audio journal: new segment", "error", err)
		return
	}
	var marks []byte
	for _, m := range c.store.openMarks() {
		marks = appendEntry(marks, m.id, m.off, nil)
	}
	if err := next.write(marks); err != nil {
		c.opened = time.Now()
		c.store.opt.Log.Error("audio journal: new segment", "error", err)
		_ = errors.Join(next.file.Close(), os.Remove(next.file.Name())) // an empty segment that is left over does no harm
		return
	}
	c.store.used.Add(int64(len(marks)))
	c.sync.add(c.journal, c.dirty)
	c.journal, c.opened, c.dirty = next, time.Now(), map[uuid.UUID]string{}
}

type openMark struct {
	id  uuid.UUID
	off int64
}

// openMarks gives the durable ends of all recordings that may still be added to.
func (s *Store) openMarks() []openMark {
	s.mu.Lock()
	recs := make([]*recording, 0, len(s.recs))
	for _, r := range s.recs {
		recs = append(recs, r)
	}
	s.mu.Unlock()
	var marks []openMark
	for _, r := range recs {
		r.mu.Lock()
		if r.ready && r.end == nil {
			marks = append(marks, openMark{r.id, r.durable.off})
		}
		r.mu.Unlock()
	}
	return marks
}
