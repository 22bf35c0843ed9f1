package hooks

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/visitwright/visitwright/cds"
	"github.com/visitwright/visitwright/ehr"
)

var now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// chartOf reads the few resources these tests use; the program uses ehr/fhir.
func chartOf(raw []byte) (ehr.Chart, []ehr.Unchecked, error) {
	var b struct {
		Entry []struct {
			Resource struct {
				ResourceType, ID, BirthDate, Gender, Status string
				Medication                                  struct{ Text string } `json:"medicationCodeableConcept"`
				Code                                        struct{ Text string } `json:"code"`
			} `json:"resource"`
		} `json:"entry"`
	}
	if err := json.Unmarshal(raw, &b); err != nil {
		return ehr.Chart{}, nil, ehr.Errorf(ehr.Invalid, "no bundle")
	}
	c := ehr.Chart{Patient: ehr.Patient{AllergyStatus: ehr.NoKnownAllergies}}
	for _, e := range b.Entry {
		r := e.Resource
		switch r.ResourceType {
		case "Patient":
			c.Patient.Sex = ehr.Sex(r.Gender)
			c.Patient.BirthDate, _ = ehr.ParseDate(r.BirthDate)
		case "MedicationRequest":
			c.Medications = append(c.Medications, ehr.Medication{ID: ehr.MedicationID(r.ID), Code: ehr.Coded{Display: r.Medication.Text}, Status: ehr.MedicationActive})
		case "Condition":
			c.Problems = append(c.Problems, ehr.Problem{ID: ehr.ProblemID(r.ID), Code: ehr.Coded{Display: r.Code.Text}, Status: ehr.ProblemActive})
		}
	}
	return c, nil, nil
}

// checker is made once: reading the rules is the slow part.
var checker = sync.OnceValues(func() (*cds.Checker, error) { return cds.New(cds.Options{}) })

func handler(t *testing.T, change func(*Options)) *Handler {
	t.Helper()
	c, err := checker()
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Checker: c, Chart: chartOf, Now: func() time.Time { return now }}
	if change != nil {
		change(&o)
	}
	return New(o)
}

func call(h http.Handler, method, path, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

const fullPrefetch = `"prefetch":{
 "patient":{"resourceType":"Patient","id":"p1","gender":"male","birthDate":"1956-03-01"},
 "conditions":{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Condition","id":"c1","code":{"text":"Atrial fibrillation"}}}]},
 "medications":{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"MedicationRequest","id":"m1","status":"active","medicationCodeableConcept":{"text":"warfarin 5 mg"}}}]},
 "allergies":{"resourceType":"Bundle","entry":[]},
 "immunizations":{"resourceType":"Bundle","entry":[]},
 "observations":{"resourceType":"Bundle","entry":[]},
 "procedures":{"resourceType":"Bundle","entry":[]}}`

const ibuprofen = `"draftOrders":{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"MedicationRequest","id":"d1","status":"draft","medicationCodeableConcept":{"text":"ibuprofen 400 mg"}}},{"resource":{"resourceType":"ServiceRequest","id":"s1"}}]}`

func orderSign(extra string) string {
	return fmt.Sprintf(`{"hook":"order-sign","hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea","context":{"userId":"Practitioner/1","patientId":"p1",%s},%s}`, ibuprofen, extra)
}

func TestDiscovery(t *testing.T) {
	w := call(handler(t, nil), "GET", "/cds-services", "")
	var got struct {
		Services []struct {
			Hook, ID, Description, Title string
			Prefetch                     map[string]string
		}
	}
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Code != 200 || len(got.Services) != 4 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	for _, s := range got.Services {
		if s.Hook == "" || s.ID == "" || s.Description == "" || len(s.Prefetch) != len(prefetchKeys) {
			t.Errorf("%+v", s)
		}
	}
}

func readCards(t *testing.T, w *httptest.ResponseRecorder) []card {
	t.Helper()
	var got struct{ Cards []card }
	if w.Code != 200 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	for _, c := range got.Cards { // what the specification requires of every card
		if c.UUID == "" || c.Summary == "" || len([]rune(c.Summary)) >= 140 || c.Source.Label == "" || (c.Indicator != "info" && c.Indicator != "warning" && c.Indicator != "critical") {
			t.Errorf("card %+v", c)
		}
		if len(c.Suggest) > 0 && c.Behaviour == "" {
			t.Errorf("suggestions without selectionBehavior: %+v", c)
		}
	}
	return got.Cards
}

func TestOrderSign(t *testing.T) {
	w := call(handler(t, nil), "POST", "/cds-services/visitwright-order-sign", orderSign(fullPrefetch))
	cards := readCards(t, w)
	if len(cards) == 0 || cards[0].Indicator != "critical" || !strings.Contains(cards[0].Summary, "ibuprofen") || len(cards[0].Overrides) == 0 {
		t.Fatalf("%s", w.Body)
	}
	if !strings.Contains(w.Body.String(), `"resourceId":"MedicationRequest/d1"`) {
		t.Errorf("no suggestion takes the order away: %s", w.Body)
	}
	if strings.Contains(w.Body.String(), ":null") {
		t.Errorf("null in the answer: %s", w.Body)
	}
}

func TestOrderSelectSpeaksOfTheOrdersAlone(t *testing.T) {
	body := strings.Replace(strings.Replace(orderSign(fullPrefetch), `"order-sign"`, `"order-select"`, 1), `"patientId":"p1",`, `"patientId":"p1","selections":["MedicationRequest/d1"],`, 1)
	cards := readCards(t, call(handler(t, nil), "POST", "/cds-services/visitwright-order-select", body))
	if len(cards) == 0 || !strings.Contains(cards[0].Summary, "ibuprofen") {
		t.Errorf("%+v", cards)
	}
	for _, c := range cards {
		if strings.Contains(c.Summary, "Preventive") {
			t.Errorf("preventive care at an order: %+v", c)
		}
	}
}

func TestPatientViewTellsWhatIsDue(t *testing.T) {
	body := strings.Replace(orderSign(fullPrefetch), `"order-sign"`, `"patient-view"`, 1)
	w := call(handler(t, nil), "POST", "/cds-services/visitwright-patient-view", body)
	readCards(t, w)
	for _, want := range []string{"Preventive care due", "Vaccines due"} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("no %q in %s", want, w.Body)
		}
	}
}

func TestRefusals(t *testing.T) {
	h := handler(t, nil)
	good := orderSign(fullPrefetch)
	for _, c := range []struct {
		name, path, body string
		want             int
	}{
		{"no such service", "/cds-services/other", good, 404},
		{"no JSON", "/cds-services/visitwright-order-sign", "{", 400},
		{"another hook", "/cds-services/visitwright-patient-view", good, 400},
		{"no hookInstance", "/cds-services/visitwright-order-sign", strings.Replace(good, "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea", "", 1), 400},
		{"hookInstance no UUID", "/cds-services/visitwright-order-sign", strings.Replace(good, "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea", "17", 1), 400},
		{"no patient", "/cds-services/visitwright-order-sign", strings.Replace(good, `"patientId":"p1",`, "", 1), 400},
		{"no orders", "/cds-services/visitwright-order-sign", strings.Replace(good, ibuprofen, `"x":1`, 1), 400},
		{"no encounter", "/cds-services/visitwright-encounter-discharge", strings.Replace(good, "order-sign", "encounter-discharge", 1), 400},
		{"authorization without a server", "/cds-services/visitwright-order-sign", strings.Replace(good, `"hook":`, `"fhirAuthorization":{"access_token":"x","token_type":"Bearer"},"hook":`, 1), 400},
		{"no prefetch, no server", "/cds-services/visitwright-order-sign", orderSign(`"prefetch":{}`), 412},
		{"allergies null", "/cds-services/visitwright-order-sign", strings.Replace(good, `"allergies":{"resourceType":"Bundle","entry":[]}`, `"allergies":null`, 1), 412},
	} {
		w := call(h, "POST", c.path, c.body)
		if w.Code != c.want || !strings.Contains(w.Body.String(), "OperationOutcome") {
			t.Errorf("%s: %d %s", c.name, w.Code, w.Body)
		}
	}
	r := httptest.NewRequest("POST", "/cds-services/visitwright-order-sign", strings.NewReader(good))
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != 415 {
		t.Errorf("no content type: %d", w.Code)
	}
}

func TestMissingPrefetchIsFetched(t *testing.T) {
	var asked []string
	var mu sync.Mutex
	h := handler(t, func(o *Options) {
		o.Fetch = func(_ context.Context, server, token, query string) ([]byte, error) {
			mu.Lock()
			asked = append(asked, server+" "+token+" "+query)
			mu.Unlock()
			if strings.HasPrefix(query, "Immunization") {
				return nil, fmt.Errorf("down")
			}
			if strings.HasPrefix(query, "Patient/p1") {
				return []byte(`{"resourceType":"Patient","id":"p1","gender":"male","birthDate":"1956-03-01"}`), nil
			}
			return []byte(`{"resourceType":"Bundle","entry":[]}`), nil
		}
	})
	body := orderSign(`"fhirServer":"https://ehr.example/r4","fhirAuthorization":{"access_token":"tok","token_type":"Bearer","expires_in":300,"scope":"x","subject":"y"}`)
	w := call(h, "POST", "/cds-services/visitwright-order-sign", body)
	readCards(t, w)
	if len(asked) != len(prefetchKeys) || !slices.Contains(asked, "https://ehr.example/r4 tok Patient/p1") {
		t.Errorf("asked %v", asked)
	}
	if !strings.Contains(w.Body.String(), "immunizations") {
		t.Errorf("what could not be fetched passes for checked: %s", w.Body)
	}
}

func TestBrokenContentIsACard(t *testing.T) {
	h := handler(t, func(o *Options) { o.Checker = cds.With(cds.Options{}) })
	cards := readCards(t, call(h, "POST", "/cds-services/visitwright-order-sign", orderSign(fullPrefetch)))
	if len(cards) == 0 || !strings.Contains(cards[len(cards)-1].Detail, "no drug content is loaded") {
		t.Errorf("without content the answer looks clear: %+v", cards)
	}
}

func TestFeedback(t *testing.T) {
	var got []Feedback
	h := handler(t, func(o *Options) {
		o.Feedback = func(_ context.Context, _ string, f []Feedback) error { got = f; return nil }
	})
	const path = "/cds-services/visitwright-order-sign/feedback"
	if w := call(h, "POST", path, `{"feedback":[{"card":"c","outcome":"overridden","overrideReason":{"reason":{"code":"benefit","system":"s","display":"d"},"userComment":"x"},"outcomeTimestamp":"2026-11-22T10:00:00Z"}]}`); w.Code != 200 || len(got) != 1 || got[0].Reason.Reason.Code != "benefit" {
		t.Errorf("%d %s %+v", w.Code, w.Body, got)
	}
	for _, b := range []string{`{}`, `{"feedback":[{"outcome":"overridden","outcomeTimestamp":"2026-11-22T10:00:00Z"}]}`, `{"feedback":[{"card":"c","outcome":"ignored","outcomeTimestamp":"2026-11-22T10:00:00Z"}]}`, `{"feedback":[{"card":"c","outcome":"accepted","outcomeTimestamp":"2026-11-22T10:00:00Z"}]}`, `{"feedback":[{"card":"c","outcome":"overridden"}]}`} {
		if w := call(h, "POST", path, b); w.Code != 400 {
			t.Errorf("%s: %d", b, w.Code)
		}
	}
}

func TestTrust(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	point, err := key.PublicKey.Bytes() // 0x04, X, Y
	if err != nil {
		t.Fatal(err)
	}
	enc := base64.RawURLEncoding.EncodeToString
	jwks := fmt.Sprintf(`{"keys":[{"kty":"EC","kid":"k1","crv":"P-384","x":"%s","y":"%s"}]}`, enc(point[1:49]), enc(point[49:]))
	trust, err := NewTrust("https://cds.example.org/", map[string][]byte{"https://ehr.example": []byte(jwks)})
	if err != nil {
		t.Fatal(err)
	}
	h := handler(t, func(o *Options) { o.Trust = trust })
	claims := func() jwt.MapClaims {
		return jwt.MapClaims{"iss": "https://ehr.example", "aud": "https://cds.example.org/cds-services", "exp": now.Add(5 * time.Minute).Unix(), "iat": now.Unix(), "jti": "a"}
	}
	sign := func(m jwt.SigningMethod, k any, c jwt.MapClaims) string {
		tok := jwt.NewWithClaims(m, c)
		tok.Header["kid"] = "k1"
		s, err := tok.SignedString(k)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	get := func(token string) int {
		r := httptest.NewRequest("GET", "/cds-services", nil)
		r.Header.Set("Authorization", "Bearer "+token)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Code
	}
	good := sign(jwt.SigningMethodES384, key, claims())
	if c := get(good); c != 200 {
		t.Fatalf("a good token: %d", c)
	}
	if c := get(good); c != 401 {
		t.Errorf("the same token again: %d", c)
	}
	for name, change := range map[string]func(jwt.MapClaims){
		"expired":        func(c jwt.MapClaims) { c["exp"] = now.Add(-time.Minute).Unix() },
		"other audience": func(c jwt.MapClaims) { c["aud"] = "https://cds.example.org/cds-services/x" },
		"other issuer":   func(c jwt.MapClaims) { c["iss"] = "https://evil.example" },
		"no jti":         func(c jwt.MapClaims) { delete(c, "jti") },
		"no exp":         func(c jwt.MapClaims) { delete(c, "exp") },
		"lives a day":    func(c jwt.MapClaims) { c["exp"] = now.Add(24 * time.Hour).Unix() },
	} {
		c := claims()
		c["jti"] = name
		change(c)
		if code := get(sign(jwt.SigningMethodES384, key, c)); code != 401 {
			t.Errorf("%s: %d", name, code)
		}
	}
	c := claims()
	c["jti"] = "symmetric"
	if code := get(sign(jwt.SigningMethodHS256, []byte("secret"), c)); code != 401 {
		t.Errorf("a symmetric key: %d", code)
	}
	if code := get(sign(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, c)); code != 401 {
		t.Errorf("unsigned: %d", code)
	}
}

func TestPreflight(t *testing.T) {
	h := handler(t, func(o *Options) { o.Origins = []string{"https://ehr.example"} })
	for origin, want := range map[string]string{"https://ehr.example": "https://ehr.example", "https://evil.example": ""} {
		r := httptest.NewRequest("OPTIONS", "/cds-services", bytes.NewReader(nil))
		r.Header.Set("Origin", origin)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if got := w.Header().Get("Access-Control-Allow-Origin"); got != want {
			t.Errorf("%s may call: %q", origin, got)
		}
	}
}
