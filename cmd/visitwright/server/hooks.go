package server

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"github.com/visitwright/visitwright/cds"
	"github.com/visitwright/visitwright/cds/hooks"
	"github.com/visitwright/visitwright/cmd/visitwright/steps"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/fhir"
	"github.com/visitwright/visitwright/ehr/store"
)

// hooksPath is where CDS Hooks has its services, below the public address.
const hooksPath = "/cds-services"

// HookClient is another record system that may call the CDS Hooks services.
type HookClient struct {
	Issuer string         // as its tokens name it
	JWKS   []byte         // its public keys, a JWK Set, or
	KeysAt string         // the address of them
	For    ehr.PracticeID // whose rules are used and whose audit it stands in
	// Servers are the base addresses of its FHIR servers, which alone are asked for
	// what is missing in a call.
	Servers []string
	// Origins are web origins from which it calls in a browser.
	Origins []string
}

// Hooks are the record systems that may call, checked.
type Hooks struct {
	trust   *hooks.Trust
	clients []HookClient
}

// OpenHooks checks who may call the CDS Hooks services. base is the public
// address, which tokens are made out to. The error names the client that is not
// as it must be.
func OpenHooks(base string, clients []HookClient) (*Hooks, error) {
	keys := map[string][]byte{}
	for _, c := range clients {
		if c.KeysAt == "" {
			keys[c.Issuer] = c.JWKS
		} else if err := usable(c.KeysAt); err != nil {
			return nil, fmt.Errorf("address of the keys of %s: %w", c.Issuer, err)
		}
		for _, server := range c.Servers {
			if err := usable(server); err != nil {
				return nil, fmt.Errorf("FHIR server of %s: %w", c.Issuer, err)
			}
		}
	}
	trust, err := hooks.NewTrust(base, keys)
	if err != nil {
		return nil, err
	}
	for _, c := range clients {
		if c.KeysAt != "" {
			trust.At(c.Issuer, c.KeysAt)
		}
	}
	return &Hooks{trust: trust, clients: clients}, nil
}

// fetchTime is how long the caller's FHIR server may take, and fetchBytes how
// much it may answer.
const (
	fetchTime  = 5 * time.Second
	fetchBytes = 16 << 20
)

// hookDoor serves CDS Hooks.
type hookDoor struct {
	s       *Server
	clients []HookClient
	http    *http.Client
}

// mountHooks serves the CDS Hooks services; without clients every call is refused.
func (s *Server) mountHooks(engine *gin.Engine, h *Hooks) {
	if h == nil {
		h, _ = OpenHooks("", nil) // there is nothing in it to be wrong
	}
	d := &hookDoor{s: s, clients: h.clients, http: &http.Client{
		Timeout:       fetchTime,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	o := hooks.Options{
		Trust: h.trust, For: d.checker, Fetch: d.fetch, Called: d.called, Feedback: d.feedback, Now: time.Now,
		Chart: func(b []byte) (ehr.Chart, []ehr.Unchecked, error) { return fhir.ReadChart(bytes.NewReader(b)) },
	}
	for _, c := range h.clients {
		o.Origins = append(o.Origins, c.Origins...)
	}
	serve := gin.WrapH(remembersRemote(hooks.New(o)))
	engine.Any(hooksPath, serve)
	engine.Any(hooksPath+"/*rest", serve)
}

// usable refuses an address that is not TLS's, but for one on this machine.
func usable(server string) error {
	u, err := url.Parse(server)
	if err != nil || u.Host == "" || u.RawQuery != "" || u.User != nil {
		return ehr.Errorf(ehr.Invalid, "it is not a plain address")
	}
	if ip := net.ParseIP(u.Hostname()); u.Scheme == "https" || u.Scheme == "http" && (u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()) {
		return nil
	}
	return ehr.Errorf(ehr.Invalid, "it must be reached over https")
}

type remoteKey struct{}

func remembersRemote(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		h.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), remoteKey{}, remoteOf(r))))
	})
}

// client is who makes the call; its token was checked before.
func (d *hookDoor) client(ctx context.Context) (HookClient, error) {
	i := slices.IndexFunc(d.clients, func(c HookClient) bool { return c.Issuer == hooks.Caller(ctx) })
	if i < 0 {
		return HookClient{}, ehr.Errorf(ehr.Unauthorized, "the caller is not known")
	}
	return d.clients[i], nil
}

// in runs a transaction for the caller's practice.
func (d *hookDoor) in(ctx context.Context, detail string, fn func(HookClient, *store.Tx) error) error {
	c, err := d.client(ctx)
	if err != nil {
		return err
	}
	who := store.Service(c.For)
	who.Remote, _ = ctx.Value(remoteKey{}).(string)
	return d.s.store.InTx(ctx, who, store.Why{Action: ehr.ReadChart, Kind: "cds_hooks", Detail: detail}, func(tx *store.Tx) error { return fn(c, tx) })
}

// checker is the checks with the practice's rules.
func (d *hookDoor) checker(ctx context.Context) (c *cds.Checker, err error) {
	base, err := d.s.checker()
	if err != nil {
		return cds.With(cds.Options{}), nil // which says with every call that nothing is checked
	}
	err = d.in(ctx, "rules", func(_ HookClient, tx *store.Tx) (err error) {
		c, err = steps.CheckerOf(ctx, tx, base)
		return err
	})
	return c, err
}

// called writes down that a call was made, and which cards it was given. The
// patient is the caller's: nothing of them stands here.
func (d *hookDoor) called(ctx context.Context, call hooks.Call) error {
	return d.in(ctx, "", func(c HookClient, tx *store.Tx) error {
		id := ""
		if _, err := uuid.Parse(call.Instance); err == nil {
			id = call.Instance
		}
		cards := make([]store.HookCard, len(call.Cards))
		for i, x := range call.Cards {
			cards[i] = store.HookCard{ID: x.UUID, Rule: x.Rule, Indicator: x.Indicator}
		}
		detail := fmt.Sprintf("%s for %s: %d, %d cards", call.Service, c.Issuer, call.Status, len(cards))
		return tx.SaveHookCall(ctx, id, call.Service, detail, cards)
	})
}

// feedback keeps what became of cards. One about a card that was never given is
// passed over, as the specification asks for no answer to it.
func (d *hookDoor) feedback(ctx context.Context, service string, list []hooks.Feedback) error {
	return d.in(ctx, service+" feedback", func(_ HookClient, tx *store.Tx) error {
		for _, f := range list {
			if _, err := uuid.Parse(f.Card); err != nil {
				continue
			}
			o := store.HookOutcome{Card: f.Card, Outcome: f.Outcome, At: f.At}
			if f.Reason != nil {
				o.Comment = f.Reason.Comment
				if f.Reason.Reason != nil {
					o.Reason = f.Reason.Reason.Code
				}
			}
			if _, err := tx.SaveHookOutcome(ctx, service, o); err != nil {
				return err
			}
		}
		return nil
	})
}

// fetch asks the caller's FHIR server. Only servers of the caller that were
// configured are asked, redirects are not followed: a call cannot make this
// program open connections elsewhere.
func (d *hookDoor) fetch(ctx context.Context, server, token, query string) ([]byte, error) {
	c, err := d.client(ctx)
	if err != nil {
		return nil, err
	}
	server = strings.TrimRight(server, "/")
	if !slices.ContainsFunc(c.Servers, func(s string) bool { return strings.TrimRight(s, "/") == server }) {
		return nil, ehr.Errorf(ehr.Forbidden, "this FHIR server is not one of the caller's")
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, server+"/"+query, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", "application/fhir+json")
	req.Header.Set("Authorization", "Bearer "+token)
	resp, err := d.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, ehr.Errorf(ehr.Unavailable, "the FHIR server answered %d", resp.StatusCode)
	}
	b, err := io.ReadAll(io.LimitReader(resp.Body, fetchBytes+1))
	if err == nil && len(b) > fetchBytes {
		return nil, ehr.Errorf(ehr.Invalid, "the FHIR server's answer is too large")
	}
	return b, err
}
