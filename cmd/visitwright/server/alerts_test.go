package server

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/visitwright/visitwright/cds"
	"github.com/visitwright/visitwright/cmd/visitwright/jobs"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

// checkedHouse is a house whose checks have content.
func checkedHouse(t *testing.T) *house {
	t.Helper()
	c, err := cds.New(cds.Options{})
	require.NoError(t, err)
	return openHouse(t, func(w *jobs.Work) { w.Steps.Checker = c })
}

// asked asks for JSON and reads it.
func asked[T any](t *testing.T, h *house, p *practice, role ehr.Role, method, path string, body any) (v T) {
	t.Helper()
	resp := h.ask(t, p, role, method, path, body)
	require.Equal(t, http.StatusOK, resp.Code, resp.Body.String())
	require.NoError(t, json.Unmarshal(resp.Body.Bytes(), &v))
	return v
}

// bleeds puts warfarin and ibuprofen on a patient's list and runs a visit's checks.
func (h *house) bleeds(t *testing.T, p *practice) {
	t.Helper()
	err := h.db.Store.InTx(t.Context(), p.Clinician, store.Why{Action: ehr.WriteChart}, func(tx *store.Tx) error {
		for _, drug := range []string{"warfarin 5 mg", "ibuprofen 400 mg"} {
			if _, err := tx.AddMedication(t.Context(), ehr.Medication{Patient: p.Patient.ID, Code: ehr.Coded{Display: drug}, Status: ehr.MedicationActive}); err != nil {
				return err
			}
		}
		chart, err := tx.Chart(t.Context(), p.Patient.ID)
		if err != nil {
			return err
		}
		return tx.SaveChecks(t.Context(), p.visit, h.steps.Checker.Check(chart, ehr.Note{}, nil, tx.Now()))
	})
	require.NoError(t, err)
}

func TestChecksStateSaysWhenTheyAreOff(t *testing.T) {
	h := openHouse(t) // without content
	p := h.openPractice(t, "")
	off := asked[ChecksState](t, h, p, ehr.Nurse, http.MethodGet, "/checks", nil)
	require.False(t, off.On)
	require.Contains(t, off.Off, "Interaction checking is off")

	c, err := cds.New(cds.Options{})
	require.NoError(t, err)
	h.steps.Checker = c
	on := asked[ChecksState](t, h, p, ehr.Nurse, http.MethodGet, "/checks", nil)
	require.True(t, on.On)
	require.Len(t, on.Content, 3)
	require.NotEmpty(t, on.Content[0].Version)
	require.NotEmpty(t, on.OverrideReasons)
}

func TestRulesAreTriedOutAndTakenBack(t *testing.T) {
	h := checkedHouse(t)
	p := h.openPractice(t, "")
	h.bleeds(t, p)
	admin := ehr.Administrator
	const rule = "ddi-warfarin-nsaid"

	replay := asked[ReplayResult](t, h, p, admin, http.MethodPost, "/rules/replay", object{"settings": []object{{"rule": rule, "tier": "passive"}}})
	require.Equal(t, 1, replay.Visits)
	require.Equal(t, []cds.Change{{Rule: rule, Before: 1, After: 0, ShownBefore: 1, ShownAfter: 1}}, replay.Changes)

	v := asked[RuleView](t, h, p, admin, http.MethodPost, "/rules/"+rule+"/settings", object{"tier": "inline", "why": "every week"})
	require.Equal(t, ehr.Inline, v.Tier)
	require.Equal(t, ehr.Interruptive, v.OwnTier)
	require.Equal(t, 1, v.Use.Interruptive, "what it did so far")
	v = asked[RuleView](t, h, p, admin, http.MethodPost, "/rules/"+rule+"/settings", object{"shadow": true, "why": "still"})
	require.True(t, v.Shadow)
	v = asked[RuleView](t, h, p, admin, http.MethodPost, "/rules/"+rule+"/rollback", object{"why": "too quiet"})
	require.False(t, v.Shadow)
	require.Equal(t, ehr.Inline, v.Tier)
	require.Len(t, v.History, 3, "nothing is forgotten")
	require.Equal(t, http.StatusNotFound, h.ask(t, p, admin, http.MethodPost, "/rules/no-such/settings", object{"why": "x"}).Code)
	require.Equal(t, http.StatusConflict, h.ask(t, p, admin, http.MethodPost, "/rules/dx-hf-nsaid/rollback", object{"why": "x"}).Code)
}

func TestTheMonthsReportHoldsNoPatientsWords(t *testing.T) {
	h := checkedHouse(t)
	p := h.openPractice(t, "")
	h.bleeds(t, p)
	err := h.db.Store.InTx(t.Context(), p.Clinician, store.Why{Action: ehr.EditNote}, func(tx *store.Tx) error {
		checks, err := tx.Checks(t.Context(), p.visit)
		require.NoError(t, err)
		return tx.AnswerAlert(t.Context(), p.visit, checks.Now[0], ehr.Rejected, "Wilhelmina insists")
	})
	require.NoError(t, err)
	resp := h.ask(t, p, ehr.Administrator, http.MethodGet, "/reports/alerts", nil)
	require.Equal(t, http.StatusOK, resp.Code, resp.Body.String())
	require.NotContains(t, resp.Body.String(), "Wilhelmina")
	var r AlertReport
	require.NoError(t, json.Unmarshal(resp.Body.Bytes(), &r))
	require.Equal(t, 1, r.Visits)
	require.Equal(t, 1, r.Overridden)
	require.Equal(t, 1, r.Rules[0].Reasons["other"])
	require.Equal(t, http.StatusUnprocessableEntity, h.ask(t, p, ehr.Administrator, http.MethodGet, "/reports/alerts?month=soon", nil).Code)
}

func TestThePanelShowsWhoIsDue(t *testing.T) {
	h := checkedHouse(t)
	p, others := h.openPractice(t, "-a"), h.openPractice(t, "-b")
	v := asked[CareGaps](t, h, p, ehr.Clinician, http.MethodGet, "/care-gaps", nil)
	require.Positive(t, v.Looked)
	require.NotEmpty(t, v.Gaps)
	require.NotEmpty(t, v.Patients)
	for _, g := range v.Patients {
		require.NotEqual(t, others.Patient.ID, g.Patient)
		require.Contains(t, []string{"due", "overdue"}, g.Gap.Status)
	}
	one := asked[CareGaps](t, h, p, ehr.Clinician, http.MethodGet, "/care-gaps?limit=1&rule="+v.Gaps[0].Rule, nil)
	require.Equal(t, 1, one.Looked)
	require.Len(t, one.Gaps, 1)
	require.NotEmpty(t, one.Next)
	require.Equal(t, http.StatusForbidden, h.ask(t, p, ehr.FrontDesk, http.MethodGet, "/care-gaps", nil).Code)
}
