package align

import (
	"slices"
	"strings"
	"testing"
)

func TestWordsPairsLikeWithLike(t *testing.T) {
	got := Words(strings.Fields("Okay, I take the lisinopril daily"), strings.Fields("OK. I take lizinopril once daily."))
	want := []Pair{{0, 0}, {1, 1}, {2, 2}, {3, -1}, {4, 3}, {-1, 4}, {5, 5}}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestWordsOfNothing(t *testing.T) {
	if got := Words(nil, []string{"a"}); !slices.Equal(got, []Pair{{-1, 0}}) {
		t.Errorf("got %v", got)
	}
	if got := Words(nil, nil); len(got) != 0 {
		t.Errorf("got %v", got)
	}
}

func TestPlain(t *testing.T) {
	for in, want := range map[string]string{"Okay,": "ok", "don’t": "don't", "148/92.": "14892", "'Yes'": "yes", "--": ""} {
		if got := Plain(in); got != want {
			t.Errorf("Plain(%q) = %q, want %q", in, got, want)
		}
	}
}
