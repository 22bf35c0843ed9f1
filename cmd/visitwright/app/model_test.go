package app

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/visitwright/visitwright/cmd/visitwright/config"
	"github.com/visitwright/visitwright/cmd/visitwright/server"
	"github.com/visitwright/visitwright/ehr"
)

// TestAModelThatFailsLeavesTheBuiltInDraft runs the draft's job against an OpenAI-compatible server that is not
// to be trusted: prose instead of a note, an error, sentences that rest on nothing. Each time the built-in draft
// stands, the page says why, and what was said in the visit is in no log.
func TestAModelThatFailsLeavesTheBuiltInDraft(t *testing.T) {
	needParts(t)
	var mood atomic.Value
	mood.Store("prose")
	endpoint := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		answers := map[string]string{
			"prose":   "Certainly! The patient takes warfarin and has a headache.",
			"nothing": `{"sections":[{"name":"medications","sentences":[{"text":"Takes warfarin.","kind":"statement","group":"","segments":["none"]}]}]}`,
		}
		text, ok := answers[mood.Load().(string)]
		if !ok {
			http.Error(w, `{"error":{"message":"headache"}}`, http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{"id": "1", "object": "chat.completion", "created": 1, "model": "small-1",
			"choices": []any{map[string]any{"index": 0, "finish_reason": "stop", "message": map[string]string{"role": "assistant", "content": text}}}})
	}))
	t.Cleanup(endpoint.Close)
	p := start(t, t.TempDir(), "", func(c *config.Config) { c.ModelURL, c.ModelName = endpoint.URL+"/v1", "small" })
	c := openClinic(t, p.Store())
	doctor := signIn(t, p.Address(), "clinician")
	id := doctor.openVisit(c.patient.ID)
	doctor.consent(id)
	doctor.stream(id, spoken(t))

	for i, why := range []string{"prose", "nothing", "error"} {
		if i > 0 {
			mood.Store(why)
			doctor.must(http.MethodPost, "/visits/"+string(id)+"/redraft", map[string]any{}, nil)
		}
		v := doctor.await(id, ehr.Review)
		require.NotNil(t, v.Note, why)
		require.Equal(t, i+1, v.Note.Version, why)
		require.Equal(t, "built-in", v.Note.Drafter.Name, why)
		require.Contains(t, v.Note.Drafter.Failed, "built-in drafter wrote this note", why)
		everySentenceRestsOnSomething(t, v)
		note, err := json.Marshal(v.Note)
		require.NoError(t, err)
		require.NotContains(t, strings.ToLower(string(note)), "warfarin", why)
	}
	v := draftedWithOnesOwn(t, doctor, id)
	p.stop()
	nothingInTheLog(t, p, v)
}

// draftedWithOnesOwn has the job draft again with a template that the clinician wrote; the note keeps which, and
// goes on keeping it when the template is changed.
func draftedWithOnesOwn(t *testing.T, doctor *person, id ehr.VisitID) visitView {
	t.Helper()
	const text = "title: Short\nsections:\n  - {name: history_of_present_illness, title: STORY, include: [chief_complaint, review_of_systems, assessment_and_plan, medications]}\n"
	var saved server.TemplateVersions
	doctor.must(http.MethodPost, "/templates", map[string]any{"content": text}, &saved)
	name := saved.Template.Name
	doctor.must(http.MethodPost, "/visits/"+string(id)+"/redraft", map[string]any{"template": name}, nil)
	v := doctor.await(id, ehr.Review)
	require.Equal(t, "STORY", v.Note.Sections[0].Title)
	doctor.must(http.MethodPost, "/templates", map[string]any{"name": name, "base": 1, "content": text + "style: brief\n"}, nil)
	v = doctor.visit(id)
	require.Equal(t, name, v.Note.Template)
	require.Equal(t, 1, v.Note.TemplateVersion)
	require.Equal(t, saved.Versions[0].Hash, v.Note.TemplateHash)
	return v
}
