package server

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/visitwright/visitwright/cmd/visitwright/jobs"
	"github.com/visitwright/visitwright/cmd/visitwright/live"
	"github.com/visitwright/visitwright/cmd/visitwright/steps"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/scribe/capture"
	"github.com/visitwright/visitwright/scribe/capture/vault"
	aftervisit "github.com/visitwright/visitwright/scribe/summary"
)

// Options are what the door leads to.
type Options struct {
	Store    *store.Store
	Vault    *vault.Store
	Jobs     *jobs.Queue
	Steps    *steps.Steps
	Hub      *live.Hub
	Listener *live.Listener
	// App serves every path that is not the API's: the browser app.
	App http.Handler
	// PublicURL is the address people type; its origin may open the app's
	// websocket. Empty: only the host that was asked.
	PublicURL string
	// Hooks are the record systems that may call the CDS Hooks services.
	Hooks *Hooks // nil: none
	// Model is the language model, for translations. Nil: none is configured.
	Model Model
	// Secure says that people come over TLS; the cookie is then sent only there.
	Secure  bool
	Metrics *prometheus.Registry
	Log     *slog.Logger
}

// Model is a language model with the name under which it is shown; *llm.Client is
// one.
type Model interface {
	aftervisit.Model
	Name() string
}

// Server answers requests. It holds no state but open lines.
type Server struct {
	store    *store.Store
	vault    *vault.Store
	audio    *capture.Handler
	jobs     *jobs.Queue
	steps    *steps.Steps
	hub      *live.Hub
	listener *live.Listener
	model    Model // nil: none is configured
	log      *slog.Logger
	secure   bool
	origin   string // host of PublicURL
	signIns  *limiter
	meter    *meter
	handler  http.Handler
	door     *door
}

// New wires the routes. The capture handler is made here because it asks this
// server whether audio may come.
func New(o Options) *Server {
	s := &Server{
		store: o.Store, vault: o.Vault, jobs: o.Jobs, steps: o.Steps, hub: o.Hub, listener: o.Listener, model: o.Model, log: o.Log, secure: o.Secure,
		signIns: newLimiter(),
	}
	if u, err := url.Parse(o.PublicURL); err == nil {
		s.origin = u.Host
	}
	s.audio = capture.NewHandler(capture.Options{
		Store: o.Vault, Log: o.Log, Origin: s.sameOrigin, Gate: s.Gate, Started: s.Started, Ended: s.Ended,
	})
	s.meter = newMeter(o.Metrics, s.audio, o.Vault)
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.HandleMethodNotAllowed = false
	_ = engine.SetTrustedProxies(nil) // the address in the audit is the connection's own
	engine.Use(s.watch(), securityHeaders(o.Secure), s.crossOrigin())
	s.door = newDoor(engine, s)
	s.mountHooks(engine, o.Hooks)
	s.health(engine, o.Metrics)
	if o.App != nil {
		engine.NoRoute(notTheAPI(o.App))
	}
	s.handler = engine
	return s
}

// apiVersion is the API's own: it changes with prefix, not with each release.
const apiVersion = "1"

// newDoor builds the API's routes and their description.
func newDoor(engine *gin.Engine, s *Server) *door {
	config := huma.DefaultConfig("Visitwright", apiVersion)
	config.Info.Description = "Listens to the visit, writes the note, keeps the record. " +
		"Every path but signing in needs the session's cookie; every change also the header " + csrfHeader + "."
	config.Info.License = &huma.License{Name: "Apache-2.0", Identifier: "Apache-2.0"}
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = "/openapi", "", ""
	config.CreateHooks = nil // no $schema in every answer
	config.Transformers = []huma.Transformer{listsNotNull}
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"session": {Type: "apiKey", In: "cookie", Name: cookieName},
	}
	config.Components.Schemas = registry()
	d := &door{api: humagin.New(engine, config), server: s}
	s.routes(d)
	s.alertRoutes(d)
	s.handoutRoutes(d)
	s.compareRoutes(d)
	s.deskRoutes(d)
	s.coverageRoutes(d)
	describeEvents(d.api)
	return d
}

// OpenAPI is the description of the API, as JSON, from which the browser app's
// types are made.
func OpenAPI() ([]byte, error) {
	gin.SetMode(gin.ReleaseMode)
	d := newDoor(gin.New(), &Server{})
	return indented(d.api.OpenAPI())
}

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Shutdown tells recorders that the server goes down, waits until what came is
// on disk, and closes the pages' lines, so that an http.Server can stop.
func (s *Server) Shutdown(ctx context.Context) error {
	s.hub.Close()
	return s.audio.Shutdown(ctx)
}
