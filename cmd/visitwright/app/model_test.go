package app

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

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
	var mood, note atomic.Value
	mood.Store("prose")
	endpoint := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		answers := map[string]string{
			"prose":   "Certainly! The patient takes warfarin and has a headache.",
			"nothing": `{"sections":[{"name":"medications","sentences":[{"text":"Takes warfarin.","kind":"statement","group":"","segments":["none"]}]}]}`,
		}
		answers["note"], _ = note.Load().(string)
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
	mood.Store("note")
	beside(t, doctor, id, func(reply string) { note.Store(reply) })
	mood.Store("error")
	v := draftedWithOnesOwn(t, doctor, id)
	p.stop()
	nothingInTheLog(t, p, v)
}

// beside has the model draft beside the built-in note, takes a sentence and then the whole, and has the built-in drafter
// draft beside that. No draft is a version of the note before somebody takes it.
func beside(t *testing.T, doctor *person, id ehr.VisitID, answers func(reply string)) {
	t.Helper()
	v := doctor.visit(id)
	at := slices.IndexFunc(v.Transcript.Segments, func(s ehr.Segment) bool { return strings.Contains(strings.ToLower(s.Text), "headache") })
	require.GreaterOrEqual(t, at, 0, words(v))
	const text = "The patient has a headache."
	compared := func() (c server.Comparison) {
		doctor.must(http.MethodPost, "/visits/"+string(id)+"/compare", map[string]any{}, nil)
		require.Eventually(t, func() bool {
			c = server.Comparison{}
			doctor.must(http.MethodGet, "/visits/"+string(id)+"/compare", nil, &c)
			return !c.Writing
		}, soon, 50*time.Millisecond)
		return c
	}
	take := func(version int, sentence ehr.SentenceID) (now visitView) {
		doctor.must(http.MethodPost, "/visits/"+string(id)+"/compare/take", map[string]any{"base_version": version, "sentence": sentence}, &now)
		return now
	}

	answers("not a note")
	c := compared()
	require.Equal(t, "small", c.Drafter)
	require.Nil(t, c.Draft)
	require.Equal(t, "the language model's answer was no note", c.Failed)

	answers(fmt.Sprintf(`{"sections":[{"name":"history_of_present_illness","sentences":[{"text":%q,"kind":"statement","group":"","segments":[%q]}]}]}`, text, v.Transcript.Segments[at].ID))
	c = compared()
	require.Empty(t, c.Failed)
	require.NotNil(t, c.Draft)
	require.Equal(t, "small-1", c.Draft.Drafter.Name)
	require.Equal(t, v.Note.Version, doctor.visit(id).Note.Version, "nobody took anything yet")
	hpi := slices.IndexFunc(c.Draft.Sections, func(s ehr.Section) bool { return s.Name == ehr.HPI })
	require.GreaterOrEqual(t, hpi, 0)
	taken := c.Draft.Sections[hpi].Sentences[0]
	require.Equal(t, text, taken.Text)

	v = take(c.Version, taken.ID)
	require.Equal(t, "built-in", v.Note.Drafter.Name)
	body, err := json.Marshal(v.Note)
	require.NoError(t, err)
	require.Contains(t, string(body), text)
	v = take(v.Note.Version, "")
	require.Equal(t, "small-1", v.Note.Drafter.Name)
	require.Equal(t, ehr.Review, v.Visit.State)

	c = compared()
	require.Equal(t, "built-in", c.Drafter)
	require.Equal(t, "built-in", c.Draft.Drafter.Name)
	require.NotEmpty(t, c.Beside)
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
	doctor.must(http.MethodPost, "/templates", map[string]any{"name": name, "base": 1, "content": strings.Replace(text, "Short", "Shorter", 1)}, nil)
	v = doctor.visit(id)
	require.Equal(t, name, v.Note.Template)
	require.Equal(t, 1, v.Note.TemplateVersion)
	require.Equal(t, saved.Versions[0].Hash, v.Note.TemplateHash)
	var history server.NoteHistory
	doctor.must(http.MethodGet, "/visits/"+string(id)+"/note/versions", nil, &history)
	require.Equal(t, "Short", history.Versions[0].Template, "as it was when the note was made")
	require.Equal(t, 1, history.Versions[0].TemplateVersion)
	require.Equal(t, "SOAP note", history.Versions[len(history.Versions)-1].Template)
	return v
}
