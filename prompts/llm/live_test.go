package llm

import (
	"context"
	"encoding/json"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/visitwright/visitwright/prompts"
)

// A real OpenAI-compatible server (see prompts/README.md) binds its reply to the
// schema, names its model and counts its tokens.
func TestARealServerBindsTheReply(t *testing.T) {
	url := os.Getenv("VISITWRIGHT_TEST_LLM_URL")
	if url == "" {
		t.Skip("VISITWRIGHT_TEST_LLM_URL is not set")
	}
	model := os.Getenv("VISITWRIGHT_TEST_LLM_MODEL")
	if model == "" {
		model = "default"
	}
	c, err := New(Config{BaseURL: url, Key: os.Getenv("VISITWRIGHT_TEST_LLM_KEY"), Model: model, Timeout: 10 * time.Minute, Retries: -1, MaxTokens: 100})
	if err != nil {
		t.Fatal(err)
	}
	r, err := c.Complete(context.Background(), prompts.Rendered{
		Name: "side", System: "Answer with JSON.", User: "My left knee hurts. Which side hurts?",
		Schema: json.RawMessage(`{"type":"object","additionalProperties":false,"required":["side","sure"],"properties":{"side":{"type":"string","enum":["left","right","both"]},"sure":{"type":"boolean"}}}`),
	})
	if err != nil {
		t.Fatal(err)
	}
	var a struct {
		Side string
		Sure *bool
	}
	if err := json.Unmarshal([]byte(r.Text), &a); err != nil || a.Sure == nil || !slices.Contains([]string{"left", "right", "both"}, a.Side) {
		t.Errorf("the reply does not follow the schema: %q, %v", r.Text, err)
	}
	if r.In == 0 || r.Out == 0 || r.Model == "" || r.Cut {
		t.Errorf("tokens %d in, %d out, model %q, cut %v", r.In, r.Out, r.Model, r.Cut)
	}
	t.Logf("%s: %s (%d tokens in, %d out)", r.Model, r.Text, r.In, r.Out)
}
