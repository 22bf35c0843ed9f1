package server

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

// prefix stands before every path of the API.
const prefix = "/api/v1"

// access says who is let through a route.
type access int

const (
	// anyone: no session is needed (signing in, the first administrator's link).
	anyone access = iota
	// signedIn: any signed-in user, for what is the user's own.
	signedIn
	// withRight: signed in, with the route's right.
	withRight
)

// route is one line of the list in routes.go.
type route struct {
	method  string
	path    string // below prefix, with {visit}, {patient} ... for identifiers
	summary string
	access  access
	right   ehr.Action
	// maxBody is the largest body taken, in bytes; 0: defaultBody.
	maxBody int64
	// stream: the answer is not JSON (audio, PDF, events, a websocket).
	stream string
	// upgrade: a websocket, whose protocol checks session and right by Server.Gate.
	upgrade bool
}

// defaultBody is ample for a note of a long visit and far too little to hurt.
const defaultBody = 1 << 20

// get, post, put, patch and remove make routes that need a right.
func get(path string, right ehr.Action, summary string) route {
	return route{method: http.MethodGet, path: path, access: withRight, right: right, summary: summary}
}

func post(path string, right ehr.Action, summary string) route {
	return route{method: http.MethodPost, path: path, access: withRight, right: right, summary: summary}
}

func put(path string, right ehr.Action, summary string) route {
	return route{method: http.MethodPut, path: path, access: withRight, right: right, summary: summary}
}

func patch(path string, right ehr.Action, summary string) route {
	return route{method: http.MethodPatch, path: path, access: withRight, right: right, summary: summary}
}

// own makes a route about the signed-in user's own account.
func own(method, path, summary string) route {
	return route{method: method, path: path, access: signedIn, summary: summary}
}

// public makes a route that needs no session.
func public(method, path, summary string) route {
	return route{method: method, path: path, access: anyone, summary: summary}
}

// streams says that the answer has this media type instead of JSON.
func (r route) streams(mediaType string) route { r.stream = mediaType; return r }

// upgrades says that the route becomes a websocket.
func (r route) upgrades() route { r.upgrade = true; return r }

// safe reports whether the method changes nothing.
func (r route) safe() bool { return r.method == http.MethodGet || r.method == http.MethodHead }

// subject is what the path names last, e.g. "visit"; empty where it names nothing.
func (r route) subject() string {
	subject := ""
	for part := range strings.SplitSeq(r.path, "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok && subjects[strings.TrimSuffix(name, "}")] {
			subject = strings.TrimSuffix(name, "}")
		}
	}
	return subject
}

// subjects are the path parameters that name a thing with an owner; others, such
// as {sentence}, name a part of one.
var subjects = map[string]bool{"visit": true, "patient": true, "user": true, "appointment": true, "job": true}

// why is the reason under which the store's transaction runs and is audited.
func (r route) why(param func(string) string) store.Why {
	w := store.Why{Action: r.right, Kind: r.subject()}
	if w.Kind == "" {
		w.Kind = strings.Split(strings.TrimPrefix(r.path, "/"), "/")[0]
		return w
	}
	w.ID = param(w.Kind)
	if w.Kind == "patient" {
		w.Patient = ehr.PatientID(w.ID)
	}
	return w
}

// operation describes the route for OpenAPI.
func (r route) operation() huma.Operation {
	op := huma.Operation{
		OperationID:  operationID(r.method, r.path),
		Method:       r.method,
		Path:         prefix + r.path,
		Summary:      r.summary,
		Tags:         []string{strings.Split(strings.TrimPrefix(r.path, "/"), "/")[0]},
		MaxBodyBytes: r.maxBody,
	}
	if op.MaxBodyBytes == 0 {
		op.MaxBodyBytes = defaultBody
	}
	if r.right != "" {
		op.Description = "Needs the right " + string(r.right) + "."
		op.Extensions = map[string]any{"x-right": string(r.right)}
	}
	if r.access != anyone {
		op.Security = []map[string][]string{{"session": {}}}
	}
	if r.stream != "" {
		op.Responses = map[string]*huma.Response{"200": {
			Description: r.summary,
			Content:     map[string]*huma.MediaType{r.stream: {Schema: &huma.Schema{Type: huma.TypeString}}},
		}}
	}
	return op
}

// operationID makes "post-visits-sign" of POST /visits/{visit}/sign.
func operationID(method, path string) string {
	parts := strings.FieldsFunc(path, func(r rune) bool { return r == '/' || r == '.' })
	parts = slices.DeleteFunc(parts, func(p string) bool { return strings.HasPrefix(p, "{") })
	id := strings.ToLower(method)
	if strings.HasSuffix(path, "}") && len(parts) > 0 {
		parts[len(parts)-1] += "-one"
	}
	return id + "-" + strings.Join(parts, "-")
}

// out is a JSON answer.
type out[T any] struct{ Body T }

func answer[T any](v T) *out[T] { return &out[T]{Body: v} }

// done is the answer where there is nothing to say.
type done struct{}

// door registers routes; it remembers them so that a test can walk them all.
type door struct {
	api    huma.API
	server *Server
	list   []route
}

// add registers a handler that needs no transaction of its own.
func add[I, O any](d *door, r route, h func(context.Context, *I) (*O, error)) {
	d.list = append(d.list, r)
	op := r.operation()
	op.Middlewares = huma.Middlewares{d.server.guard(d.api, r)}
	huma.Register(d.api, op, func(ctx context.Context, in *I) (*O, error) {
		o, err := h(ctx, in)
		if err != nil {
			return nil, d.server.problem(ctx, r, err)
		}
		return o, nil
	})
}

// in registers a handler that runs in a transaction under the route's right.
func in[I, O any](d *door, r route, h func(context.Context, *store.Tx, *I) (*O, error)) {
	add(d, r, func(ctx context.Context, i *I) (o *O, err error) {
		c := callOf(ctx)
		ctx, queued := withAfter(ctx)
		err = d.server.store.InTx(ctx, c.who, c.why, func(tx *store.Tx) error {
			var err error
			o, err = h(ctx, tx, i)
			return err
		})
		if err == nil {
			queued.run()
		}
		return o, err
	})
}
