package server

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"github.com/visitwright/visitwright/cmd/visitwright/live"
	"github.com/visitwright/visitwright/ehr/store"
)

// heartbeat is how often a quiet line says that it is alive, and whether the
// session behind it still stands is looked up.
const heartbeat = 20 * time.Second

// events is a line of server-sent events, one JSON object (live.Event) each.
func (s *Server) events(ctx context.Context, tx *store.Tx, in *visitIn) (*huma.StreamResponse, error) {
	if _, err := tx.Visit(ctx, in.Visit); err != nil {
		return nil, err
	}
	c := callOf(ctx)
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		viewer := live.Viewer{ID: c.session.User.ID, Name: c.session.User.Name}
		line, leave := s.hub.Subscribe(in.Visit, viewer)
		defer leave()
		g := humagin.Unwrap(hc)
		g.Header("Content-Type", "text/event-stream")
		g.Header("Cache-Control", "no-store")
		g.Header("X-Accel-Buffering", "no")
		s.sendEvents(g.Request.Context(), g.Writer, line, c.token)
	}}, nil
}

func (s *Server) sendEvents(ctx context.Context, w http.ResponseWriter, line *live.Line, token string) {
	rc := http.NewResponseController(w)
	write := func(text string) bool {
		_ = rc.SetWriteDeadline(time.Now().Add(heartbeat))
		if _, err := fmt.Fprint(w, text); err != nil {
			return false
		}
		return rc.Flush() == nil
	}
	if !write("retry: 1000\n\n") {
		return
	}
	tick := time.NewTicker(heartbeat)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if _, err := s.store.Look(ctx, token); err != nil || !write(": here\n\n") {
				return
			}
		case e, open := <-line.Events:
			if !open {
				return
			}
			b, err := json.Marshal(e)
			if err != nil {
				s.log.ErrorContext(ctx, "event cannot be written", "type", e.Type, "error", err)
				continue
			}
			if !write("data: " + string(b) + "\n\n") {
				return
			}
		}
	}
}

// describeEvents puts the event's schema into the OpenAPI description, which
// knows no server-sent events of its own.
func describeEvents(api huma.API) {
	schema := api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[live.Event](), true, "Event")
	op := api.OpenAPI().Paths[prefix+"/visits/{visit}/events"].Get
	op.Responses["200"].Content["text/event-stream"].Schema = schema
	op.Responses["200"].Description = "Server-sent events; the data of each is one Event."
}
