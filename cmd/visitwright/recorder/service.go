package recorder

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"time"

	"github.com/visitwright/visitwright/ehr"
)

// Service is a running service and a session with it. It is safe for concurrent use
// after SignIn.
type Service struct {
	base *url.URL
	http *http.Client
	tls  *tls.Config
	csrf string
}

// Credentials are what a person signs in with.
type Credentials struct {
	Username string `json:"username"`
	Password string `json:"password"`
	TOTP     string `json:"totp,omitempty"`
}

// ErrTOTP says that user name and password are right and the one-time code is missing.
var ErrTOTP = errors.New("a one-time code is needed to sign in")

// SignIn opens a session with the service at address, e.g. "http://127.0.0.1:8320".
// secure may be nil.
func SignIn(ctx context.Context, address string, secure *tls.Config, c Credentials) (*Service, error) {
	base, err := url.Parse(address)
	if err != nil || base.Host == "" || (base.Scheme != "http" && base.Scheme != "https") {
		return nil, fmt.Errorf("%q is not the address of a service, e.g. http://127.0.0.1:8320", address)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	s := &Service{base: base, tls: secure, http: &http.Client{
		Jar: jar, Timeout: time.Minute,
		Transport: &http.Transport{TLSClientConfig: secure, Proxy: http.ProxyFromEnvironment},
	}}
	var session struct {
		CSRF string `json:"csrf"`
	}
	if err := s.call(ctx, http.MethodPost, "session", c, &session); err != nil {
		return nil, err
	}
	s.csrf = session.CSRF
	return s, nil
}

// SignOut ends the session.
func (s *Service) SignOut(ctx context.Context) error {
	return s.call(ctx, http.MethodDelete, "session", nil, nil)
}

// NewVisit is a visit to be opened.
type NewVisit struct {
	Patient     ehr.PatientID     `json:"patient_id"`
	Appointment ehr.AppointmentID `json:"appointment_id,omitempty"`
	Reason      string            `json:"reason"`
	Template    string            `json:"template,omitempty"`
}

// Open opens a visit.
func (s *Service) Open(ctx context.Context, v NewVisit) (ehr.Visit, error) {
	var out ehr.Visit
	return out, s.call(ctx, http.MethodPost, "visits", v, &out)
}

// Consent is what was said about being recorded.
type Consent struct {
	Given   bool   `json:"given"`
	Method  string `json:"method"`
	Present string `json:"present"`
}

// Consent records it.
func (s *Service) Consent(ctx context.Context, visit ehr.VisitID, c Consent) error {
	return s.call(ctx, http.MethodPost, "visits/"+string(visit)+"/consent", c, nil)
}

// Visit is what the recorder shows of a visit.
type Visit struct {
	Visit      ehr.Visit      `json:"visit"`
	Note       *ehr.Note      `json:"note"`
	Transcript ehr.Transcript `json:"transcript"`
	Omissions  []ehr.Omission `json:"omissions"`
	Codes      []ehr.Code     `json:"codes"`
	Progress   *struct {
		Words    string  `json:"words"`
		Fraction float64 `json:"fraction"`
		Failed   bool    `json:"failed"`
	} `json:"progress"`
}

// Visit reads a visit.
func (s *Service) Visit(ctx context.Context, visit ehr.VisitID) (Visit, error) {
	var out Visit
	return out, s.call(ctx, http.MethodGet, "visits/"+string(visit), nil, &out)
}

// AwaitNote waits until the work after a visit is done and calls progress with words
// for what is being done, whenever they change.
func (s *Service) AwaitNote(ctx context.Context, visit ehr.VisitID, progress func(words string)) (Visit, error) {
	last := ""
	for {
		v, err := s.Visit(ctx, visit)
		if err != nil {
			return v, err
		}
		if v.Progress != nil {
			if v.Progress.Failed {
				return v, fmt.Errorf("the service failed at: %s", v.Progress.Words)
			}
			if v.Progress.Words != last {
				last = v.Progress.Words
				progress(last)
			}
		} else if v.Visit.State == ehr.Review || v.Visit.State == ehr.Signed {
			return v, nil
		}
		select {
		case <-time.After(300 * time.Millisecond):
		case <-ctx.Done():
			return v, ctx.Err()
		}
	}
}

// call makes one request of the API. in and out may be nil.
func (s *Service) call(ctx context.Context, method, path string, in, out any) error {
	var body io.Reader
	if in != nil {
		b, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body = bytes.NewReader(b)
	}
	req, err := http.NewRequestWithContext(ctx, method, s.base.JoinPath("api/v1", path).String(), body)
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Visitwright-CSRF", s.csrf)
	resp, err := s.http.Do(req)
	if err != nil {
		return ehr.Wrap(ehr.Unavailable, err, "the service at %s cannot be reached", s.base.Redacted())
	}
	defer resp.Body.Close()
	if resp.StatusCode >= http.StatusBadRequest {
		return refusal(resp)
	}
	if out == nil {
		return nil
	}
	return json.NewDecoder(resp.Body).Decode(out)
}

// refusal turns a problem document into an error.
func refusal(resp *http.Response) error {
	var p struct {
		Kind   ehr.Kind `json:"kind"`
		Detail string   `json:"detail"`
		TOTP   bool     `json:"totp_required"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&p); err != nil || p.Detail == "" {
		return ehr.Errorf(ehr.Internal, "the service answered %s", resp.Status)
	}
	if p.TOTP {
		return ErrTOTP
	}
	return ehr.Errorf(p.Kind, "%s", p.Detail)
}
