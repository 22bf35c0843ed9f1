package server

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe"
)

// TestVisitsBeginWithTheNearestDefault: the clinician's own template, else their
// specialty's, else the practice's, else SOAP; one that was retired is passed over.
func TestVisitsBeginWithTheNearestDefault(t *testing.T) {
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
	begins := func(want, of string) {
		t.Helper()
		var v ehr.Visit
		as(ehr.Nurse, http.MethodPost, "/visits", object{"patient_id": p.Patient.ID, "clinician_id": p.Clinician.User, "reason": "test"}, http.StatusOK, &v)
		require.Equal(t, want, v.Template)
		var list TemplateList
		as(ehr.Clinician, http.MethodGet, "/templates", nil, http.StatusOK, &list)
		require.Equal(t, of, list.DefaultOf)
	}
	var now TemplateDefaults
	set := func(specialty, template string, want int) {
		t.Helper()
		into := any(&now)
		if want != http.StatusOK {
			into = nil
		}
		as(ehr.Administrator, http.MethodPut, "/template-defaults", object{"specialty": specialty, "template": template}, want, into)
	}
	begins("soap", "built-in")
	var ours, mine TemplateVersions
	as(ehr.Administrator, http.MethodPost, "/practice-templates", object{"content": ownText}, http.StatusOK, &ours)
	set("", ours.Template.Name, http.StatusOK)
	begins(ours.Template.Name, "practice")

	set("psychiatry", "birp.psychiatry", http.StatusOK)
	begins(ours.Template.Name, "practice") // the clinician has no specialty yet
	as(ehr.Administrator, http.MethodPatch, "/users/"+string(p.Clinician.User), object{"specialty": "psychiatry"}, http.StatusOK, nil)
	begins("birp.psychiatry", "specialty")
	as(ehr.Administrator, http.MethodPatch, "/users/"+string(p.Clinician.User), object{"specialty": "alchemy"}, http.StatusUnprocessableEntity, nil)

	as(ehr.Clinician, http.MethodPut, "/session/note-template", object{"template": "apso"}, http.StatusNoContent, nil)
	begins("apso", "specialty")
	as(ehr.Administrator, http.MethodGet, "/template-defaults", nil, http.StatusOK, &now)
	require.Len(t, now.Defaults, 2)
	require.Equal(t, []any{"Psychiatry", 1, 1}, []any{now.Defaults[1].Title, now.Defaults[1].Clinicians, now.Defaults[1].Own})
	require.NotEmpty(t, now.Defaults[1].Choices)
	as(ehr.Clinician, http.MethodPut, "/session/note-template", object{"template": ""}, http.StatusNoContent, nil)

	// One's own template is nobody else's default.
	as(ehr.Clinician, http.MethodPost, "/templates", object{"content": ownText}, http.StatusOK, &mine)
	set("", mine.Template.Name, http.StatusUnprocessableEntity)
	set("alchemy", "soap", http.StatusUnprocessableEntity)

	set("psychiatry", "", http.StatusOK)
	begins(ours.Template.Name, "practice")
	as(ehr.Administrator, http.MethodPost, "/practice-templates", object{"name": ours.Template.Name, "base": 1, "content": ownText, "retired": true}, http.StatusOK, nil)
	begins("soap", "built-in")
	as(ehr.Administrator, http.MethodGet, "/template-defaults", nil, http.StatusOK, &now)
	require.False(t, now.Defaults[0].Usable, "the page says that it is passed over")
}

// TestTheDraftersSpecialtiesCanBeHad: what the drafter writes in a way of its own
// is a specialty that a user can have.
func TestTheDraftersSpecialtiesCanBeHad(t *testing.T) {
	for _, s := range scribe.Specialties() {
		require.True(t, ehr.Specialty(s.Name).Valid(), s.Name)
		for _, v := range writtenBy(ehr.Specialty(s.Name)) {
			text, err := builtInText(v.Name)
			require.NoError(t, err, v.Name)
			require.Empty(t, scribe.Faults([]byte(text.Body.Versions[0].Content)), "a copy of %s can be saved", v.Name)
		}
	}
}
