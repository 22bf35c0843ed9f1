package steps

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/visitwright/visitwright/coding"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/prompts/llm"
)

// A made-up excerpt in the publisher's form.
const gouts = `<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.tabular><version>2026</version><chapter><name>13</name><section id="M05-M14">
 <diag><name>M10</name><desc>Gout of foot</desc>
  <diag><name>M10.0</name><desc>Gout of foot, idiopathic</desc></diag>
  <diag><name>M10.3</name><desc>Gout of foot, renal</desc></diag>
  <diag><name>M10.9</name><desc>Gout of foot, unspecified</desc></diag></diag>
</section></chapter></ICD10CM.tabular>`

func catalogOf(t *testing.T, xml string) func(context.Context) (*coding.Catalog, error) {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "2026-04"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "2026-04", "tabular.xml"), []byte(xml), 0o600))
	c, err := coding.OpenCatalog(dir, true)
	require.NoError(t, err)
	return func(context.Context) (*coding.Catalog, error) { return c, nil }
}

// answers stands up an OpenAI-compatible endpoint that always answers so.
func answers(t *testing.T, content string) coding.Chooser {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		text, _ := json.Marshal(content)
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"id":"1","object":"chat.completion","created":1,"model":"small-1","choices":[{"index":0,"message":{"role":"assistant","content":`+
			string(text)+`},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":8,"total_tokens":17}}`)
	}))
	t.Cleanup(s.Close)
	c, err := llm.New(llm.Config{BaseURL: s.URL, Model: "small", Timeout: 30 * time.Second, Retries: -1})
	require.NoError(t, err)
	return coding.ByModel(c)
}

func (w *ward) codes() (codes []ehr.Code) {
	w.do(func(ctx context.Context, tx *store.Tx) (err error) {
		codes, err = tx.Codes(ctx, w.visit)
		return err
	})
	return codes
}

// take puts a draft with the problem "Gout of foot" into the record, as the draft job does.
func (w *ward) take() ehr.Note {
	w.t.Helper()
	note := ehr.Note{Sections: []ehr.Section{{Name: ehr.AssessmentPlan, Title: "Assessment and plan", Sentences: []ehr.Sentence{
		{ID: "a", Text: "Gout of foot", Kind: ehr.ProblemTitle, Group: "Gout of foot", Segments: []ehr.SegmentID{"s2"}},
		{ID: "b", Text: "Rest.", Kind: ehr.Reasoning, Group: "Gout of foot", Segments: []ehr.SegmentID{"s2"}}}}}}
	var dropped int
	w.chosen, dropped = w.s.Choices(w.t.Context(), note, ehr.Chart{}, ehr.Date{Year: 2026, Month: time.May, Day: 4})
	w.dropped += dropped
	var n ehr.Note
	w.do(func(ctx context.Context, tx *store.Tx) error {
		v, err := tx.Visit(ctx, w.visit)
		if err != nil {
			return err
		}
		chart, err := tx.Chart(ctx, v.Patient)
		if err != nil {
			return err
		}
		n, err = w.s.TakeDraft(ctx, tx, v, chart, ehr.Draft{Note: note}, w.chosen)
		return err
	})
	return n
}

func only(t *testing.T, codes []ehr.Code) ehr.Code {
	t.Helper()
	var icd []ehr.Code
	for _, c := range codes {
		if c.System == ehr.ICD10CM {
			icd = append(icd, c)
		}
	}
	require.Len(t, icd, 1)
	return icd[0]
}

func TestAModelChoosesAmongTheRetrievedAndAnEditKeepsIt(t *testing.T) {
	w := openWard(t)
	w.s.Catalog, w.s.Chooser = catalogOf(t, gouts), answers(t, `{"code":"M10.3"}`)
	n := w.take()
	c := only(t, w.codes())
	require.Equal(t, "M10.3", c.Code)
	require.Contains(t, strings.Join(c.Rules, " "), "chosen-by-model")
	require.Zero(t, w.dropped)
	w.s.Chooser = nil // an edit asks nobody
	sent := n.Sections
	sent[0].Sentences = append(sent[0].Sentences, ehr.Sentence{Text: "Drink enough.", Kind: ehr.Reasoning, Group: "Gout of foot", Segments: []ehr.SegmentID{"s2"}})
	w.do(func(ctx context.Context, tx *store.Tx) error {
		_, err := w.s.Edit(ctx, tx, w.visit, n.Version, sent)
		return err
	})
	require.Equal(t, "M10.3", only(t, w.codes()).Code)
}

func TestAnAnswerThatWasNotRetrievedIsDroppedAndCounted(t *testing.T) {
	w := openWard(t)
	w.s.Catalog, w.s.Chooser = catalogOf(t, gouts), answers(t, `{"code":"E11.9"}`)
	w.take()
	require.Equal(t, "M10.9", only(t, w.codes()).Code)
	require.Equal(t, 1, w.dropped)
}
