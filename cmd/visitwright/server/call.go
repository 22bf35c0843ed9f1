package server

import (
	"context"
	"crypto/subtle"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gorilla/websocket"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

// call is what the door knows about a request that it let through.
type call struct {
	session store.Session // zero where the route needs none
	token   string        // of the session; empty where there is none
	who     store.Actor
	why     store.Why
	remote  string // address it came from
	upgrade bool   // a websocket that its own protocol will admit or refuse
}

type callKey struct{}

// callOf returns the request's call; every route has one.
func callOf(ctx context.Context) call { c, _ := ctx.Value(callKey{}).(call); return c }

// csrfHeader carries the token that GET /session gave out. The cookie alone is
// sent along by the browser whoever made the request; this is not.
const csrfHeader = "X-Visitwright-CSRF"

// guard is what every request passes before its handler: the session, the CSRF
// token, the right. A refusal for want of the right is audited by the store.
func (s *Server) guard(api huma.API, r route) func(huma.Context, func(huma.Context)) {
	return func(hc huma.Context, next func(huma.Context)) {
		g := humagin.Unwrap(hc)
		c := call{remote: g.RemoteIP(), why: r.why(hc.Param)}
		c.token = sessionToken(g.Request)
		if err := s.letIn(g.Request, r, &c); err != nil {
			s.refuse(api, hc, r, err)
			return
		}
		next(huma.WithValue(hc, callKey{}, c))
	}
}

func (s *Server) letIn(req *http.Request, r route, c *call) error {
	if c.upgrade = r.upgrade && websocket.IsWebSocketUpgrade(req); c.upgrade || r.access == anyone {
		return nil
	}
	ctx := req.Context()
	session, err := s.store.Authenticate(ctx, c.token)
	if err != nil {
		return err
	}
	c.session, c.who = session, session.Actor(c.remote)
	if !r.safe() && subtle.ConstantTimeCompare([]byte(req.Header.Get(csrfHeader)), []byte(session.CSRF)) != 1 {
		return ehr.Errorf(ehr.Forbidden, "the request did not come from the app's own page; reload the page")
	}
	if r.access == withRight && !c.who.Role.May(r.right) {
		// InTx refuses and writes down that it did.
		return s.store.InTx(ctx, c.who, c.why, func(*store.Tx) error {
			return ehr.Errorf(ehr.Forbidden, "your role may not do this")
		})
	}
	return nil
}

// refuse answers a request that the guard stopped.
func (s *Server) refuse(api huma.API, hc huma.Context, r route, err error) {
	p := s.problem(hc.Context(), r, err)
	_ = huma.WriteErr(api, hc, p.GetStatus(), p.Error(), p)
}
