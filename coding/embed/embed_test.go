package embed_test

import (
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/visitwright/visitwright/coding/embed"
	"github.com/visitwright/visitwright/coding/embed/embedtest"
)

func cosine(a, b []float32) (sum float64) {
	for i := range a {
		sum += float64(a[i]) * float64(b[i])
	}
	return sum
}

func TestMeaningIsNear(t *testing.T) {
	m := embedtest.Open(t)
	texts := []string{"heart attack", "acute myocardial infarction", "fracture of the wrist", "heart attack", ""}
	v, err := m.Embed(t.Context(), texts)
	if err != nil {
		t.Fatal(err)
	}
	for i := range v {
		if length := math.Sqrt(cosine(v[i], v[i])); len(v[i]) != embed.Dimensions || math.Abs(length-1) > 1e-4 {
			t.Errorf("%q: %d numbers, length %f", texts[i], len(v[i]), length)
		}
	}
	near, far := cosine(v[0], v[1]), cosine(v[0], v[2])
	if near < far+0.1 {
		t.Errorf("heart attack: %.3f to the infarction, %.3f to the wrist", near, far)
	}
	alone, err := m.Embed(t.Context(), texts[:1])
	if err != nil {
		t.Fatal(err)
	}
	if c := cosine(alone[0], v[0]); c < 0.9999 {
		t.Errorf("the same text alone and among others: %.4f", c)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := m.Embed(ctx, texts); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled run: %v", err)
	}
}

// counting counts what is embedded; the vectors are the real model's.
type counting struct {
	*embed.Local
	texts int
}

func (c *counting) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	c.texts += len(texts)
	return c.Local.Embed(ctx, texts)
}

func TestStoreEmbedsNothingTwice(t *testing.T) {
	m := &counting{Local: embedtest.Open(t)}
	dir := filepath.Join(t.TempDir(), "vectors")
	open := func() *embed.Store {
		t.Helper()
		s, err := embed.OpenStore(dir, m, embed.Dimensions)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	texts := []string{"gout", "croup", "gout", "mumps"}
	if err := open().Fill(t.Context(), m, texts[:3], nil); err != nil || m.texts != 2 {
		t.Fatalf("%d texts embedded, %v", m.texts, err)
	}
	path := filepath.Join(dir, m.Name()+".vectors")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	// A power cut in the middle of the second record.
	if err := os.WriteFile(path, whole[:len(whole)-100], 0o600); err != nil {
		t.Fatal(err)
	}
	s := open()
	if s.Len() != 1 {
		t.Fatalf("%d kept after the cut", s.Len())
	}
	var done, total int
	if err := s.Fill(t.Context(), m, texts, func(d, n int) { done, total = d, n }); err != nil || m.texts != 4 || done != 3 || total != 3 {
		t.Fatalf("%d texts embedded, %d of %d, %v", m.texts, done, total, err)
	}
	again := open()
	if again.Len() != 3 {
		t.Fatalf("%d kept", again.Len())
	}
	kept, ok := again.Vector("croup")
	fresh, err := m.Local.Embed(t.Context(), []string{"croup"})
	if err != nil || !ok || cosine(kept, fresh[0]) < 0.9999 {
		t.Errorf("kept %v, %v: %f", ok, err, cosine(kept, fresh[0]))
	}
}
