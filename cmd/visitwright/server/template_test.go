package server

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/visitwright/visitwright/ehr"
)

// TestAVisitIsOpenedWithItsCliniciansTemplate: chosen once, for one's own visits; for
// a visit anew until its note is written.
func TestAVisitIsOpenedWithItsCliniciansTemplate(t *testing.T) {
	h := openHouse(t)
	p := h.openPractice(t, "")
	as := func(r ehr.Role, method, path string, body any, want int) []byte {
		t.Helper()
		resp := h.ask(t, p, r, method, path, body)
		require.Equal(t, want, resp.Code, resp.Body)
		return resp.Body.Bytes()
	}
	opened := func(r ehr.Role, clinician ehr.UserID) (v ehr.Visit) {
		t.Helper()
		b := as(r, http.MethodPost, "/visits", object{"patient_id": p.Patient.ID, "clinician_id": clinician, "reason": "test"}, http.StatusOK)
		require.NoError(t, json.Unmarshal(b, &v))
		return v
	}
	own := func(template string, want int) {
		t.Helper()
		as(ehr.Clinician, http.MethodPut, "/session/note-template", object{"template": template}, want)
	}
	require.Equal(t, "soap", opened(ehr.Clinician, p.Clinician.User).Template)
	own("no such one", http.StatusUnprocessableEntity)
	own("apso", http.StatusNoContent)
	require.Contains(t, string(as(ehr.Clinician, http.MethodGet, "/session", nil, http.StatusOK)), `"note_template":"apso"`)
	v := opened(ehr.Nurse, p.Clinician.User)
	require.Equal(t, "apso", v.Template, "whoever opens it, the visit is the clinician's")
	require.Equal(t, "soap", opened(ehr.Nurse, p.Nurse.User).Template, "and nobody else's")
	own("", http.StatusNoContent)
	require.Equal(t, "soap", opened(ehr.Clinician, p.Clinician.User).Template)

	path := "/visits/" + string(v.ID)
	as(ehr.Clinician, http.MethodPatch, path, object{"template": "telehealth"}, http.StatusOK)
	as(ehr.Clinician, http.MethodPost, path+"/void", object{"reason": "test"}, http.StatusOK)
	as(ehr.Clinician, http.MethodPatch, path, object{"template": "soap"}, http.StatusConflict)
}
