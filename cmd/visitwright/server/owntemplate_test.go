package server

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/visitwright/visitwright/ehr"
)

const ownText = "title: Short note\nsections:\n  - {name: assessment_and_plan, title: PLAN}\n"

// TestATemplateOfOnesOwn: copied, saved whole or not at all, chosen, made the
// default, used for the note, retired; with every version kept.
func TestATemplateOfOnesOwn(t *testing.T) {
	h := openHouse(t)
	p := h.openPractice(t, "")
	as := func(r ehr.Role, method, path string, body any, want int, into any) {
		t.Helper()
		resp := h.ask(t, p, r, method, path, body)
		require.Equal(t, want, resp.Code, resp.Body)
		if into != nil {
			require.NoError(t, json.Unmarshal(resp.Body.Bytes(), into))
		}
	}
	var copied, saved TemplateVersions
	as(ehr.Clinician, http.MethodGet, "/template-versions?name=soap", nil, http.StatusOK, &copied)
	require.Contains(t, copied.Versions[0].Content, "title: SOAP note")

	as(ehr.Clinician, http.MethodPost, "/templates", object{"content": ownText}, http.StatusOK, &saved)
	name := saved.Template.Name
	as(ehr.Clinician, http.MethodPost, "/templates", object{"name": name, "base": 1, "content": ownText + "  - {name: nonsense, title: N}\n"}, http.StatusUnprocessableEntity, nil)
	as(ehr.Clinician, http.MethodPost, "/templates", object{"name": name, "base": 1, "content": ownText + "macros:\n  - {name: nl, text: Lungs are clear.}\n"}, http.StatusOK, &saved)
	require.Len(t, saved.Versions, 2, "the broken one was not kept")
	require.Equal(t, 2, saved.Template.Version)

	var trial TemplateTrial
	as(ehr.Clinician, http.MethodPost, "/template-trial", object{"content": ownText}, http.StatusOK, &trial)
	require.Empty(t, trial.Faults)
	require.Equal(t, "PLAN", trial.Sections[0].Title)
	as(ehr.Clinician, http.MethodPost, "/template-trial", object{"content": ownText + "colour: red\n"}, http.StatusOK, &trial)
	require.Equal(t, 4, trial.Faults[0].Line)

	// The default of one's own visits, opened by whomever; nobody else may choose it.
	as(ehr.Clinician, http.MethodPut, "/session/note-template", object{"template": name}, http.StatusNoContent, nil)
	as(ehr.Nurse, http.MethodPut, "/session/note-template", object{"template": name}, http.StatusUnprocessableEntity, nil)
	var v ehr.Visit
	as(ehr.Nurse, http.MethodPost, "/visits", object{"patient_id": p.Patient.ID, "clinician_id": p.Clinician.User, "reason": "test"}, http.StatusOK, &v)
	require.Equal(t, name, v.Template)

	// A macro is written out where a person types its name.
	typed := object{"base_version": 0, "sections": []object{{"name": "physical_examination", "title": "EXAM", "sentences": []object{{"id": "", "text": ".nl", "kind": "statement", "segments": []string{}, "origin": "person"}}}}}
	var view VisitView
	as(ehr.Clinician, http.MethodPut, "/visits/"+string(v.ID)+"/note", typed, http.StatusOK, nil)
	as(ehr.Clinician, http.MethodGet, "/visits/"+string(v.ID), nil, http.StatusOK, &view)
	require.Equal(t, "Lungs are clear.", view.Note.Sections[0].Sentences[0].Text)

	as(ehr.Clinician, http.MethodPost, "/templates", object{"name": name, "base": 2, "content": ownText, "retired": true}, http.StatusOK, nil)
	as(ehr.Nurse, http.MethodPost, "/visits", object{"patient_id": p.Patient.ID, "clinician_id": p.Clinician.User, "reason": "test"}, http.StatusOK, &v)
	require.Equal(t, "soap", v.Template, "a retired one is offered no more")
	as(ehr.Clinician, http.MethodPut, "/session/note-template", object{"template": name}, http.StatusUnprocessableEntity, nil)

	// The practice's, by its administrator, is everybody's to choose.
	as(ehr.Administrator, http.MethodPost, "/practice-templates", object{"content": ownText}, http.StatusOK, &saved)
	as(ehr.Nurse, http.MethodPut, "/session/note-template", object{"template": saved.Template.Name}, http.StatusNoContent, nil)
}
