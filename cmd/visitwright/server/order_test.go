package server

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/visitwright/visitwright/ehr"
)

// TestAGapIsClosedFromTheChart: the checks of the chart name the order, one call
// stages it in the visit that is not signed yet, and the visit shows it.
func TestAGapIsClosedFromTheChart(t *testing.T) {
	h := checkedHouse(t)
	p := h.openPractice(t, "")
	chart := "/patients/" + string(p.Patient.ID)
	checks := asked[ehr.Checks](t, h, p, ehr.Clinician, http.MethodGet, chart+"/checks", nil)
	require.Len(t, checks.Content, 3)
	require.NotEmpty(t, checks.Immunization[0].Pack, "each forecast names its schedule")
	var order *ehr.GapAction
	for _, g := range checks.CareGaps {
		if g.Action != nil && g.Action.Kind == "order" {
			order = g.Action
		}
	}
	require.NotNil(t, order)

	staged := asked[StagedOrder](t, h, p, ehr.Nurse, http.MethodPost, chart+"/orders", object{"kind": order.Order, "text": order.Text})
	require.False(t, staged.Opened)
	require.Equal(t, p.visit, staged.Order.Visit)
	require.Equal(t, ehr.OrderStaged, staged.Order.Status, "nothing is sent by itself")
	v := asked[VisitView](t, h, p, ehr.Clinician, http.MethodGet, "/visits/"+string(p.visit), nil)
	require.Equal(t, order.Text, v.Orders[len(v.Orders)-1].Text)

	resp := h.ask(t, p, ehr.Clinician, http.MethodPost, chart+"/orders", object{"kind": "test", "text": "HbA1c", "visit_id": ehr.NewID[string]()})
	require.Equal(t, http.StatusConflict, resp.Code)
}

// TestAButtonOfAnAlertActs: following an alert stages what it says and answers it.
func TestAButtonOfAnAlertActs(t *testing.T) {
	h := checkedHouse(t)
	p := h.openPractice(t, "")
	h.bleeds(t, p)
	visit := "/visits/" + string(p.visit)
	v := asked[VisitView](t, h, p, ehr.Clinician, http.MethodGet, visit, nil)
	at := -1
	for i, a := range v.Checks.Alerts[0].Actions {
		if a.Kind == "stop" {
			at = i
		}
	}
	require.GreaterOrEqual(t, at, 0)
	id := string(v.Checks.Alerts[0].ID)
	v = asked[VisitView](t, h, p, ehr.Clinician, http.MethodPost, visit+"/alerts/"+id+"/act", object{"action": at})
	last := v.Orders[len(v.Orders)-1]
	require.Equal(t, ehr.StopOrder, last.Verb)
	require.Equal(t, ehr.OrderStaged, last.Status)
	for _, a := range v.Checks.Alerts {
		require.False(t, string(a.ID) == id && a.Answer == nil)
	}
	require.Equal(t, http.StatusNotFound, h.ask(t, p, ehr.Clinician, http.MethodPost, visit+"/alerts/none/act", object{"action": 0}).Code)
}
