package hooks

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// the compiles one part of the specification's tables, written down as a schema.
func the(t *testing.T, part string) *jsonschema.Schema {
	t.Helper()
	f, err := os.Open("testdata/cds-hooks.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	doc, err := jsonschema.UnmarshalJSON(f)
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("cds-hooks.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("cds-hooks.json#/$defs/" + part)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// held says how a body breaks the specification; nil: it does not.
func held(s *jsonschema.Schema, body []byte) error {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return err
	}
	return s.Validate(doc)
}

// empties are what no answer may hold anywhere, but for an empty list of cards.
func empties(v any, path string) (found []string) {
	switch x := v.(type) {
	case nil:
		return []string{path}
	case string:
		if x == "" {
			return []string{path}
		}
	case []any:
		if len(x) == 0 && path != "/cards" && path != "/services" {
			return []string{path}
		}
		for i, e := range x {
			found = append(found, empties(e, fmt.Sprintf("%s/%d", path, i))...)
		}
	case map[string]any:
		if len(x) == 0 {
			return []string{path}
		}
		for k, e := range x {
			found = append(found, empties(e, path+"/"+k)...)
		}
	}
	return found
}

// calls is a whole call of every hook, with everything that the specification knows.
func calls() map[string]map[string]any {
	const rich = `{"hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea","fhirServer":"https://ehr.example/r4",
 "fhirAuthorization":{"access_token":"tok","token_type":"Bearer","expires_in":300,"scope":"user/Patient.read","subject":"visitwright","patient":"p1"},
 "context":{"userId":"Practitioner/1","patientId":"p1","encounterId":"e1","selections":["MedicationRequest/d1"],
  "draftOrders":{"resourceType":"Bundle","entry":[
   {"resource":{"resourceType":"MedicationRequest","id":"d1","status":"draft","medicationCodeableConcept":{"text":"ibuprofen 400 mg"}}},
   {"resource":{"resourceType":"MedicationRequest","id":"d2","status":"draft","medicationCodeableConcept":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"1","display":"sulfamethoxazole 800 mg / trimethoprim 160 mg"}]}}},
   {"resource":{"resourceType":"MedicationRequest","id":"d3","status":"draft"}},
   {"resource":{"resourceType":"ServiceRequest","id":"s1"}}]}},`
	out := map[string]map[string]any{}
	for _, s := range services {
		var m map[string]any
		if err := json.Unmarshal([]byte(rich+fullPrefetch+"}"), &m); err != nil {
			panic(err)
		}
		m["hook"] = s.Hook
		out[s.ID] = m
	}
	return out
}

func TestAnswersHoldTheSpecification(t *testing.T) {
	h := handler(t, nil)
	if w := call(h, "GET", "/cds-services", ""); w.Code != 200 || held(the(t, "discovery"), w.Body.Bytes()) != nil {
		t.Errorf("discovery: %d %v", w.Code, held(the(t, "discovery"), w.Body.Bytes()))
	}
	into, answer := the(t, "call"), the(t, "answer")
	for id, m := range calls() {
		for name, change := range map[string]func(m map[string]any){
			"all": func(map[string]any) {},
			"nobody known": func(m map[string]any) {
				m["prefetch"].(map[string]any)["patient"] = map[string]any{"resourceType": "Patient"}
			},
			"nothing drafted": func(m map[string]any) {
				m["context"].(map[string]any)["draftOrders"] = map[string]any{"resourceType": "Bundle"}
			},
		} {
			body := changed(t, m, change)
			if err := held(into, body); err != nil {
				t.Fatalf("the call of %s is not the specification's: %v", id, err)
			}
			w := call(h, "POST", "/cds-services/"+id, string(body))
			var v any
			if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil || w.Code != 200 {
				t.Fatalf("%s, %s: %d %s", id, name, w.Code, w.Body)
			}
			if err := held(answer, w.Body.Bytes()); err != nil {
				t.Errorf("%s, %s: %v\n%s", id, name, err, w.Body)
			}
			if e := empties(v, ""); len(e) > 0 {
				t.Errorf("%s, %s: null or empty: %v", id, name, e)
			}
			if ct := w.Header().Get("Content-Type"); ct != "application/json" {
				t.Errorf("%s: content type %q", id, ct)
			}
		}
	}
}

func changed(t *testing.T, m map[string]any, change func(map[string]any)) []byte {
	t.Helper()
	b, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	var fresh map[string]any
	if err := json.Unmarshal(b, &fresh); err != nil {
		t.Fatal(err)
	}
	change(fresh)
	if b, err = json.Marshal(fresh); err != nil {
		t.Fatal(err)
	}
	return b
}

// What the specification does not allow is refused, with its OperationOutcome and
// without a card: each required field in turn is left out, null, empty, of another type.
func TestCallsOutsideTheSpecificationAreRefused(t *testing.T) {
	h, into, outcome := handler(t, nil), the(t, "call"), the(t, "outcome")
	for id, m := range calls() {
		for _, path := range []string{"hook", "hookInstance", "context", "context/userId", "context/patientId", "context/encounterId", "context/draftOrders",
			"context/draftOrders/resourceType", "context/selections", "fhirServer", "fhirAuthorization/access_token", "fhirAuthorization/token_type"} {
			for name, value := range map[string]any{"left out": nil, "empty": "", "a number": 17, "a list": []any{1}} {
				body := changed(t, m, func(m map[string]any) { put(m, path, value) })
				if held(into, body) == nil {
					continue // optional for this hook
				}
				w := call(h, "POST", "/cds-services/"+id, string(body))
				if w.Code != 400 || held(outcome, w.Body.Bytes()) != nil {
					t.Errorf("%s, %s %s: %d %s", id, path, name, w.Code, w.Body)
				}
			}
		}
	}
}

// put sets a value below m; nil takes it away.
func put(m map[string]any, path string, value any) {
	parts := strings.Split(path, "/")
	for _, p := range parts[:len(parts)-1] {
		m = m[p].(map[string]any)
	}
	if last := parts[len(parts)-1]; value == nil {
		delete(m, last)
	} else {
		m[last] = value
	}
}

func TestFeedbackHoldsTheSpecification(t *testing.T) {
	into, outcome := the(t, "feedback"), the(t, "outcome")
	taken := 0
	h := handler(t, func(o *Options) {
		o.Feedback = func(_ context.Context, _ string, f []Feedback) error { taken += len(f); return nil }
	})
	const path, card = "/cds-services/visitwright-order-sign/feedback", `"card":"4e0a3a1e-3283-4575-ab82-028d55fe2719"`
	good := 0
	for _, body := range []string{
		`{"feedback":[{` + card + `,"outcome":"accepted","acceptedSuggestions":[{"id":"e56e1945-20b3-4393-8503-a1a20fd73152"}],"outcomeTimestamp":"2026-11-22T10:05:31Z"}]}`,
		`{"feedback":[{` + card + `,"outcome":"overridden","outcomeTimestamp":"2026-11-22T00:00:00.52Z"}]}`,
		`{"feedback":[{` + card + `,"outcome":"overridden","overrideReason":{"userComment":"monitored"},"outcomeTimestamp":"2026-11-22T00:00:00Z"}]}`,
		`{"feedback":[]}`, `{}`, `{"feedback":{}}`,
		`{"feedback":[{"outcome":"overridden","outcomeTimestamp":"2026-11-22T00:00:00Z"}]}`,
		`{"feedback":[{` + card + `,"outcome":"ignored","outcomeTimestamp":"2026-11-22T00:00:00Z"}]}`,
		`{"feedback":[{` + card + `,"outcome":"accepted","outcomeTimestamp":"2026-11-22T00:00:00Z"}]}`,
		`{"feedback":[{` + card + `,"outcome":"accepted","acceptedSuggestions":[{}],"outcomeTimestamp":"2026-11-22T00:00:00Z"}]}`,
		`{"feedback":[{` + card + `,"outcome":"overridden","outcomeTimestamp":"yesterday"}]}`,
		`{"feedback":[{` + card + `,"outcome":"overridden","overrideReason":{"reason":{"display":"x"}},"outcomeTimestamp":"2026-11-22T00:00:00Z"}]}`,
	} {
		before := taken
		w := call(h, "POST", path, body)
		if held(into, []byte(body)) == nil {
			good++
			if w.Code != 200 || taken != before+1 {
				t.Errorf("%s: %d %s", body, w.Code, w.Body)
			}
		} else if w.Code != 400 || taken != before || held(outcome, w.Body.Bytes()) != nil {
			t.Errorf("%s: %d %s", body, w.Code, w.Body)
		}
	}
	if good != 3 {
		t.Errorf("%d good ones", good)
	}
}
