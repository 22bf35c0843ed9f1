package server

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store/pgtest"
)

func request(t *testing.T, method, path string, body any) *http.Request {
	t.Helper()
	b, err := json.Marshal(body)
	require.NoError(t, err)
	req := httptest.NewRequestWithContext(t.Context(), method, path, bytes.NewReader(b))
	req.Header.Set("Content-Type", "application/json")
	return req
}

func (h *house) do(req *http.Request) *httptest.ResponseRecorder {
	resp := httptest.NewRecorder()
	h.ServeHTTP(resp, req)
	return resp
}

func TestSignInSetsACookieThatScriptsCannotRead(t *testing.T) {
	h := openHouse(t)
	h.openPractice(t, "")
	resp := h.do(request(t, http.MethodPost, prefix+"/session", object{"username": "clinician", "password": pgtest.Password}))
	require.Equal(t, http.StatusOK, resp.Code, resp.Body)
	cookie := resp.Header().Get("Set-Cookie")
	for _, part := range []string{cookieName + "=", "HttpOnly", "SameSite=Strict", "Path=/"} {
		require.Contains(t, cookie, part)
	}
	require.NotContains(t, cookie, "Secure", "without TLS the browser would not send it")
	h.secure = true
	resp = h.do(request(t, http.MethodPost, prefix+"/session", object{"username": "clinician", "password": pgtest.Password}))
	require.Contains(t, resp.Header().Get("Set-Cookie"), "Secure")

	var s Session
	require.NoError(t, json.Unmarshal(resp.Body.Bytes(), &s))
	require.NotEmpty(t, s.CSRF)
	require.Contains(t, s.Rights, ehr.SignNote)
	require.NotContains(t, s.Rights, ehr.ManageUsers)
	require.Positive(t, s.IdleSeconds)
}

func TestWrongPasswordIsAFailureWithAKind(t *testing.T) {
	h := openHouse(t)
	h.openPractice(t, "")
	resp := h.do(request(t, http.MethodPost, prefix+"/session", object{"username": "clinician", "password": "wrong"}))
	require.Equal(t, http.StatusUnauthorized, resp.Code)
	require.Equal(t, "application/problem+json", resp.Header().Get("Content-Type"))
	var f Failure
	require.NoError(t, json.Unmarshal(resp.Body.Bytes(), &f))
	require.Equal(t, ehr.Unauthorized, f.Kind)
	require.NotEmpty(t, f.Detail)
}

func TestMistakesAreNamedWithoutTheirValues(t *testing.T) {
	h := openHouse(t)
	p := h.openPractice(t, "")
	resp := h.ask(t, p, ehr.Clinician, http.MethodPost, "/patients", object{"given_name": "Zebulon", "family_name": "Quux", "birth_date": "1980-01-01", "sex": "Zorp"})
	require.Equal(t, http.StatusUnprocessableEntity, resp.Code)
	require.Contains(t, resp.Body.String(), "body.sex")
	require.NotContains(t, resp.Body.String(), "Zorp")
	require.NotContains(t, resp.Body.String(), "Zebulon")
}

func TestTooLargeABodyIsRefused(t *testing.T) {
	h := openHouse(t)
	p := h.openPractice(t, "")
	body := object{"query": strings.Repeat("x", defaultBody+1)}
	resp := h.ask(t, p, ehr.Clinician, http.MethodPost, "/patients/search", body)
	require.Equal(t, http.StatusRequestEntityTooLarge, resp.Code)
}

func TestEveryAnswerCarriesTheSecurityHeaders(t *testing.T) {
	h := openHouse(t)
	for _, path := range []string{"/", "/healthz", prefix + "/session", "/api/v1/nothing"} {
		resp := h.do(request(t, http.MethodGet, path, nil))
		require.Contains(t, resp.Header().Get("Content-Security-Policy"), "default-src 'self'", path)
		require.Contains(t, resp.Header().Get("Content-Security-Policy"), "frame-ancestors 'none'", path)
		require.Equal(t, "nosniff", resp.Header().Get("X-Content-Type-Options"), path)
		require.Contains(t, resp.Header().Get("Permissions-Policy"), "microphone=(self)", path)
	}
	resp := h.do(request(t, http.MethodGet, "/api/v1/nothing", nil))
	require.Equal(t, http.StatusNotFound, resp.Code)
	require.Equal(t, "no-store", resp.Header().Get("Cache-Control"))
}

func TestMeasurementsStayOnThisMachine(t *testing.T) {
	h := openHouse(t)
	p := h.openPractice(t, "")
	h.ask(t, p, ehr.Clinician, http.MethodGet, "/patients/"+string(p.Patient.ID), nil)
	req := request(t, http.MethodGet, "/metrics", nil)
	require.Equal(t, http.StatusForbidden, h.do(req).Code) // httptest's requests come from 192.0.2.1
	req.RemoteAddr = "127.0.0.1:4711"
	resp := h.do(req)
	require.Equal(t, http.StatusOK, resp.Code)
	require.Contains(t, resp.Body.String(), `route="/api/v1/patients/:patient"`)
	require.NotContains(t, resp.Body.String(), string(p.Patient.ID))
}

func TestGuessingIsSlowed(t *testing.T) {
	l := newLimiter()
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	l.now = func() time.Time { return now }
	for range perNameBurst {
		require.NoError(t, l.allow("192.0.2.7", "mlee"))
	}
	require.ErrorContains(t, l.allow("192.0.2.8", "MLee"), "too many tries", "whatever the address and the spelling")
	require.NoError(t, l.allow("192.0.2.7", "somebody else"))
	now = now.Add(time.Minute)
	require.NoError(t, l.allow("192.0.2.7", "mlee"))
}

func TestListsAreNeverNull(t *testing.T) {
	v, err := listsNotNull(nil, "200", VisitView{Note: &ehr.Note{Sections: []ehr.Section{{}}}})
	require.NoError(t, err)
	b, err := json.Marshal(v)
	require.NoError(t, err)
	for _, field := range []string{`"omissions":[]`, `"gaps":[]`, `"segments":[]`, `"sentences":[]`, `"consent":null`} {
		require.Contains(t, string(b), field)
	}
}

func TestNextStepSaysWhatIsToBeDone(t *testing.T) {
	review := VisitView{Visit: ehr.Visit{State: ehr.Review}, Note: &ehr.Note{}}
	require.Equal(t, "Draft ready. Nothing blocks signing. Read it and sign.", nextStep(review))
	review.Blocking = []Blocker{{Kind: "sentence"}, {Kind: "sentence"}, {Kind: "alert"}}
	require.Equal(t, "Draft ready. 2 sentences, 1 alert need an answer before you can sign.", nextStep(review))
	review.Blocking = review.Blocking[:1]
	require.Equal(t, "Draft ready. 1 sentence needs an answer before you can sign.", nextStep(review))
	silent := VisitView{Visit: ehr.Visit{State: ehr.Review, Statement: "No speech was heard."}}
	require.Equal(t, "No speech was heard.", nextStep(silent))
	refused := VisitView{Visit: ehr.Visit{State: ehr.Open}, Consent: &ehr.Consent{}}
	require.Contains(t, nextStep(refused), "Nothing is recorded")
}
