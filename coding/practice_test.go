package coding

import (
	"fmt"
	"testing"
)

// verdicts are n visits in which the practice did the same with a code.
func verdicts(n int, p Past) (out []Past) {
	for i := range n {
		p.Case = fmt.Sprintf("%s-%s-%d", p.Code, p.Phrase, i)
		out = append(out, p)
	}
	return out
}

func TestHabitsMoveProposals(t *testing.T) {
	past := verdicts(6, Past{Code: "Z79.899", Phrase: "Continue metformin 500 mg.", Selected: true, Confidence: 0.6})
	past = append(past, verdicts(6, Past{Code: "I10", Phrase: "Hypertension", Selected: true, Confidence: 0.9, Kept: true})...)
	past = append(past, verdicts(4, Past{Code: "M54.50", Phrase: "Back pain", Selected: true, Confidence: 0.7, With: "M54.59", Offered: []string{"M54.59"}})...)
	list := []Suggestion{
		{Code: "Z79.899", Sentence: "Continue metformin 850 mg.", Selected: true, Confidence: 0.6},
		{Code: "I10", Sentence: "Hypertension", Selected: true, Confidence: 0.9},
		{Code: "M54.50", Sentence: "Back pain", Selected: true, Confidence: 0.7, Alternatives: []Alternative{{"M54.59", "Other low back pain"}}},
		{Code: "E78.5", Sentence: "Hyperlipidemia", Selected: true, Confidence: 0.8},
	}
	got := Learn(past).Rerank(list)
	by := map[string]Suggestion{}
	for _, s := range got {
		by[s.Code] = s
	}
	if s := by["Z79.899"]; s.Selected || s.Confidence >= 0.6 || len(s.Rules) != 1 || got[3].Code != "Z79.899" {
		t.Errorf("what is always rejected stays ticked: %+v", s)
	}
	if s := by["I10"]; !s.Selected || s.Confidence <= 0.9 {
		t.Errorf("%+v", s)
	}
	if s := by["M54.59"]; s.Description != "Other low back pain" || len(s.Alternatives) != 1 || s.Alternatives[0].Code != "M54.50" {
		t.Errorf("what is always put in its place is not proposed: %+v", got)
	}
	if s := by["E78.5"]; !s.Selected || s.Confidence != 0.8 || s.Rules != nil {
		t.Errorf("nothing is known about it: %+v", s)
	}
	if list[0].Selected != true || list[2].Code != "M54.50" {
		t.Error("the list that was given is changed")
	}
}

func TestOneVerdictMovesNoTick(t *testing.T) {
	past := verdicts(1, Past{Code: "I10", Phrase: "Hypertension", Selected: true, Confidence: 0.6})
	s := Learn(past).Rerank([]Suggestion{{Code: "I10", Sentence: "Hypertension", Selected: true, Confidence: 0.6}})[0]
	if !s.Selected {
		t.Errorf("%+v", s)
	}
}

// TestReplayJudgesNothingByItself: a verdict that stands alone gains nothing.
func TestReplayJudgesNothingByItself(t *testing.T) {
	alone := []Past{{Case: "a", Code: "R05.9", Phrase: "Cough", Selected: true, Confidence: 0.5}}
	if e := Replay(alone); e != (Effect{Verdicts: 1, Cases: 1}) {
		t.Errorf("%+v", e)
	}
	past := verdicts(5, Past{Code: "Z79.899", Phrase: "Continue.", Selected: true, Confidence: 0.5})
	past = append(past, verdicts(5, Past{Code: "I10", Phrase: "Hypertension", Selected: true, Confidence: 0.9, Kept: true})...)
	if e := Replay(past); e.Before != 5 || e.After != 10 {
		t.Errorf("%+v", e)
	}
}
