package client

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"time"

	"github.com/visitwright/visitwright/ehr"
)

// apiPrefix is what every address of the API begins with.
const apiPrefix = "/api/v1"

// requestLimit is for one request; streaming audio is none.
const requestLimit = 30 * time.Second

// Client is signed in at a service.
type Client struct {
	base *url.URL
	http *http.Client
	tls  *tls.Config
	csrf string

	User     ehr.User
	Practice ehr.Practice
}

// Credentials are what a person signs in with. TOTP is empty where there is no second factor.
type Credentials struct {
	Username string `json:"username"`
	Password string `json:"password"`
	TOTP     string `json:"totp,omitempty"`
}

// SignIn signs in at the service at base, for example http://127.0.0.1:8320. roots may be nil.
func SignIn(ctx context.Context, base string, who Credentials, trust *tls.Config) (*Client, error) {
	u, err := url.Parse(strings.TrimSuffix(base, "/"))
	if err != nil || u.Host == "" {
		return nil, ehr.Errorf(ehr.Invalid, "%q is not the address of a service", base)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	transport := &http.Transport{TLSClientConfig: trust}
	c := &Client{base: u, tls: trust, http: &http.Client{Jar: jar, Transport: transport, Timeout: requestLimit}}
	var session struct {
		CSRF     string       `json:"csrf"`
		User     ehr.User     `json:"user"`
		Practice ehr.Practice `json:"practice"`
	}
	if err := c.Do(ctx, http.MethodPost, "/session", who, &session); err != nil {
		return nil, err
	}
	c.csrf, c.User, c.Practice = session.CSRF, session.User, session.Practice
	return c, nil
}

// SignOut ends the session.
func (c *Client) SignOut(ctx context.Context) error {
	return c.Do(ctx, http.MethodDelete, "/session", nil, nil)
}

// Do sends body as JSON to a path of the API and reads the answer into out; either may be nil. What the service
// refuses comes back as *ehr.Error with its words.
func (c *Client) Do(ctx context.Context, method, path string, body, out any) error {
	var content io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return err
		}
		content = bytes.NewReader(text)
	}
	req, err := http.NewRequestWithContext(ctx, method, c.base.String()+apiPrefix+path, content)
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	if c.csrf != "" {
		req.Header.Set("X-Visitwright-CSRF", c.csrf)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return ehr.Wrap(ehr.Unavailable, err, "the service at %s does not answer", c.base.Host)
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 400 {
		return problem(resp)
	}
	if out == nil || resp.StatusCode == http.StatusNoContent {
		return nil
	}
	if err := json.NewDecoder(resp.Body).Decode(out); err != nil {
		return fmt.Errorf("%s %s: the answer cannot be read: %w", method, path, err)
	}
	return nil
}

// problem reads a refusal (RFC 9457).
func problem(resp *http.Response) error {
	var p struct {
		Kind   ehr.Kind `json:"kind"`
		Title  string   `json:"title"`
		Detail string   `json:"detail"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&p); err != nil || p.Title == "" {
		return ehr.Errorf(ehr.Internal, "the service answered %s", resp.Status)
	}
	words := p.Detail
	if words == "" {
		words = p.Title
	}
	return &ehr.Error{Kind: p.Kind, Message: words}
}
