package scribe

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"testing"
	"time"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/prompts"
	"github.com/visitwright/visitwright/prompts/llm"
	"github.com/visitwright/visitwright/scribe/check"
)

// live is a client of the real OpenAI-compatible server that
// VISITWRIGHT_TEST_LLM_URL names; prompts/README.md says how to run one.
func live(t *testing.T) *llm.Client {
	t.Helper()
	url := os.Getenv("VISITWRIGHT_TEST_LLM_URL")
	if url == "" {
		t.Skip("VISITWRIGHT_TEST_LLM_URL is not set")
	}
	name := os.Getenv("VISITWRIGHT_TEST_LLM_MODEL")
	if name == "" {
		name = "default"
	}
	c, err := llm.New(llm.Config{BaseURL: url, Key: os.Getenv("VISITWRIGHT_TEST_LLM_KEY"), Model: name, Timeout: 20 * time.Minute, Retries: -1, MaxTokens: 700})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// A real model answers in the schema's form, and whatever its words are worth,
// each of its sentences names lines of the visit and went through the check.
func TestDraftWithARealModel(t *testing.T) {
	c := live(t)
	start := time.Now()
	d := DraftWith(context.Background(), c, visit, ehr.Chart{}, Options{})
	sentences, doubted := 0, 0
	h := check.Hear(visit)
	for _, s := range d.Note.Sections {
		for _, x := range s.Sentences {
			sentences++
			if len(x.Segments) == 0 && len(x.Chart) == 0 {
				t.Errorf("%q rests on nothing", x.Text)
			}
			if x.Blocks() {
				doubted++
			}
			if got, want := len(x.Doubts) > 0, len(h.Doubts(check.Claim{Text: x.Text, Segments: x.Segments, Family: s.Name == ehr.FamilyHistory})) > 0; len(x.Chart) == 0 && got != want {
				t.Errorf("%q was not checked", x.Text)
			}
		}
	}
	if sentences == 0 {
		t.Error("neither the model's note nor the built-in one stands")
	}
	t.Logf("drafter %s, failed %q, %d sentences, %d doubted, %d tokens, %.0f s\n%s", d.Note.Drafter.Name, d.Note.Drafter.Failed, sentences, doubted, c.Spent(), time.Since(start).Seconds(), Text(d.Note))
}

// The reply itself follows the schema: it is read without a word being mended.
func TestARealModelFollowsTheSchema(t *testing.T) {
	c := live(t)
	p, err := prompts.ForNote(prompts.Note{Style: Full, Sections: []string{"history_of_present_illness"}, Part: 1, Parts: 1, Said: windows(visit)[0]})
	if err != nil {
		t.Fatal(err)
	}
	r, err := c.Complete(context.Background(), p)
	if errors.Is(err, llm.ErrDown) {
		t.Fatal("the server cannot be reached")
	}
	if err != nil {
		t.Fatal(err)
	}
	if r.Cut {
		t.Skipf("the reply ran to its limit of tokens (%d): no whole JSON can be asked of it:\n%s", r.Out, r.Text)
	}
	var a answer
	if err := json.Unmarshal([]byte(r.Text), &a); err != nil {
		t.Errorf("the reply does not follow the schema: %v", err)
	}
	t.Logf("model %s, %d tokens in, %d out:\n%s", r.Model, r.In, r.Out, r.Text)
}
