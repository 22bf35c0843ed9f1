package embed_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/visitwright/visitwright/coding/embed"
)

// An endpoint that answers in another order and, for "short", with too few numbers.
func endpoint(w http.ResponseWriter, r *http.Request) {
	var ask struct {
		Input      []string `json:"input"`
		Model      string   `json:"model"`
		Dimensions int      `json:"dimensions"`
	}
	if err := json.NewDecoder(r.Body).Decode(&ask); err != nil || ask.Model != "small" || ask.Dimensions != embed.Dimensions {
		http.Error(w, `{"error":{"message":"bad: gout"}}`, http.StatusBadRequest)
		return
	}
	type datum struct {
		Index     int       `json:"index"`
		Embedding []float32 `json:"embedding"`
	}
	var data []datum
	for i := len(ask.Input) - 1; i >= 0; i-- {
		v := make([]float32, embed.Dimensions)
		v[len(ask.Input[i])] = 3
		if ask.Input[i] == "short" {
			v = v[:5]
		}
		data = append(data, datum{i, v})
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"data": data})
}

func TestRemote(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(endpoint))
	defer s.Close()
	m := embed.NewRemote(s.URL, "", "small")
	texts := make([]string, 40)
	for i := range texts {
		texts[i] = strings.Repeat("x", i)
	}
	v, err := m.Embed(t.Context(), texts)
	if err != nil {
		t.Fatal(err)
	}
	for i := range v {
		if v[i][i] != 1 {
			t.Fatalf("text %d has another's vector, or not one of length one", i)
		}
	}
	if _, err := m.Embed(t.Context(), []string{"gout", "short"}); err == nil || !strings.Contains(err.Error(), "5 numbers") {
		t.Errorf("too few numbers: %v", err)
	}
	if _, err := embed.NewRemote(s.URL, "", "other").Embed(t.Context(), []string{"gout"}); err == nil || strings.Contains(err.Error(), "gout") {
		t.Errorf("a refusal: %v", err)
	}
	if m.Name() == embed.NewRemote(s.URL, "", "other").Name() {
		t.Error("two models have one name")
	}
}
