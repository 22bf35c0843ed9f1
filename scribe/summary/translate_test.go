package summary

import (
	"context"
	"errors"
	"testing"

	"github.com/visitwright/visitwright/prompts"
	"github.com/visitwright/visitwright/prompts/llm"
)

// recorded answers with a reply that a model gave once.
type recorded string

func (r recorded) Complete(context.Context, prompts.Rendered) (llm.Reply, error) {
	return llm.Reply{Text: string(r), Model: "recorded"}, nil
}

const spanish = `{"lines":[{"id":"1.1","text":"Presión arterial alta."},{"id":"2.1","text":"Comenzaremos lisinopril 10 mg todos los días."},{"id":"3.1","text":"Usted se tomará la presión arterial cada mañana."},{"id":"4.1","text":"Le veremos de nuevo en 4 semanas."}]}`

func TestSpanish(t *testing.T) {
	en := Of(note())
	es, err := Spanish(context.Background(), recorded(spanish), en)
	if err != nil || !es.Machine || es.Language != "es" || es.Parts[1].Title != "Sus medicinas" || es.Parts[1].Lines[0].Text != "Comenzaremos lisinopril 10 mg todos los días." {
		t.Fatalf("%+v, %v", es, err)
	}
	if l := es.Parts[3].Lines[0]; l.Sentences[0] != "t6" || l.Segments[0] != "s9" {
		t.Errorf("the evidence is lost: %+v", l)
	}
}

func TestSpanishIsRefusedWhereFactsMove(t *testing.T) {
	en := Of(note())
	for name, reply := range map[string]string{
		"another dose":     `{"lines":[{"id":"1.1","text":"Presión alta."},{"id":"2.1","text":"Comenzaremos lisinopril 20 mg."},{"id":"3.1","text":"Tómese la presión."},{"id":"4.1","text":"Le veremos en 4 semanas."}]}`,
		"a line too few":   `{"lines":[{"id":"1.1","text":"Presión alta."}]}`,
		"no JSON":          `Claro, aquí está.`,
		"another medicine": `{"lines":[{"id":"1.1","text":"Presión alta."},{"id":"2.1","text":"Comenzaremos losartan 10 mg."},{"id":"3.1","text":"Tómese la presión."},{"id":"4.1","text":"Le veremos en 4 semanas."}]}`,
	} {
		if _, err := Spanish(context.Background(), recorded(reply), en); !errors.Is(err, ErrTranslation) {
			t.Errorf("%s: %v", name, err)
		}
	}
	en.Parts[2].Lines[0].Text = "Do not take your blood pressure."
	if _, err := Spanish(context.Background(), recorded(spanish), en); !errors.Is(err, ErrTranslation) {
		t.Errorf("a lost negation: %v", err)
	}
}
