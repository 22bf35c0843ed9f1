package hooks

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"
	"time"

	"github.com/visitwright/visitwright/cds"
	"github.com/visitwright/visitwright/ehr"
)

// maxBody bounds a call: 16 MiB.
const maxBody = 16 << 20

// Options is what the program supplies.
type Options struct {
	Checker *cds.Checker
	// For gives the checker with the caller's practice's rules; nil: Checker.
	For func(ctx context.Context) (*cds.Checker, error)
	// Chart reads a FHIR R4 bundle (type collection) with one patient, and names what
	// of it is not understood and left out.
	Chart func(bundle []byte) (ehr.Chart, []ehr.Unchecked, error)
	// Trust checks the caller's token; nil lets everyone in, for tests and sandboxes.
	Trust *Trust
	// Fetch asks the caller's FHIR server; nil: prefetch alone.
	Fetch func(ctx context.Context, server, token, query string) ([]byte, error)
	// Called is told of every call that a known caller makes, before it is answered; a
	// call that cannot be written down is not answered. Nil: nobody is told.
	Called func(ctx context.Context, c Call) error
	// Feedback takes what became of cards; nil: feedback is refused with 404.
	Feedback func(ctx context.Context, service string, f []Feedback) error
	// Origins are the web origins that may call from a browser.
	Origins []string
	// Now is the clock.
	Now func() time.Time
}

// Handler serves /cds-services and what lies below it.
type Handler struct {
	o   Options
	mux *http.ServeMux
}

// New makes the handler. Mount it at the root of the base URL.
func New(o Options) *Handler {
	h := &Handler{o: o, mux: http.NewServeMux()}
	h.mux.HandleFunc("GET /cds-services", h.discover)
	h.mux.HandleFunc("POST /cds-services/{id}", h.call)
	h.mux.HandleFunc("POST /cds-services/{id}/feedback", h.feedback)
	return h
}

// ServeHTTP answers a browser's preflight, checks the caller and passes on.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if o := r.Header.Get("Origin"); o != "" && slices.Contains(h.o.Origins, o) {
		w.Header().Set("Access-Control-Allow-Origin", o)
		w.Header().Set("Access-Control-Allow-Methods", "GET, POST, OPTIONS")
		w.Header().Set("Access-Control-Allow-Headers", "Authorization, Content-Type")
		w.Header().Set("Vary", "Origin")
	}
	if r.Method == http.MethodOptions {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	if h.o.Trust != nil {
		caller, err := h.o.Trust.Check(r, h.o.Now())
		if err != nil {
			w.Header().Set("WWW-Authenticate", "Bearer")
			h.refuse(w, refusal{http.StatusUnauthorized, "security", err.Error()})
			return
		}
		r = r.WithContext(context.WithValue(r.Context(), callerKey{}, caller))
	}
	h.mux.ServeHTTP(w, r)
}

type callerKey struct{}

// Caller is the issuer of the token that a call came with; empty where tokens
// are not asked for.
func Caller(ctx context.Context) string {
	c, _ := ctx.Value(callerKey{}).(string)
	return c
}

// Call is one call of a service, without anything of the patient.
type Call struct {
	Instance string // hookInstance
	Service  string
	Caller   string
	Status   int // 200, or what it was refused with
	Cards    []CallCard
}

// CallCard is one card that a call was answered with.
type CallCard struct {
	UUID, Rule, Indicator string // Rule is empty for a card of no rule
}

// tell says that a call was made and how it is answered.
func (h *Handler) tell(ctx context.Context, s service, req request, out []card, failed error) error {
	if h.o.Called == nil {
		return nil
	}
	c := Call{Instance: req.HookInstance, Service: s.ID, Caller: Caller(ctx), Status: http.StatusOK}
	var r refusal
	if errors.As(failed, &r) {
		c.Status = r.status
	} else if failed != nil {
		c.Status = http.StatusInternalServerError
	}
	for _, x := range out {
		told := CallCard{UUID: x.UUID, Indicator: x.Indicator}
		if x.Source.Topic != nil {
			told.Rule = x.Source.Topic.Code
		}
		c.Cards = append(c.Cards, told)
	}
	return h.o.Called(ctx, c)
}

func (h *Handler) discover(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, map[string]any{"services": services})
}

func (h *Handler) call(w http.ResponseWriter, r *http.Request) {
	s, ok := serviceByID(r.PathValue("id"))
	if !ok {
		h.refuse(w, refusal{http.StatusNotFound, "not-found", "there is no such service"})
		return
	}
	var req request
	if err := readBody(w, r, &req); err != nil {
		h.refuse(w, err)
		return
	}
	out, err := h.cards(r.Context(), s, req)
	if told := h.tell(r.Context(), s, req, out, err); told != nil {
		err = told
	}
	if err != nil {
		h.refuse(w, err)
		return
	}
	writeJSON(w, http.StatusOK, map[string]any{"cards": out})
}

func (h *Handler) cards(ctx context.Context, s service, req request) ([]card, error) {
	if err := req.valid(s); err != nil {
		return nil, err
	}
	resources, absent, err := h.gather(ctx, req)
	if err != nil {
		return nil, err
	}
	chart, left, err := h.chart(resources)
	if err != nil {
		return nil, err
	}
	orders, not := req.drafts()
	not = append(not, left...)
	checker := h.o.Checker
	if h.o.For != nil {
		if checker, err = h.o.For(ctx); err != nil {
			return nil, err
		}
	}
	rep := checker.Run(cds.Input{Chart: chart, Orders: orders, Now: h.o.Now()})
	rep.NotChecked = append(rep.NotChecked, not...)
	rep.NotChecked = append(rep.NotChecked, absent...)
	return cards(s, req, rep), nil
}

// chart reads the resources as one bundle.
func (h *Handler) chart(resources []json.RawMessage) (ehr.Chart, []ehr.Unchecked, error) {
	type entry struct {
		Resource json.RawMessage `json:"resource"`
	}
	b := map[string]any{"resourceType": "Bundle", "type": "collection"}
	entries := make([]entry, 0, len(resources))
	for _, r := range resources {
		entries = append(entries, entry{r})
	}
	b["entry"] = entries
	raw, err := json.Marshal(b)
	if err != nil {
		return ehr.Chart{}, nil, err
	}
	c, not, err := h.o.Chart(raw)
	if err != nil {
		words := "the prefetched resources cannot be read as FHIR R4"
		if ehr.KindOf(err) == ehr.Invalid {
			words = err.Error() // names places, never values
		}
		return ehr.Chart{}, nil, refusal{http.StatusPreconditionFailed, "processing", words}
	}
	return c, not, nil
}

func readBody(w http.ResponseWriter, r *http.Request, into any) error {
	if t, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || t != "application/json" {
		return refusal{http.StatusUnsupportedMediaType, "not-supported", "the body has to be application/json"}
	}
	b, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	var big *http.MaxBytesError
	if errors.As(err, &big) {
		return refusal{http.StatusRequestEntityTooLarge, "too-long", "the body is too large"}
	}
	if err != nil || json.Unmarshal(b, into) != nil {
		return bad("the body is not the JSON of a CDS Hooks call")
	}
	return nil
}

// refuse answers with an OperationOutcome.
func (h *Handler) refuse(w http.ResponseWriter, err error) {
	var r refusal
	if !errors.As(err, &r) {
		r = refusal{http.StatusInternalServerError, "exception", "the service failed"}
	}
	writeJSON(w, r.status, map[string]any{
		"resourceType": "OperationOutcome",
		"issue":        []map[string]any{{"severity": "error", "code": r.code, "details": map[string]string{"text": r.words}}},
	})
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	b, err := json.Marshal(v)
	if err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(b) // the caller is gone if it fails
}
