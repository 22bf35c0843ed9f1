package embed

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"github.com/sashabaranov/go-openai"

	"github.com/visitwright/visitwright/ehr"
)

// Remote asks an endpoint that speaks OpenAI's embeddings API. Queries are
// phrases of notes: only an endpoint the practice trusts with health data will do.
type Remote struct {
	client *openai.Client
	model  string
	name   string
}

// NewRemote asks the endpoint at base, e.g. http://127.0.0.1:11434/v1, for a model
// whose vectors have, or can be cut by the endpoint to, Dimensions numbers.
func NewRemote(base, key, model string) *Remote {
	config := openai.DefaultConfig(key)
	config.BaseURL = base
	sum := sha256.Sum256([]byte(base + "\n" + model))
	return &Remote{client: openai.NewClientWithConfig(config), model: model, name: "remote-" + hex.EncodeToString(sum[:8])}
}

// Name tells endpoint and model.
func (r *Remote) Name() string { return r.name }

// inRequest is how many texts go in one request.
const inRequest = 16

// Embed gives a vector of length one for each text, in their order.
func (r *Remote) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	out := make([][]float32, len(texts))
	for from := 0; from < len(texts); from += inRequest {
		some := texts[from:min(from+inRequest, len(texts))]
		reply, err := r.client.CreateEmbeddings(ctx, openai.EmbeddingRequestStrings{
			Input: some, Model: openai.EmbeddingModel(r.model), Dimensions: Dimensions,
		})
		if err != nil {
			// Not wrapped: an endpoint may repeat the texts in its answer.
			return nil, ehr.Errorf(ehr.Unavailable, "the embeddings endpoint failed")
		}
		for _, d := range reply.Data {
			if d.Index < 0 || d.Index >= len(some) || len(d.Embedding) != Dimensions {
				return nil, ehr.Errorf(ehr.Invalid, "the embeddings endpoint gave %d numbers for a text, not %d", len(d.Embedding), Dimensions)
			}
			out[from+d.Index] = unit(d.Embedding)
		}
		for i := range some {
			if out[from+i] == nil {
				return nil, ehr.Errorf(ehr.Invalid, "the embeddings endpoint left texts out")
			}
		}
	}
	return out, nil
}
