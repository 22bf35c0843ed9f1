package coding

import (
	"context"
	"encoding/json"

	"github.com/visitwright/visitwright/prompts"
	"github.com/visitwright/visitwright/prompts/llm"
)

// Model is a language model that answers a prompt; *llm.Client is one.
type Model interface {
	Complete(ctx context.Context, p prompts.Rendered) (llm.Reply, error)
}

// ByModel has a language model choose. What it answers is not trusted: an answer
// that is no JSON, was cut off or withheld is given on as a code that cannot be
// among the candidates, so that Choose drops and counts it.
func ByModel(m Model) Chooser {
	return func(ctx context.Context, sentence string, candidates []Alternative) (string, error) {
		ask := prompts.Code{Said: []prompts.Said{{ID: "sentence", Speaker: "note", Text: sentence}}}
		for _, c := range candidates {
			ask.Said = append(ask.Said, prompts.Said{ID: c.Code, Speaker: "code", Text: c.Description})
		}
		p, err := prompts.ForCode(ask)
		if err != nil {
			return "", err
		}
		reply, err := m.Complete(ctx, p)
		if err != nil {
			return "", err
		}
		var a struct{ Code string }
		if json.Unmarshal([]byte(reply.Text), &a) != nil || reply.Cut || reply.Refuse {
			return "", nil
		}
		return a.Code, nil
	}
}
