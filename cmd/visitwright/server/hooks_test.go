package server

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

const hookBase = "https://scribe.example.org"

// caller is another record system: a key, a FHIR server, and our door over HTTP.
type caller struct {
	t     *testing.T
	key   *ecdsa.PrivateKey
	fhir  *httptest.Server
	asked atomic.Int32 // requests that reached its FHIR server
	door  *httptest.Server
	p     *practice
	h     *house
}

func openCaller(t *testing.T) *caller {
	t.Helper()
	h := checkedHouse(t)
	p := h.openPractice(t, "")
	c := &caller{t: t, p: p, h: h}
	var err error
	c.key, err = ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	require.NoError(t, err)
	c.fhir = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c.asked.Add(1)
		switch {
		case r.Header.Get("Authorization") != "Bearer granted":
			w.WriteHeader(http.StatusUnauthorized)
		case r.URL.Path == "/r4/Patient/p1":
			io.WriteString(w, `{"resourceType":"Patient","id":"p1","gender":"male","birthDate":"1956-03-01"}`)
		case r.URL.Path == "/r4/MedicationRequest":
			io.WriteString(w, `{"resourceType":"Bundle","type":"searchset","entry":[{"resource":{"resourceType":"MedicationRequest","id":"m1","status":"active","intent":"order","subject":{"reference":"Patient/p1"},"medicationCodeableConcept":{"text":"warfarin 5 mg"}}}]}`)
		case r.URL.Path == "/r4/Observation":
			http.Redirect(w, r, "/elsewhere", http.StatusFound)
		default:
			io.WriteString(w, `{"resourceType":"Bundle","type":"searchset"}`)
		}
	}))
	t.Cleanup(c.fhir.Close)
	point, err := c.key.PublicKey.Bytes() // 0x04, X, Y
	require.NoError(t, err)
	enc := base64.RawURLEncoding.EncodeToString
	jwks := fmt.Sprintf(`{"keys":[{"kty":"EC","kid":"k1","crv":"P-384","x":"%s","y":"%s"}]}`, enc(point[1:49]), enc(point[49:]))
	hooks, err := OpenHooks(hookBase, []HookClient{{Issuer: "https://ehr.example", JWKS: []byte(jwks), For: p.Practice.ID, Servers: []string{c.fhir.URL + "/r4"}}})
	require.NoError(t, err)
	s := New(Options{
		Store: h.db.Store, Vault: h.vault, Jobs: h.jobs, Steps: h.steps, Hub: h.hub, Listener: h.listener, Log: slog.New(slog.DiscardHandler),
		App: http.NotFoundHandler(), Metrics: prometheus.NewRegistry(), Hooks: hooks,
	})
	c.door = httptest.NewServer(s)
	t.Cleanup(c.door.Close)
	return c
}

// call sends a body with a fresh token and gives the answer.
func (c *caller) call(method, path, body string, change ...func(jwt.MapClaims)) (int, string) {
	c.t.Helper()
	now := time.Now()
	claims := jwt.MapClaims{
		"iss": "https://ehr.example", "aud": hookBase + path, "jti": uuid.NewString(), "iat": now.Unix(), "exp": now.Add(5 * time.Minute).Unix(),
	}
	for _, f := range change {
		f(claims)
	}
	token := jwt.NewWithClaims(jwt.SigningMethodES384, claims)
	token.Header["kid"] = "k1"
	signed, err := token.SignedString(c.key)
	require.NoError(c.t, err)
	req, err := http.NewRequestWithContext(c.t.Context(), method, c.door.URL+path, strings.NewReader(body))
	require.NoError(c.t, err)
	req.Header.Set("Authorization", "Bearer "+signed)
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	require.NoError(c.t, err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	require.NoError(c.t, err)
	return resp.StatusCode, string(b)
}

const orderService = "/cds-services/visitwright-order-sign"

// ordering is a call about ibuprofen; everything else is to be fetched from server.
func ordering(server string) string {
	return `{"hook":"order-sign","hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea","fhirServer":"` + server + `",
"fhirAuthorization":{"access_token":"granted","token_type":"Bearer","expires_in":300,"scope":"patient/*.read","subject":"s"},
"context":{"userId":"Practitioner/1","patientId":"p1","draftOrders":{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"MedicationRequest","id":"d1","status":"draft","medicationCodeableConcept":{"text":"ibuprofen 400 mg"}}}]}}}`
}

type hookCards struct {
	Cards []struct {
		UUID, Summary, Detail, Indicator string
		Source                           struct {
			Label string
			Topic struct{ Code string }
		}
		OverrideReasons []struct{ Code string }
	}
}

// TestAnotherRecordSystemOrders is a whole exchange: discovery, a call whose data
// come from the caller's FHIR server, feedback, and what stands in our record of it.
func TestAnotherRecordSystemOrders(t *testing.T) {
	c := openCaller(t)
	code, body := c.call(http.MethodGet, "/cds-services", "")
	require.Equal(t, http.StatusOK, code, body)
	require.Equal(t, 4, strings.Count(body, `"hook":`))

	before := c.audited()
	code, body = c.call(http.MethodPost, orderService, ordering(c.fhir.URL+"/r4"))
	require.Equal(t, http.StatusOK, code, body)
	var got hookCards
	require.NoError(t, json.Unmarshal([]byte(body), &got))
	first := got.Cards[0]
	require.Equal(t, "ddi-warfarin-nsaid", first.Source.Topic.Code)
	require.Equal(t, "critical", first.Indicator)
	require.NotEmpty(t, first.OverrideReasons)
	require.Contains(t, got.Cards[len(got.Cards)-1].Detail, "observations", "the FHIR server sent us elsewhere, and we did not go")
	require.Greater(t, c.audited(), before, "the call stands in the audit")

	feedback := fmt.Sprintf(`{"feedback":[{"card":"%s","outcome":"overridden","overrideReason":{"reason":{"system":"s","code":"benefit","display":"d"}},"outcomeTimestamp":"2026-11-22T10:00:00Z"}]}`, first.UUID)
	code, body = c.call(http.MethodPost, orderService+"/feedback", feedback)
	require.Equal(t, http.StatusOK, code, body)
	r := asked[AlertReport](t, c.h, c.p, ehr.Administrator, http.MethodGet, "/reports/alerts", nil)
	require.Equal(t, 1, r.HookCalls)
	require.Equal(t, "ddi-warfarin-nsaid", r.HookRules[0].Rule)
	require.Equal(t, 1, r.HookRules[0].Reasons["benefit"])
}

func (c *caller) audited() (n int) {
	err := c.h.db.Store.InTx(c.t.Context(), store.Service(c.p.Practice.ID), store.Why{Action: ehr.ReadAudit}, func(tx *store.Tx) error {
		return tx.Pgx().QueryRow(c.t.Context(), `SELECT count(*) FROM audit WHERE kind = 'cds_hooks' AND detail LIKE '%https://ehr.example%'`).Scan(&n)
	})
	require.NoError(c.t, err)
	return n
}

// TestOnlyTheCallersOwnFHIRServerIsAsked: a call cannot make us open connections.
func TestOnlyTheCallersOwnFHIRServerIsAsked(t *testing.T) {
	c := openCaller(t)
	var reached atomic.Int32
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Add(1) }))
	t.Cleanup(inside.Close)
	for _, server := range []string{inside.URL, inside.URL + "/r4", c.fhir.URL + "/r4/..", c.fhir.URL, "file:///etc"} {
		code, body := c.call(http.MethodPost, orderService, ordering(server))
		require.Equal(t, http.StatusPreconditionFailed, code, server)
		require.Contains(t, body, "OperationOutcome")
	}
	require.Zero(t, reached.Load())
	require.Zero(t, c.asked.Load())
	path := strings.Replace(ordering(c.fhir.URL+"/r4"), `"patientId":"p1"`, `"patientId":"p1/../../admin"`, 1)
	code, _ := c.call(http.MethodPost, orderService, path)
	require.Equal(t, http.StatusBadRequest, code)
	require.Zero(t, c.asked.Load())
	for _, bad := range []string{"http://ehr.example/r4", "https://u:p@ehr.example", "ehr.example", "https://ehr.example/r4?x=1"} {
		_, err := OpenHooks(hookBase, []HookClient{{Issuer: "i", JWKS: []byte(`{}`), Servers: []string{bad}}})
		require.Error(t, err, bad)
	}
}

func TestBadCallsGetTheSpecificationsAnswers(t *testing.T) {
	c := openCaller(t)
	good := ordering(c.fhir.URL + "/r4")
	for name, x := range map[string]struct {
		path, body string
		want       int
		change     func(jwt.MapClaims)
	}{
		"no JSON":           {orderService, "{", http.StatusBadRequest, nil},
		"another hook":      {"/cds-services/visitwright-patient-view", good, http.StatusBadRequest, nil},
		"no such service":   {"/cds-services/unknown", good, http.StatusNotFound, nil},
		"no hook instance":  {orderService, strings.Replace(good, "hookInstance", "x", 1), http.StatusBadRequest, nil},
		"expired":           {orderService, good, http.StatusUnauthorized, func(m jwt.MapClaims) { m["exp"] = time.Now().Add(-time.Hour).Unix() }},
		"unknown issuer":    {orderService, good, http.StatusUnauthorized, func(m jwt.MapClaims) { m["iss"] = "https://evil.example" }},
		"for another place": {orderService, good, http.StatusUnauthorized, func(m jwt.MapClaims) { m["aud"] = hookBase + "/cds-services" }},
	} {
		var change []func(jwt.MapClaims)
		if x.change != nil {
			change = append(change, x.change)
		}
		code, body := c.call(http.MethodPost, x.path, x.body, change...)
		require.Equal(t, x.want, code, "%s: %s", name, body)
		require.Contains(t, body, "OperationOutcome", name)
	}
	h := openHouse(t) // where nobody may call
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/cds-services", nil))
	require.Equal(t, http.StatusUnauthorized, w.Code)
}

func TestAPracticesRulesHoldForHooks(t *testing.T) {
	c := openCaller(t)
	asked[RuleView](t, c.h, c.p, ehr.Administrator, http.MethodPost, "/rules/ddi-warfarin-nsaid/settings", object{"shadow": true, "why": "tried out"})
	code, body := c.call(http.MethodPost, orderService, ordering(c.fhir.URL+"/r4"))
	require.Equal(t, http.StatusOK, code, body)
	require.NotContains(t, body, "ddi-warfarin-nsaid")
}
