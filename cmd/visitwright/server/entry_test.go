package server

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/visitwright/visitwright/ehr"
)

// TestEntriesByHand: typed, seen in the chart, void with a reason, taken back.
func TestEntriesByHand(t *testing.T) {
	h := openHouse(t)
	p := h.openPractice(t, "")
	patient := "/patients/" + string(p.Patient.ID)
	post := func(path string, body any, want int) []byte {
		t.Helper()
		resp := h.ask(t, p, ehr.Nurse, http.MethodPost, patient+path, body)
		require.Equal(t, want, resp.Code, resp.Body)
		return resp.Body.Bytes()
	}
	chart := func() (c ChartView) {
		t.Helper()
		resp := h.ask(t, p, ehr.Nurse, http.MethodGet, patient+"/chart", nil)
		require.NoError(t, json.Unmarshal(resp.Body.Bytes(), &c))
		return c
	}
	sign := func(code string, value float64, unit string) object {
		return object{"code": code, "value": value, "unit": unit}
	}
	post("/vitals", object{"signs": []any{sign("8480-6", 142, "mm[Hg]"), sign("8462-4", 88, "mm[Hg]"), sign("8310-5", 98.6, "[degF]")}}, http.StatusOK)
	post("/vitals", object{"signs": []any{sign("8867-4", 72, "/min"), sign("8480-6", 1420, "mm[Hg]")}}, http.StatusUnprocessableEntity)
	post("/vitals", object{"signs": []any{sign("8480-6", 80, "mm[Hg]"), sign("8462-4", 120, "mm[Hg]")}}, http.StatusUnprocessableEntity)
	post("/results", object{"code": object{"display": "Potassium"}, "category": "laboratory", "value": 0, "unit": "mmol/L", "reference_low": 3.5}, http.StatusOK)
	post("/immunizations", object{"cvx": "140", "name": "Influenza", "date": "2026-10-01", "lot": "U1"}, http.StatusOK)
	post("/medications", object{"code": object{"display": "lisinopril"}, "dose": "10 mg", "frequency": "once daily", "status": "active"}, http.StatusOK)
	var allergy ehr.Allergy
	require.NoError(t, json.Unmarshal(post("/allergies", object{"substance": object{"display": "Latex"}, "severity": "severe"}, http.StatusOK), &allergy))

	c := chart()
	require.Len(t, c.Observations, 4, "of a set that holds a slip nothing is kept")
	for _, o := range c.Observations {
		require.True(t, o.HasValue, "0 is a value")
		if o.Code.Code == "8310-5" {
			require.Equal(t, "Cel", o.Unit)
			require.InDelta(t, 37, o.Value, 0.001)
		}
	}
	require.Len(t, c.Immunizations, 1)
	require.Equal(t, "typed", c.Medications[0].Provenance.Source)
	require.Equal(t, ehr.AllergiesListed, c.Patient.AllergyStatus)

	post("/void", object{"kind": "allergy", "id": allergy.ID, "reason": ""}, http.StatusUnprocessableEntity)
	post("/void", object{"kind": "allergy", "id": allergy.ID, "reason": "another patient's"}, http.StatusNoContent)
	c = chart()
	require.Empty(t, c.Allergies)
	require.Equal(t, ehr.AllergiesNotAsked, c.Patient.AllergyStatus, "an empty list is no answer")
	post("/restore", object{"kind": "allergy", "id": allergy.ID}, http.StatusNoContent)
	post("/restore", object{"kind": "allergy", "id": allergy.ID}, http.StatusNotFound)
	c = chart()
	require.Len(t, c.Allergies, 1)
	require.Equal(t, ehr.AllergiesListed, c.Patient.AllergyStatus)
}

// TestRecoveryCodesAreShownOnce, when the second factor begins or they are made anew.
func TestRecoveryCodesAreShownOnce(t *testing.T) {
	h := openHouse(t)
	p := h.openPractice(t, "")
	var r Recovery
	resp := h.ask(t, p, ehr.Clinician, http.MethodGet, "/session/totp/recovery", nil)
	require.NoError(t, json.Unmarshal(resp.Body.Bytes(), &r))
	require.Empty(t, r.Codes)
	require.Zero(t, r.Left)
	resp = h.ask(t, p, ehr.Clinician, http.MethodPost, "/session/totp/recovery", nil)
	require.Equal(t, http.StatusConflict, resp.Code, "there is no second factor")
}

// TestALockSaysUntilWhen, so that the page can say it in words.
func TestALockSaysUntilWhen(t *testing.T) {
	h := openHouse(t)
	h.openPractice(t, "")
	var f Failure
	for range 6 {
		resp := h.do(request(t, http.MethodPost, prefix+"/session", object{"username": "nurse", "password": "wrong"}))
		require.Equal(t, http.StatusUnauthorized, resp.Code)
		f = Failure{}
		require.NoError(t, json.Unmarshal(resp.Body.Bytes(), &f))
	}
	require.False(t, f.LockedUntil.IsZero())
}
