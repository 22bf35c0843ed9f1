package summary

import (
	"context"
	"errors"
	"slices"
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

func TestFiguresOfBothLanguages(t *testing.T) {
	for en, es := range map[string]string{
		"Take one tablet twice a day for 10 days.":        "Tome una tableta 2 veces al día durante 10 días.",
		"Take metformin 500 mg with food.":                "Tome metformin 500 mg con comida.",
		"Come back in four weeks.":                        "Vuelva en cuatro semanas.",
		"Stop ibuprofen. Do not take it for your pain.":   "Deje de tomar ibuprofen. No lo tome para el dolor.",
		"We will get an X-ray of your left knee.":         "Le haremos una radiografía de la rodilla izquierda.",
		"Put ice on your right ankle for 20 minutes.":     "Ponga hielo en el tobillo derecho por veinte minutos.",
		"Call us if you don't feel better in three days.": "Llámenos si no se siente mejor en 3 días.",
	} {
		if a, b := inEnglish(en), inSpanish(es); !slices.Equal(a, b) {
			t.Errorf("%s: %v and %v", en, a, b)
		}
	}
	for en, es := range map[string]string{
		"Do not take aspirin for the pain.":        "Tome aspirin para el dolor.", // "para" is no stop
		"Take aspirin 81 mg.":                      "No tome aspirin 81 mg.",
		"Take aspirin 81 mg each day.":             "Tome aspirin 81 g cada día.",
		"Come back in 4 weeks.":                    "Vuelva en 4 meses.",
		"Come back in two weeks.":                  "Vuelva en doce semanas.",
		"Take 2 puffs for 2 days.":                 "Inhale por 2 días.",
		"We will get an X-ray of your left knee.":  "Le haremos una radiografía de la rodilla derecha.",
		"We will get an X-ray of your right knee.": "Le haremos una radiografía de la rodilla.",
	} {
		if a, b := inEnglish(en), inSpanish(es); slices.Equal(a, b) {
			t.Errorf("%s / %s: both %v", en, es, a)
		}
	}
}
