package server

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/prompts/llm"
)

// speak stands up an OpenAI-compatible endpoint whose replies say what *content holds.
func speak(t *testing.T, content *string) *llm.Client {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		b, _ := json.Marshal(object{"id": "1", "object": "chat.completion", "model": "small-1", "choices": []object{{
			"index": 0, "finish_reason": "stop", "message": object{"role": "assistant", "content": *content}}}})
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(b)
	}))
	t.Cleanup(s.Close)
	c, err := llm.New(llm.Config{BaseURL: s.URL + "/v1", Model: "small", Timeout: 10 * time.Second, Retries: -1})
	require.NoError(t, err)
	return c
}

// typed is a note of a visit, typed by hand.
func (h *house) typed(t *testing.T, p *practice) {
	t.Helper()
	sections := []object{{"name": "assessment_and_plan", "title": "Plan", "sentences": []object{
		{"id": "", "text": "Hypertension", "kind": "problem_title", "segments": []any{}, "origin": "person"},
		{"id": "", "text": "Start lisinopril 10 mg daily.", "kind": "plan_medication", "segments": []any{}, "origin": "person"},
		{"id": "", "text": "Do not take ibuprofen.", "kind": "plan_advice", "segments": []any{}, "origin": "person"}}}}
	resp := h.ask(t, p, ehr.Clinician, http.MethodPut, "/visits/"+string(p.visit)+"/note", object{"base_version": 0, "sections": sections})
	require.Equal(t, http.StatusOK, resp.Code, resp.Body)
	var n ehr.Note
	require.NoError(t, json.Unmarshal(resp.Body.Bytes(), &n))
	for _, s := range n.Blocking() { // nothing was recorded that could bear it out
		resp = h.ask(t, p, ehr.Clinician, http.MethodPost, "/visits/"+string(p.visit)+"/sentences/"+string(s)+"/answer", object{"choice": "accepted"})
		require.Equal(t, http.StatusOK, resp.Code, resp.Body)
	}
}

func (h *house) summarised(t *testing.T, p *practice) (v SummaryView) {
	t.Helper()
	resp := h.ask(t, p, ehr.Biller, http.MethodGet, "/visits/"+string(p.visit)+"/summary", nil)
	require.Equal(t, http.StatusOK, resp.Code, resp.Body)
	require.NoError(t, json.Unmarshal(resp.Body.Bytes(), &v))
	return v
}

func TestSummaryInSpanishOnlyWhereTheFactsStand(t *testing.T) {
	h := openHouse(t)
	p := h.openPractice(t, "")
	path := "/visits/" + string(p.visit) + "/summary"
	h.typed(t, p)
	v := h.summarised(t, p)
	require.Len(t, v.Summary.Parts, 3)
	require.Empty(t, v.Translator)
	require.Equal(t, http.StatusConflict, h.ask(t, p, ehr.Clinician, http.MethodPost, path+"/translation", nil).Code, "no model is configured")

	content := `{"lines":[{"id":"1.1","text":"Presión arterial alta."},{"id":"2.1","text":"Comience lisinopril 20 mg diario."},{"id":"3.1","text":"No tome ibuprofen."}]}`
	h.model = speak(t, &content)
	resp := h.ask(t, p, ehr.Clinician, http.MethodPost, path+"/translation", nil)
	require.Equal(t, http.StatusServiceUnavailable, resp.Code, "another dose")
	require.Contains(t, resp.Body.String(), "give the summary in English")
	require.Nil(t, h.summarised(t, p).Translation)

	content = `{"lines":[{"id":"1.1","text":"Presión arterial alta."},{"id":"2.1","text":"Comience lisinopril 10 mg diario."},{"id":"3.1","text":"No tome ibuprofen."}]}`
	resp = h.ask(t, p, ehr.Clinician, http.MethodPost, path+"/translation", nil)
	require.Equal(t, http.StatusOK, resp.Code, resp.Body)
	v = h.summarised(t, p)
	require.Equal(t, "small", v.Translator)
	require.True(t, v.Translation.Machine)
	require.Equal(t, "small-1", v.Translation.Model)
	require.NotEmpty(t, v.Translation.PromptHash)
	require.Equal(t, "No tome ibuprofen.", v.Translation.Parts[2].Lines[0].Text)
	for _, language := range []string{"en", "es"} {
		resp = h.ask(t, p, ehr.Biller, http.MethodGet, path+".pdf?language="+language, nil)
		require.Equal(t, http.StatusOK, resp.Code)
		head, _ := io.ReadAll(io.LimitReader(resp.Body, 5))
		require.Equal(t, "%PDF-", string(head))
	}

	resp = h.ask(t, p, ehr.Clinician, http.MethodPut, "/visits/"+string(p.visit)+"/note", object{"base_version": v.NoteVersion, "sections": []any{}})
	require.Equal(t, http.StatusOK, resp.Code, resp.Body)
	require.Nil(t, h.summarised(t, p).Translation, "a translation is of one version of the note")
	require.Equal(t, http.StatusNotFound, h.ask(t, p, ehr.Biller, http.MethodGet, path+".pdf?language=es", nil).Code)
}
