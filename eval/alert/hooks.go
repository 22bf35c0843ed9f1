package alert

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/visitwright/visitwright/cds"
	"github.com/visitwright/visitwright/cds/hooks"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/fhir"
)

// HookCalls makes n order-sign calls with a chart in prefetch, a new drug in the
// draft orders, and times each from body to answer.
func HookCalls(c *cds.Checker, chart ehr.Chart, n int, now time.Time) ([]time.Duration, error) {
	var bundle bytes.Buffer
	if err := fhir.Write(&bundle, chart); err != nil {
		return nil, err
	}
	empty := json.RawMessage(`{"resourceType":"Bundle","type":"collection"}`)
	body, err := json.Marshal(map[string]any{
		"hook": "order-sign", "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
		"context": map[string]any{"userId": "Practitioner/1", "patientId": "p", "draftOrders": json.RawMessage(
			`{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"MedicationRequest","id":"d1","medicationCodeableConcept":{"text":"clarithromycin 500 mg"}}}]}`)},
		"prefetch": map[string]any{
			"patient": json.RawMessage(bundle.Bytes()), "conditions": empty, "medications": empty, "allergies": empty,
			"immunizations": empty, "observations": empty, "procedures": empty,
		},
	})
	if err != nil {
		return nil, err
	}
	h := hooks.New(hooks.Options{Checker: c, Now: func() time.Time { return now }, Chart: func(b []byte) (ehr.Chart, []ehr.Unchecked, error) {
		return fhir.ReadChart(bytes.NewReader(b))
	}})
	var took []time.Duration
	for range n {
		r := httptest.NewRequest(http.MethodPost, "/cds-services/visitwright-order-sign", bytes.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		t := time.Now()
		h.ServeHTTP(w, r)
		took = append(took, time.Since(t))
		if w.Code != http.StatusOK {
			return nil, fmt.Errorf("a call was answered with %d: %s", w.Code, w.Body)
		}
		if !bytes.Contains(w.Body.Bytes(), []byte("clarithromycin")) {
			return nil, errors.New("the call raised no card about the order")
		}
	}
	return took, nil
}
