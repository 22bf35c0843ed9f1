package wordlm

import (
	"bytes"
	"math"
	"strings"
	"testing"
)

var lessons = [][]string{
	strings.Fields("do you have any pain in your chest no i have no pain in my chest"),
	strings.Fields("do you have any fever or chills no i have no fever do you have any cough yes i have a cough"),
}

func TestProbabilitiesAddUpToOne(t *testing.T) {
	m := Train(lessons, 1)
	seen := map[string]bool{}
	for _, l := range lessons {
		for _, w := range l {
			seen[w] = true
		}
	}
	for _, history := range []string{"", "you have", "no pain", "never heard"} {
		sum := 0.0
		for w := range seen {
			sum += math.Exp(m.LogProb(strings.Fields(history), w))
		}
		sum += math.Exp(m.LogProb(strings.Fields(history), "unheard")) * (1/unseen - float64(len(seen)))
		if sum < 0.9 || sum > 1.1 { // stored logarithms are rounded to 1/16
			t.Errorf("after %q the probabilities add up to %.3f", history, sum)
		}
	}
}

func TestContextMatters(t *testing.T) {
	m := Train(lessons, 1)
	if a, b := m.LogProb([]string{"you", "um,", "have"}, "Any"), m.LogProb([]string{"my"}, "any"); a < b+1 {
		t.Errorf("log p of any after you have: %.2f, after my: %.2f", a, b)
	}
}

func TestStoredModelIsTheSame(t *testing.T) {
	m := Train(lessons, 1)
	var a, b bytes.Buffer
	if err := m.Write(&a); err != nil {
		t.Fatal(err)
	}
	if err := Train(lessons, 1).Write(&b); err != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Errorf("the same texts gave other bytes, %v", err)
	}
	again, err := Read(&a)
	if err != nil || again.Perplexity(lessons[0]) != m.Perplexity(lessons[0]) {
		t.Errorf("read back: %v", err)
	}
	if _, err := Read(strings.NewReader("no model")); err == nil {
		t.Error("nonsense was read")
	}
}

func TestShippedModelKnowsInterviews(t *testing.T) {
	m, err := Interviews()
	if err != nil {
		t.Fatal(err)
	}
	asked := m.Perplexity(strings.Fields("have you had any shortness of breath or any nausea or vomiting"))
	jumbled := m.Perplexity(strings.Fields("vomiting or any breath had you nausea of have or any shortness any"))
	if asked > 40 || jumbled < 3*asked {
		t.Errorf("perplexity of a question %.0f, of its words in disorder %.0f", asked, jumbled)
	}
	if len(interviews) > 1_400_000 {
		t.Errorf("the model has grown to %d bytes", len(interviews))
	}
}
