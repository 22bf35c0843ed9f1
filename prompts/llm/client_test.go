package llm

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/visitwright/visitwright/prompts"
)

// endpoint speaks the OpenAI protocol with recorded replies, one after another;
// the last repeats.
func endpoint(t *testing.T, answers ...http.HandlerFunc) (*httptest.Server, *atomic.Int32) {
	t.Helper()
	var calls atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		k := int(calls.Add(1)) - 1
		answers[min(k, len(answers)-1)](w, r)
	}))
	t.Cleanup(s.Close)
	return s, &calls
}

const recorded = `{"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"small-1","choices":[{"index":0,"message":{"role":"assistant","content":"{\"sections\":[]}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":90,"completion_tokens":10,"total_tokens":100}}`

func good(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, recorded)
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(code)
		_, _ = io.WriteString(w, `{"error":{"message":"said: chest pain"}}`)
	}
}

func client(t *testing.T, s *httptest.Server, change func(*Config)) *Client {
	t.Helper()
	cfg := Config{BaseURL: s.URL + "/v1", Model: "small", Timeout: 5 * time.Second, Retries: 2}
	if change != nil {
		change(&cfg)
	}
	c, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var prompt = prompts.Rendered{Name: "note", System: "rules", User: "words", Schema: json.RawMessage(`{"type":"object"}`)}

func TestCompleteSendsSchemaAndCountsTokens(t *testing.T) {
	var body string
	s, _ := endpoint(t, func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		body = r.URL.Path + string(b)
		good(w, r)
	})
	c := client(t, s, nil)
	r, err := c.Complete(context.Background(), prompt)
	if err != nil || r.Text != `{"sections":[]}` || r.Model != "small-1" || c.Spent() != 100 || r.Tries != 1 {
		t.Fatalf("%+v, %v, spent %d", r, err, c.Spent())
	}
	for _, want := range []string{"/v1/chat/completions", `"json_schema"`, `"strict":true`, `"type":"object"`, `"rules"`, `"words"`} {
		if !strings.Contains(body, want) {
			t.Errorf("%s is not in %s", want, body)
		}
	}
}

func TestCompleteTriesAgainWhereItHelps(t *testing.T) {
	s, _ := endpoint(t, status(503), status(429), good)
	if r, err := client(t, s, nil).Complete(context.Background(), prompt); err != nil || r.Tries != 3 {
		t.Errorf("after 503 and 429: %+v, %v", r, err)
	}
	s, calls := endpoint(t, status(401))
	_, err := client(t, s, nil).Complete(context.Background(), prompt)
	if !errors.Is(err, ErrRefused) || calls.Load() != 1 {
		t.Errorf("401: %v after %d calls", err, calls.Load())
	}
	if strings.Contains(err.Error(), "chest") {
		t.Errorf("the error holds the endpoint's words: %v", err)
	}
	s, calls = endpoint(t, status(500))
	if _, err := client(t, s, nil).Complete(context.Background(), prompt); !errors.Is(err, ErrDown) || calls.Load() != 3 {
		t.Errorf("500: %v after %d calls", err, calls.Load())
	}
}

func TestCompleteStops(t *testing.T) {
	hang := func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // a server sees its caller go only when the body is read
		<-r.Context().Done()
	}
	s, _ := endpoint(t, hang)
	slow := client(t, s, func(c *Config) { c.Timeout, c.Retries = 30*time.Millisecond, -1 })
	if _, err := slow.Complete(context.Background(), prompt); !errors.Is(err, ErrTimeout) {
		t.Errorf("time-out: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(30*time.Millisecond, cancel)
	if _, err := client(t, s, nil).Complete(ctx, prompt); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	empty := strings.ReplaceAll(recorded, `{\"sections\":[]}`, "")
	s, calls := endpoint(t, func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, empty) })
	if _, err := client(t, s, func(c *Config) { c.Budget = 150 }).Complete(context.Background(), prompt); !errors.Is(err, ErrBudget) || calls.Load() != 2 {
		t.Errorf("budget: %v after %d calls", err, calls.Load())
	}
	if _, err := New(Config{}); !errors.Is(err, ErrConfig) {
		t.Errorf("no configuration: %v", err)
	}
}
