package server

import (
	"runtime/debug"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/capture"
	"github.com/visitwright/visitwright/scribe/capture/vault"
)

// meter counts requests. Labels are the route's pattern, never its identifiers.
type meter struct {
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
}

func newMeter(r *prometheus.Registry, audio *capture.Handler, v *vault.Store) *meter {
	m := &meter{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "visitwright_http_requests_total", Help: "Requests answered.",
		}, []string{"method", "route", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "visitwright_http_request_seconds", Help: "Time to answer; open lines (events, capture) are not in it.",
			Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5},
		}, []string{"method", "route"}),
	}
	if r != nil {
		r.MustRegister(m.requests, m.seconds)
		captureMetrics(r, audio, v)
	}
	return m
}

// watch counts and logs each request, and turns a panic into a plain failure.
// The log holds the route's pattern; a query or a body never comes near it.
func (s *Server) watch() gin.HandlerFunc {
	return func(c *gin.Context) {
		begun := time.Now()
		defer func() {
			if r := recover(); r != nil {
				// The panic's value may quote what was worked on; its place may not.
				s.log.ErrorContext(c.Request.Context(), "a request failed badly", "route", c.FullPath(), "stack", string(debug.Stack()))
				if !c.Writer.Written() {
					p := newProblem(ehr.Internal, "something went wrong on our side")
					c.Header("Content-Type", p.ContentType(""))
					c.AbortWithStatusJSON(p.Status, p)
				}
			}
			s.count(c, time.Since(begun))
		}()
		c.Next()
	}
}

func (s *Server) count(c *gin.Context, took time.Duration) {
	route, status := c.FullPath(), c.Writer.Status()
	if route == "" {
		route = "app"
	}
	s.meter.requests.WithLabelValues(c.Request.Method, route, strconv.Itoa(status)).Inc()
	if !longLived[route] {
		s.meter.seconds.WithLabelValues(c.Request.Method, route).Observe(took.Seconds())
	}
	s.log.DebugContext(c.Request.Context(), "request", "method", c.Request.Method, "route", route, "status", status, "ms", took.Milliseconds())
}

// longLived are the routes whose requests last as long as a page is open.
var longLived = map[string]bool{
	prefix + "/visits/:visit/capture": true,
	prefix + "/visits/:visit/events":  true,
}

// captureMetrics shows the counters of capture and its disk.
func captureMetrics(r *prometheus.Registry, audio *capture.Handler, v *vault.Store) {
	gauge := func(name, help string, value func() float64) {
		r.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, value))
	}
	counter := func(name, help string, value func() int64) {
		r.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Name: name, Help: help},
			func() float64 { return float64(value()) }))
	}
	gauge("visitwright_capture_lines", "Recorders connected now.", func() float64 { return float64(audio.Stats().Lines) })
	gauge("visitwright_capture_disk_bytes", "Audio on disk.", func() float64 { return float64(v.Stats().Used) })
	counter("visitwright_capture_frames_total", "Frames received.", func() int64 { return audio.Stats().Frames })
	counter("visitwright_capture_acks_total", "Acknowledgements sent, each for what is on disk.", func() int64 { return audio.Stats().Acks })
	counter("visitwright_capture_faults_total", "Lines ended by a mistake of the client.", func() int64 { return audio.Stats().Faults })
	counter("visitwright_capture_syncs_total", "Syncs of the journal.", func() int64 { return v.Stats().Syncs })
	counter("visitwright_capture_write_failures_total", "Frames that could not be written.", func() int64 { return v.Stats().Failures })
}
