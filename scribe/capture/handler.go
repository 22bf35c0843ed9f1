package capture

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"github.com/gorilla/websocket"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/capture/vault"
	"github.com/visitwright/visitwright/scribe/capture/wire"
)

// Options say where a Handler puts audio and whom it asks. Store and Gate are
// required; zero values of the others mean the default.
type Options struct {
	Store *vault.Store
	Log   *slog.Logger
	// Origin says whether a page from the request's Origin may connect. Default: only
	// pages from the request's own host.
	Origin func(*http.Request) bool
	// Gate says whether the visit may be recorded by whoever sent the request, now:
	// session, right, consent, the visit's state. It is asked before any audio is
	// accepted and every GateEvery after. ErrNoConsent and the kinds of ehr.Error are
	// told to the client; ehr.Unavailable only keeps out new lines.
	Gate func(context.Context, *http.Request, ehr.VisitID) error
	// Started is told of each recording before its first item is accepted, once in the
	// Handler's life. An error keeps the recording out.
	Started func(context.Context, vault.Info) error
	// Ended is told of each finished recording before its client is, and again if the
	// client asks again. An error makes the client ask again.
	Ended func(context.Context, vault.Info) error

	Now       func() time.Time
	GateEvery time.Duration // default 15 s
	HelloWait time.Duration // longest wait for HELLO, default 10 s
	Quiet     time.Duration // longest silence of a client, default 20 s
	HookWait  time.Duration // longest time a function above may take, default 15 s
	MaxLines  int           // default 2000
	LowRoom   int64         // clients are warned when the disk has less; default 1 GiB
}

// Handler accepts recordings over websockets.
type Handler struct {
	opt      Options
	upgrader websocket.Upgrader

	mu      sync.Mutex
	lines   map[*line]bool
	byRec   map[uuid.UUID]*line
	live    map[ehr.VisitID]*line
	started map[uuid.UUID]bool
	closing bool
	empty   chan struct{} // closed when closing and no line is left

	// turns put the lines of one recording in order while they take over.
	turns [64]sync.Mutex
	count struct{ opened, faults, frames, acks atomic.Int64 }
}

// NewHandler makes a Handler.
func NewHandler(opt Options) *Handler {
	fill(&opt.GateEvery, 15*time.Second)
	fill(&opt.HelloWait, 10*time.Second)
	fill(&opt.Quiet, 20*time.Second)
	fill(&opt.HookWait, 15*time.Second)
	fill(&opt.MaxLines, 2000)
	fill(&opt.LowRoom, 1<<30)
	fill(&opt.Log, slog.Default())
	if opt.Now == nil {
		opt.Now = time.Now
	}
	return &Handler{
		opt: opt,
		upgrader: websocket.Upgrader{
			Subprotocols: []string{wire.Subprotocol}, CheckOrigin: opt.Origin, HandshakeTimeout: opt.HelloWait,
			ReadBufferSize: 8 << 10, WriteBufferPool: &sync.Pool{}, WriteBufferSize: 1 << 10,
		},
		lines: map[*line]bool{}, byRec: map[uuid.UUID]*line{}, live: map[ehr.VisitID]*line{}, started: map[uuid.UUID]bool{},
		empty: make(chan struct{}),
	}
}

func fill[T comparable](v *T, d T) {
	var zero T
	if *v == zero {
		*v = d
	}
}

// Serve takes over a request as a line for the visit and returns when it has ended.
func (h *Handler) Serve(w http.ResponseWriter, r *http.Request, visit ehr.VisitID) {
	if !slices.Contains(websocket.Subprotocols(r), wire.Subprotocol) {
		http.Error(w, "the subprotocol "+wire.Subprotocol+" is needed", http.StatusBadRequest)
		return
	}
	l := &line{h: h, visit: visit, request: r, out: make(chan wire.Message, 8)}
	l.ctx, l.cancel = context.WithCancelCause(context.WithoutCancel(r.Context()))
	defer l.cancel(nil)
	if !h.enter(l) {
		http.Error(w, "no more lines now", http.StatusServiceUnavailable)
		return
	}
	defer h.leave(l)
	conn, err := h.upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // the upgrader has answered
	}
	defer conn.Close()
	l.conn = conn
	h.count.opened.Add(1)
	l.serve()
}

func (h *Handler) enter(l *line) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closing || len(h.lines) >= h.opt.MaxLines {
		return false
	}
	h.lines[l] = true
	return true
}

func (h *Handler) leave(l *line) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.lines, l)
	if h.byRec[l.hello.Recording] == l {
		delete(h.byRec, l.hello.Recording)
	}
	if h.live[l.visit] == l {
		delete(h.live, l.visit)
	}
	if h.closing && len(h.lines) == 0 {
		close(h.empty)
	}
}

// join makes l the line of its recording, and of its visit if it is live, and pushes
// out who was there before.
func (h *Handler) join(l *line) (pushed bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	before := []*line{h.byRec[l.hello.Recording]}
	h.byRec[l.hello.Recording] = l
	if l.hello.Live {
		before = append(before, h.live[l.visit])
		h.live[l.visit] = l
	}
	for _, old := range before {
		if old != nil && old != l {
			pushed = true
			old.cancel(vault.ErrTakenOver)
		}
	}
	return pushed
}

// turn gives the lock that orders the lines of a recording.
func (h *Handler) turn(rec uuid.UUID) *sync.Mutex {
	return &h.turns[int(rec[len(rec)-1])%len(h.turns)]
}

// begin calls Started where that was not yet done.
func (h *Handler) begin(ctx context.Context, in vault.Info) error {
	h.mu.Lock()
	done := h.started[in.ID]
	h.mu.Unlock()
	if done || h.opt.Started == nil || in.Ended {
		return nil
	}
	if err := h.opt.Started(ctx, in); err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.started[in.ID] = true
	return nil
}

// Revoke ends all lines of a visit. Their clients are told why by err, as if Gate
// had said it.
func (h *Handler) Revoke(visit ehr.VisitID, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for l := range h.lines {
		if l.visit == visit {
			l.cancel(err)
		}
	}
}

// LiveElsewhere says whether another recording of the visit is being made now, so
// that the end of rec is not the end of the visit.
func (h *Handler) LiveElsewhere(visit ehr.VisitID, rec uuid.UUID) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	l := h.live[visit]
	return l != nil && l.hello.Recording != rec
}

type liveKey struct{}

// Live says, within Gate, whether the line that asks has a running microphone. A
// line without only brings in what was recorded before.
func Live(ctx context.Context) bool {
	live, _ := ctx.Value(liveKey{}).(bool)
	return live
}

// Shutdown accepts no more lines, tells the clients to come back later, and waits
// until what they sent is on disk, or until ctx ends.
func (h *Handler) Shutdown(ctx context.Context) error {
	h.mu.Lock()
	if !h.closing {
		h.closing = true
		if len(h.lines) == 0 {
			close(h.empty)
		}
	}
	for l := range h.lines {
		l.cancel(vault.ErrClosed)
	}
	h.mu.Unlock()
	select {
	case <-h.empty:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Stats are counters since the Handler was made, and the lines open now.
type Stats struct {
	Lines                        int
	Opened, Faults, Frames, Acks int64
}

// Stats gives the counters.
func (h *Handler) Stats() Stats {
	h.mu.Lock()
	defer h.mu.Unlock()
	return Stats{Lines: len(h.lines), Opened: h.count.opened.Load(), Faults: h.count.faults.Load(), Frames: h.count.frames.Load(), Acks: h.count.acks.Load()}
}
