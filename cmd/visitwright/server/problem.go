package server

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

// Failure is how every failure is told, after RFC 9457 (application/problem+json).
// It never holds health data: where a value was wrong, its place is named and
// not what stood there.
type Failure struct {
	Status int      `json:"status" doc:"HTTP status"`
	Title  string   `json:"title" doc:"the status in words"`
	Kind   ehr.Kind `json:"kind" doc:"what sort of failure: invalid, not_found, forbidden, unauthorized, conflict, unavailable, internal"`
	Detail string   `json:"detail" doc:"what happened, in words for people"`
	// TOTPRequired: user name and password are right, the one-time code is missing.
	TOTPRequired bool `json:"totp_required,omitempty"`
	// Reauth: signed in, but this needs the password again (POST /session/reauth).
	Reauth bool `json:"reauth,omitempty"`
	// LockedUntil is when the account may be tried again after too many wrong tries.
	LockedUntil time.Time `json:"locked_until,omitzero"`
	// Version is the note's latest version where the one an edit was based on is stale.
	Version int `json:"version,omitempty"`
	// Blocking lists what stands in the way of signing.
	Blocking []Blocker `json:"blocking,omitempty"`
	// By holds or changed a coding case: since ChangedAt, until HeldUntil.
	By        string    `json:"by,omitempty"`
	ChangedAt time.Time `json:"changed_at,omitzero"`
	HeldUntil time.Time `json:"held_until,omitzero"`
	// Fields names what was wrong with the request.
	Fields []FieldFailure `json:"fields,omitempty"`
}

// FieldFailure is one mistake in a request.
type FieldFailure struct {
	Location string `json:"location" doc:"e.g. body.sections[2].name"`
	Message  string `json:"message"`
}

func (p *Failure) Error() string { return p.Detail }

// Unwrap gives the record's face of the failure: the store asks for its kind.
func (p *Failure) Unwrap() error { return ehr.Errorf(p.Kind, "%s", p.Detail) }

// GetStatus is for huma.
func (p *Failure) GetStatus() int { return p.Status }

// ContentType is for huma: RFC 9457's media type.
func (p *Failure) ContentType(string) string { return "application/problem+json" }

// statusOf is the one place where a kind of failure becomes an HTTP status.
var statusOf = map[ehr.Kind]int{
	ehr.Invalid:      http.StatusUnprocessableEntity,
	ehr.NotFound:     http.StatusNotFound,
	ehr.Forbidden:    http.StatusForbidden,
	ehr.Unauthorized: http.StatusUnauthorized,
	ehr.Conflict:     http.StatusConflict,
	ehr.Unavailable:  http.StatusServiceUnavailable,
	ehr.Internal:     http.StatusInternalServerError,
}

func kindOf(status int) ehr.Kind {
	for kind, st := range statusOf {
		if st == status {
			return kind
		}
	}
	if status >= http.StatusInternalServerError {
		return ehr.Internal
	}
	return ehr.Invalid
}

// problem turns an error into its outside face and logs the inside of those that
// are our fault.
func (s *Server) problem(ctx context.Context, r route, err error) *Failure {
	var p *Failure
	if errors.As(err, &p) {
		return p
	}
	kind := ehr.KindOf(err)
	if ctx.Err() != nil && kind == ehr.Internal {
		kind = ehr.Unavailable // the client is gone; nobody's fault
	}
	p = newProblem(kind, ehr.SafeMessage(err))
	p.TOTPRequired = errors.Is(err, store.ErrTOTPRequired)
	p.Reauth = errors.Is(err, store.ErrReauth)
	var locked *store.LockedError
	if errors.As(err, &locked) {
		p.LockedUntil = locked.Until
	}
	if kind == ehr.Internal || kind == ehr.Unavailable {
		s.log.ErrorContext(ctx, "request failed", "method", r.method, "route", r.path, "kind", kind, "error", err)
	}
	return p
}

func newProblem(kind ehr.Kind, detail string) *Failure {
	status := statusOf[kind]
	return &Failure{Status: status, Title: http.StatusText(status), Kind: kind, Detail: detail}
}

// humaError makes huma's own failures (a body that does not parse, a field that
// is missing) look like ours. The values that huma would repeat are left out.
func humaError(status int, message string, causes ...error) huma.StatusError {
	for _, cause := range causes {
		var p *Failure
		if errors.As(cause, &p) {
			return p
		}
	}
	p := &Failure{Status: status, Title: http.StatusText(status), Kind: kindOf(status), Detail: message}
	for _, cause := range causes {
		var d huma.ErrorDetailer
		if errors.As(cause, &d) {
			p.Fields = append(p.Fields, FieldFailure{Location: d.ErrorDetail().Location, Message: d.ErrorDetail().Message})
		}
	}
	return p
}

// huma knows one maker of errors for the whole program; this is it.
func init() { huma.NewError = humaError }
