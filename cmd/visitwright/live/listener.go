package live

import (
	"context"
	"log/slog"
	"sync"

	"github.com/visitwright/visitwright/cds"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/scribe/capture/vault"
	"github.com/visitwright/visitwright/scribe/speech"
)

// Options are what a Listener works with.
type Options struct {
	Store      *store.Store
	Vault      *vault.Store
	Recogniser *speech.Recogniser // nil: pages learn that the text comes after the visit
	Checker    *cds.Checker       // looks at drugs as they are named; nil: nobody does
	Hub        *Hub
	Log        *slog.Logger
}

// Listener listens to the visits that are recorded now.
type Listener struct {
	Options
	ctx    context.Context
	cancel context.CancelFunc
	mu     sync.Mutex
	rooms  map[ehr.VisitID]*room
	wg     sync.WaitGroup
}

// NewListener makes one.
func NewListener(o Options) *Listener {
	l := &Listener{Options: o, rooms: map[ehr.VisitID]*room{}}
	l.ctx, l.cancel = context.WithCancel(context.Background())
	return l
}

// Follow listens to a recording of a visit from its beginning. Called again for
// the same recording it does nothing. A second recording of the same visit, for
// example from another computer, is read along as well.
func (l *Listener) Follow(practice ehr.PracticeID, in vault.Info) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ctx.Err() != nil {
		return
	}
	r := l.rooms[in.Visit]
	if r != nil && r.has(in.ID) {
		return
	}
	number := 0
	if r != nil {
		number = r.number + 1
		r.cancel()
	}
	r = newRoom(l, practice, in, number)
	l.rooms[in.Visit] = r
	l.wg.Go(r.run)
}

// Finish waits until everything recorded was heard and gives the final
// transcript, whose work ran along with the visit. ok is false where this
// listener did not hear all of it (it was restarted late, there were several
// recordings, recognition failed): then the recording must be read as a whole.
func (l *Listener) Finish(ctx context.Context, visit ehr.VisitID) (t speech.Transcript, ok bool, err error) {
	l.mu.Lock()
	r := l.rooms[visit]
	l.mu.Unlock()
	if r == nil || r.number > 0 || l.Recogniser == nil {
		l.Drop(visit)
		return t, false, nil
	}
	defer l.Drop(visit)
	return r.finish(ctx)
}

// Drop stops listening to a visit.
func (l *Listener) Drop(visit ehr.VisitID) {
	l.mu.Lock()
	r := l.rooms[visit]
	delete(l.rooms, visit)
	l.mu.Unlock()
	if r != nil {
		r.cancel()
		<-r.done
	}
}

// Listening is how many visits are listened to.
func (l *Listener) Listening() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.rooms)
}

// Close stops listening to everything. What was recorded is safe on disk.
func (l *Listener) Close() {
	l.cancel()
	l.wg.Wait()
}
