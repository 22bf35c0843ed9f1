package server

import (
	"net/http"
	"net/netip"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// health serves what a supervisor asks: is the program up, can it work, how does
// it do. None of it holds health data; the measurements are given only to this
// machine, since how busy a practice is concerns nobody else.
func (s *Server) health(engine *gin.Engine, registry *prometheus.Registry) {
	engine.GET("/healthz", func(c *gin.Context) { c.String(http.StatusOK, "ok\n") })
	engine.GET("/readyz", func(c *gin.Context) {
		if err := s.store.Ping(c.Request.Context()); err != nil {
			c.String(http.StatusServiceUnavailable, "the database does not answer\n")
			return
		}
		c.String(http.StatusOK, "ready\n")
	})
	if registry == nil {
		return
	}
	metrics := promhttp.HandlerFor(registry, promhttp.HandlerOpts{})
	engine.GET("/metrics", func(c *gin.Context) {
		if ip, err := netip.ParseAddr(c.RemoteIP()); err != nil || !ip.IsLoopback() {
			c.String(http.StatusForbidden, "measurements are given only to this machine\n")
			return
		}
		metrics.ServeHTTP(c.Writer, c.Request)
	})
}
