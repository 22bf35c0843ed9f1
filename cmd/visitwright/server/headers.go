package server

import (
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/visitwright/visitwright/ehr"
)

// contentPolicy allows the app its own files and nothing from elsewhere.
// 'wasm-unsafe-eval' is for the recorder's SHA-256, which is WebAssembly;
// inline styles are how the component library positions things.
const contentPolicy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; " +
	"img-src 'self' data:; media-src 'self' blob:; worker-src 'self'; connect-src 'self'; object-src 'none'; " +
	"base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// securityHeaders go with every answer. The choice follows the OWASP HTTP
// Headers Cheat Sheet.
func securityHeaders(tls bool) gin.HandlerFunc {
	return func(c *gin.Context) {
		h := c.Writer.Header()
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "microphone=(self), camera=(), geolocation=(), payment=(), usb=()")
		if tls {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		if strings.HasPrefix(c.Request.URL.Path, prefix) {
			h.Set("Cache-Control", "no-store") // health data stays out of the browser's cache
		}
	}
}

// crossOrigin refuses changes that another site's page asks for, by the
// browser's own Sec-Fetch-Site and Origin. It comes before the CSRF token and
// also covers signing in, which has none yet.
func (s *Server) crossOrigin() gin.HandlerFunc {
	protection := http.NewCrossOriginProtection()
	return func(c *gin.Context) {
		if hookCall(c.Request) || protection.Check(c.Request) == nil || c.GetHeader("Origin") != "" && s.sameOrigin(c.Request) {
			return
		}
		p := newProblem(ehr.Forbidden, "the request came from another site's page")
		c.Header("Content-Type", p.ContentType(""))
		c.AbortWithStatusJSON(p.Status, p)
	}
}

// hookCall reports whether it is a call of CDS Hooks: it carries a token of its own
// and no cookie of ours counts there.
func hookCall(r *http.Request) bool {
	return r.URL.Path == hooksPath || strings.HasPrefix(r.URL.Path, hooksPath+"/")
}

// sameOrigin reports whether the page that asks is ours. A program that is no
// browser sends no Origin, and no cookie that it was not given.
func (s *Server) sameOrigin(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	u, err := url.Parse(origin)
	if err != nil || u.Host == "" {
		return false
	}
	return strings.EqualFold(u.Host, r.Host) || s.origin != "" && strings.EqualFold(u.Host, s.origin)
}

// remoteOf is the address a request came from, without the port.
func remoteOf(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return ""
	}
	return host
}

// notTheAPI gives paths of the API that do not exist a problem, and the browser
// app everything else.
func notTheAPI(app http.Handler) gin.HandlerFunc {
	return func(c *gin.Context) {
		path := c.Request.URL.Path
		if path == "/api" || strings.HasPrefix(path, "/api/") {
			p := newProblem(ehr.NotFound, "there is no such address")
			c.Header("Content-Type", p.ContentType(""))
			c.AbortWithStatusJSON(p.Status, p)
			return
		}
		app.ServeHTTP(c.Writer, c.Request)
	}
}
