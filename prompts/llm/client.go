package llm

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"
	"time"

	openai "github.com/sashabaranov/go-openai"
	"github.com/sethvargo/go-retry"

	"github.com/visitwright/visitwright/prompts"
)

// Config says where the model is and how long and how much it may take.
type Config struct {
	BaseURL string // e.g. "http://127.0.0.1:11434/v1"
	Key     string // empty where the endpoint wants none
	Model   string
	Azure   bool          // speak Azure's dialect
	Timeout time.Duration // of one call; 0: 2 minutes
	Retries int           // further tries after the first; negative: none, 0: 2
	// MaxTokens bounds one reply; 0: 4096.
	MaxTokens int
	// Budget bounds the tokens, in and out, of one Complete's tries together; 0:
	// no bound.
	Budget int
	// HTTP replaces the default client where it is set.
	HTTP *http.Client
}

// Reply is what a model answered.
type Reply struct {
	Text   string
	Model  string // as the endpoint names it
	In     int    // tokens
	Out    int
	Tries  int
	Cut    bool // the reply ended at the token limit
	Refuse bool // the endpoint's filter withheld it
}

// Errors a caller can tell apart. Their text is safe to show: it holds nothing
// of the prompt or the reply.
var (
	ErrConfig  = errors.New("the language model is not configured: base URL and model are needed")
	ErrTimeout = errors.New("the language model did not answer in time")
	ErrBudget  = errors.New("the token budget of this note is used up")
	ErrRefused = errors.New("the language model's endpoint refused the request")
	ErrDown    = errors.New("the language model could not be reached")
	ErrEmpty   = errors.New("the language model gave no answer")
)

// Client calls one model. It is safe for concurrent use.
type Client struct {
	cfg   Config
	api   *openai.Client
	spent atomic.Int64
}

// New makes a client; it does not call the endpoint.
func New(cfg Config) (*Client, error) {
	if cfg.BaseURL == "" || cfg.Model == "" {
		return nil, ErrConfig
	}
	if cfg.Timeout == 0 {
		cfg.Timeout = 2 * time.Minute
	}
	if cfg.Retries == 0 {
		cfg.Retries = 2
	}
	if cfg.MaxTokens == 0 {
		cfg.MaxTokens = 4096
	}
	oc := openai.DefaultConfig(cfg.Key)
	if cfg.Azure {
		oc = openai.DefaultAzureConfig(cfg.Key, cfg.BaseURL)
	}
	oc.BaseURL = cfg.BaseURL
	if cfg.HTTP != nil {
		oc.HTTPClient = cfg.HTTP
	}
	return &Client{cfg: cfg, api: openai.NewClientWithConfig(oc)}, nil
}

// Model is the configured model's name.
func (c *Client) Model() string { return c.cfg.Model }

// Spent is how many tokens all calls of the client used so far.
func (c *Client) Spent() int { return int(c.spent.Load()) }

// Name is the model's, as it is configured.
func (c *Client) Name() string { return c.cfg.Model }

// Complete sends a prompt and returns the reply. Failures that may pass (time-out,
// 429, 5xx, a broken line) are tried again with growing pauses.
func (c *Client) Complete(ctx context.Context, p prompts.Rendered) (Reply, error) {
	var out Reply
	used, tries := 0, 0
	pause := retry.WithMaxRetries(uint64(max(c.cfg.Retries, 0)), retry.WithJitterPercent(20, retry.NewExponential(200*time.Millisecond)))
	err := retry.Do(ctx, pause, func(ctx context.Context) error {
		if c.cfg.Budget > 0 && used >= c.cfg.Budget {
			return ErrBudget
		}
		tries++
		r, err := c.once(ctx, p)
		used += r.In + r.Out
		c.spent.Add(int64(r.In + r.Out))
		if err == nil {
			out = r
			return nil
		}
		if err == ErrRefused || ctx.Err() != nil {
			return err
		}
		return retry.RetryableError(err)
	})
	out.Tries = tries
	if ctx.Err() != nil {
		return out, fmt.Errorf("%w", ctx.Err())
	}
	return out, err
}

func (c *Client) once(ctx context.Context, p prompts.Rendered) (Reply, error) {
	ctx, cancel := context.WithTimeout(ctx, c.cfg.Timeout)
	defer cancel()
	limit := c.cfg.MaxTokens
	if c.cfg.Budget > 0 {
		limit = min(limit, c.cfg.Budget)
	}
	res, err := c.api.CreateChatCompletion(ctx, openai.ChatCompletionRequest{
		Model: c.cfg.Model,
		//lint:ignore SA1019 vLLM, Ollama and llama.cpp know this field; the newer one only some of them
		MaxTokens: limit,
		Messages: []openai.ChatCompletionMessage{
			{Role: openai.ChatMessageRoleSystem, Content: p.System},
			{Role: openai.ChatMessageRoleUser, Content: p.User},
		},
		ResponseFormat: &openai.ChatCompletionResponseFormat{
			Type:       openai.ChatCompletionResponseFormatTypeJSONSchema,
			JSONSchema: &openai.ChatCompletionResponseFormatJSONSchema{Name: p.Name, Schema: json.RawMessage(p.Schema), Strict: true},
		},
		Seed: seed(),
	})
	if err != nil {
		return Reply{}, sort(ctx, err)
	}
	r := Reply{Model: res.Model, In: res.Usage.PromptTokens, Out: res.Usage.CompletionTokens}
	if len(res.Choices) == 0 || res.Choices[0].Message.Content == "" {
		return r, ErrEmpty
	}
	r.Text = res.Choices[0].Message.Content
	r.Cut = res.Choices[0].FinishReason == openai.FinishReasonLength
	r.Refuse = res.Choices[0].FinishReason == openai.FinishReasonContentFilter
	return r, nil
}

// seed asks for the same words again where the endpoint can give them.
func seed() *int { s := 1; return &s }

// sort folds an error of the library into one of ours. The original may hold
// parts of the prompt and is dropped.
func sort(ctx context.Context, err error) error {
	var api *openai.APIError
	var req *openai.RequestError
	status := 0
	switch {
	case errors.Is(err, context.DeadlineExceeded) || errors.Is(ctx.Err(), context.DeadlineExceeded):
		return ErrTimeout
	case errors.As(err, &api):
		status = api.HTTPStatusCode
	case errors.As(err, &req):
		status = req.HTTPStatusCode
	}
	if status >= 400 && status < 500 && status != http.StatusTooManyRequests && status != http.StatusRequestTimeout {
		return ErrRefused
	}
	return ErrDown
}
