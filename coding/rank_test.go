package coding

import (
	"context"
	"testing"
)

// near gives a made-up lexicon neighbours for every query.
type nearby []Neighbour

func (n nearby) Nearest(_ context.Context, _ string, queries []string, _ int) ([][]Neighbour, error) {
	out := make([][]Neighbour, len(queries))
	for i := range out {
		out[i] = n
	}
	return out, nil
}

func TestRankerReadsItsFeatures(t *testing.T) {
	lx := excerpt(t)
	code := lx.codes[0]
	lx.UseVectors(nearby{{Code: code.Code, Source: FromDescription, Cosine: 0.9}, {Code: lx.codes[1].Code, Source: FromHeader, Cosine: 0.5}})
	warm, err := lx.Near(t.Context(), []string{code.Description})
	if err != nil {
		t.Fatal(err)
	}
	_, rows := warm.Features(code.Description)
	if len(rows) < 2 || len(ranker().Trees) == 0 {
		t.Fatalf("%d rows, %d trees", len(rows), len(ranker().Trees))
	}
	for _, tree := range ranker().Trees {
		for i, f := range tree.Feature {
			if f >= len(rows[0]) {
				t.Fatalf("the ranker asks for feature %d of %d: learn it again", f, len(rows[0]))
			}
			if f >= 0 && (tree.Left[i] <= i || tree.Right[i] <= i || tree.Left[i] >= len(tree.Feature) || tree.Right[i] >= len(tree.Feature)) {
				t.Fatal("a tree turns back on itself")
			}
		}
	}
	if hits := warm.Lookup(code.Description, 2); len(hits) == 0 || hits[0].Code.Code != code.Code {
		t.Errorf("%+v", hits)
	}
	if hits := warm.Search(code.Description, 2); len(hits) == 0 || hits[0].Code.Code != code.Code || hits[0].Cosine != 0.9 {
		t.Errorf("%+v", hits)
	}
	// Any other text goes by its words, and a lexicon without vectors is itself.
	if hits := warm.Search(lx.codes[1].Description, 1); len(hits) > 0 && hits[0].Cosine != 0 {
		t.Errorf("a text that was not looked up: %+v", hits)
	}
}

// The usual code of an office phrase stands first, whatever the ranker makes of it, and
// none is lost on the way.
func TestThePhraseStandsFirst(t *testing.T) {
	rel := excerpt(t).Release
	first, other := excerpt(t).codes[0], excerpt(t).codes[1]
	lx, lost := NewLexicon(rel, []Phrase{{Text: other.Description, Code: first.Code, Source: FromPhrase}})
	if len(lost) > 0 {
		t.Fatal(lost)
	}
	lx.UseVectors(nearby{{Code: other.Code, Source: FromDescription, Cosine: 1}, {Code: first.Code, Source: FromHeader, Cosine: 0.1}})
	warm, err := lx.Near(t.Context(), []string{other.Description})
	if err != nil {
		t.Fatal(err)
	}
	hits := warm.Lookup(other.Description, 5)
	if len(hits) < 2 || hits[0].Code.Code != first.Code || hits[1].Code.Code != other.Code || hits[0].Score < hits[1].Score {
		t.Errorf("%+v", hits)
	}
}

// "Right heart" is a name, no side.
func TestSidesThatAreNames(t *testing.T) {
	for text, want := range map[string]side{
		"right heart failure": noSide, "left bundle branch block": noSide, "left ventricular failure": noSide, "right upper quadrant pain": noSide,
		"left anterior fascicular block": noSide, "right upper limb cellulitis": right, "left knee pain": left, "pain on the left": left,
	} {
		if got := newTerm(text).side; got != want {
			t.Errorf("%s: side %d, want %d", text, got, want)
		}
	}
	if got := sense("Right ventricular failure, left arm"); got != "right ventricular failure, arm" {
		t.Errorf("%q", got)
	}
}
