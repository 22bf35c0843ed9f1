package live

import (
	"sync"

	"github.com/visitwright/visitwright/ehr"
)

// backlog is how many events a page may be behind before its line is cut; it
// then connects again and fetches the visit afresh.
const backlog = 256

// Hub passes events to the pages that have a visit open. It holds nothing that
// matters: whoever comes later reads the record.
type Hub struct {
	mu     sync.Mutex
	visits map[ehr.VisitID]*audience
}

type audience struct {
	lines map[*Line]bool
	step  *Step // the latest, for a page that opens in the middle
	words *Event
}

// Line is one open page's events.
type Line struct {
	Events chan Event // closed when the page fell too far behind or the hub closes
	viewer Viewer
	closed bool
}

// NewHub makes a hub.
func NewHub() *Hub { return &Hub{visits: map[ehr.VisitID]*audience{}} }

func (h *Hub) audience(visit ehr.VisitID) *audience {
	a := h.visits[visit]
	if a == nil {
		a = &audience{lines: map[*Line]bool{}}
		h.visits[visit] = a
	}
	return a
}

// Subscribe opens a line; the returned function closes it. Everybody on the
// visit learns who is there.
func (h *Hub) Subscribe(visit ehr.VisitID, viewer Viewer) (*Line, func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	a := h.audience(visit)
	l := &Line{Events: make(chan Event, backlog), viewer: viewer}
	a.lines[l] = true
	if a.step != nil {
		l.Events <- Event{Type: Progress, Progress: a.step}
	}
	if a.words != nil {
		l.Events <- *a.words
	}
	h.presence(a)
	return l, func() { h.leave(visit, l) }
}

func (h *Hub) leave(visit ehr.VisitID, l *Line) {
	h.mu.Lock()
	defer h.mu.Unlock()
	a := h.audience(visit)
	delete(a.lines, l)
	h.presence(a)
	if len(a.lines) == 0 && a.step == nil && a.words == nil {
		delete(h.visits, visit)
	}
}

// Publish tells every page that has the visit open. It never waits.
func (h *Hub) Publish(visit ehr.VisitID, e Event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	a := h.visits[visit]
	if a == nil {
		if e.Type != Progress && e.Type != RecogniserState {
			return
		}
		a = h.audience(visit)
	}
	switch e.Type {
	case Progress:
		a.step = e.Progress
	case RecogniserState:
		a.words = nil
		if e.Degraded {
			a.words = &e
		}
	case StateChanged:
		if e.State != ehr.Drafting {
			a.step = nil
		}
		if e.State != ehr.Recording {
			a.words = nil
		}
	}
	h.send(a, e)
	if len(a.lines) == 0 && a.step == nil && a.words == nil {
		delete(h.visits, visit)
	}
}

// Step is the latest progress of a visit's work, nil where none runs.
func (h *Hub) Step(visit ehr.VisitID) *Step {
	h.mu.Lock()
	defer h.mu.Unlock()
	if a := h.visits[visit]; a != nil {
		return a.step
	}
	return nil
}

// Close cuts every line, so that the server can stop.
func (h *Hub) Close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, a := range h.visits {
		for l := range a.lines {
			l.cut(a)
		}
	}
}

func (h *Hub) presence(a *audience) {
	seen := map[ehr.UserID]bool{}
	users := []Viewer{}
	for l := range a.lines {
		if !seen[l.viewer.ID] {
			seen[l.viewer.ID] = true
			users = append(users, l.viewer)
		}
	}
	h.send(a, Event{Type: Presence, Users: users})
}

func (h *Hub) send(a *audience, e Event) {
	for l := range a.lines {
		select {
		case l.Events <- e:
		default:
			l.cut(a)
		}
	}
}

func (l *Line) cut(a *audience) {
	delete(a.lines, l)
	if !l.closed {
		l.closed = true
		close(l.Events)
	}
}
