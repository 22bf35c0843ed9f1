package coding

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/visitwright/visitwright/prompts/llm"
)

// answering gives a client of a server that answers as OpenAI's protocol does,
// always with the same content, and keeps what it was asked.
func answering(t *testing.T, status int, content string, asked *string) *llm.Client {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		*asked = string(b)
		text, _ := json.Marshal(content)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, `{"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"small-1","choices":[{"index":0,"message":{"role":"assistant","content":`+
			string(text)+`},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":90,"completion_tokens":8,"total_tokens":98}}`)
	}))
	t.Cleanup(s.Close)
	c, err := llm.New(llm.Config{BaseURL: s.URL, Model: "small", Timeout: 20 * time.Second, Retries: -1})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// A model chooses among what was retrieved; whatever else it says is dropped and
// counted, and the proposal stays.
func TestModelChoosesAmongTheRetrieved(t *testing.T) {
	for name, c := range map[string]struct {
		status           int
		content          string
		changed, dropped int
		code             string
	}{
		"the same":           {200, `{"code":"M10.9"}`, 0, 0, "M10.9"},
		"another candidate":  {200, `{"code":"M10.00"}`, 1, 0, "M10.00"},
		"a code of its own":  {200, `{"code":"E11.9"}`, 0, 1, "M10.9"},
		"a code that is not": {200, `{"code":"X99.99ZZ"}`, 0, 1, "M10.9"},
		"prose":              {200, `The best code would be M10.00, I think.`, 0, 1, "M10.9"},
		"an empty answer":    {200, `{}`, 0, 1, "M10.9"},
		"another shape":      {200, `[1,2,3]`, 0, 1, "M10.9"},
		"the server fails":   {400, `x`, 0, 0, "M10.9"},
	} {
		var asked string
		r := Result{Diagnoses: []Suggestion{
			{Code: "M10.9", Description: "Gout, unspecified", Selected: true, Sentence: "Gout of the foot.", Alternatives: []Alternative{{"M10.00", "Idiopathic gout, unspecified site"}}},
			{Code: "I10", Description: "Essential (primary) hypertension", Selected: true, Sentence: "Hypertension."}, // has no alternative: nothing to ask
		}}
		changed, dropped := r.Choose(t.Context(), ByModel(answering(t, c.status, c.content, &asked)))
		if changed != c.changed || dropped != c.dropped || r.Diagnoses[0].Code != c.code || r.Diagnoses[1].Code != "I10" {
			t.Errorf("%s: changed %d, dropped %d, %+v", name, changed, dropped, r.Diagnoses[0])
		}
		if !strings.Contains(asked, "Gout of the foot.") || !strings.Contains(asked, "M10.00") || strings.Contains(asked, "Hypertension") {
			t.Errorf("%s: asked %s", name, asked)
		}
	}
}
