package server

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/visitwright/visitwright/ehr"
)

// TestCoverageByTheFrontDesk: entered, ended, voided and taken back by who may not see the chart.
func TestCoverageByTheFrontDesk(t *testing.T) {
	h := openHouse(t)
	p := h.openPractice(t, "")
	path := "/patients/" + string(p.Patient.ID) + "/coverage"
	ask := func(role ehr.Role, method, path string, body any, want int) []byte {
		t.Helper()
		resp := h.ask(t, p, role, method, path, body)
		require.Equal(t, want, resp.Code, resp.Body)
		return resp.Body.Bytes()
	}
	list := func() (l CoverageList) {
		t.Helper()
		require.NoError(t, json.Unmarshal(ask(ehr.Biller, http.MethodGet, path, nil, http.StatusOK), &l))
		return l
	}
	card := object{"place": 1, "payer": "Harbor Health", "member_id": "H1", "relationship": "self", "start": "2026-01-01"}
	var made ehr.Coverage
	require.NoError(t, json.Unmarshal(ask(ehr.FrontDesk, http.MethodPost, path, card, http.StatusOK), &made))
	ask(ehr.Coder, http.MethodPost, path, card, http.StatusForbidden)
	ask(ehr.FrontDesk, http.MethodPost, path, card, http.StatusConflict)
	ask(ehr.FrontDesk, http.MethodPost, path, object{"place": 1, "payer": " ", "member_id": "1", "relationship": "self"}, http.StatusUnprocessableEntity)
	ask(ehr.FrontDesk, http.MethodPost, path, object{"place": 2, "payer": "x", "member_id": "1", "relationship": "child"}, http.StatusUnprocessableEntity)
	card["end"] = "2026-03-31"
	one := path + "/" + string(made.ID)
	ask(ehr.FrontDesk, http.MethodPut, one, card, http.StatusNoContent)
	require.Equal(t, "2026-03-31", list().Coverage[0].End.String())
	ask(ehr.FrontDesk, http.MethodPost, one+"/void", object{"reason": "another patient's"}, http.StatusNoContent)
	require.Empty(t, list().Coverage)
	ask(ehr.FrontDesk, http.MethodPut, one, card, http.StatusNotFound)
	ask(ehr.FrontDesk, http.MethodPost, one+"/restore", nil, http.StatusNoContent)
	require.Len(t, list().Coverage, 1)
}
