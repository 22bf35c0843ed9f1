package ehr

import (
	"testing"
	"time"
)

func sample() Note {
	return Note{
		ID: "n", Visit: "v", Version: 1, Template: "soap", TemplateVersion: 1,
		CreatedAt: time.Date(2026, 11, 22, 9, 30, 0, 123456789, time.UTC),
		Sections: []Section{{Name: HPI, Title: "History of Present Illness", Sentences: []Sentence{
			{ID: "a", Text: "Denies chest pain.", Segments: []SegmentID{"s1", "s2"}},
			{ID: "b", Text: "Takes metformin 500 mg.", Segments: []SegmentID{"s3"}},
		}}},
	}
}

func TestContentHash(t *testing.T) {
	h := sample().ContentHash()
	changes := map[string]func(*Note){
		"a word":    func(n *Note) { n.Sections[0].Sentences[0].Text = "Reports chest pain." },
		"evidence":  func(n *Note) { n.Sections[0].Sentences[1].Segments = nil },
		"an answer": func(n *Note) { n.Sections[0].Sentences[0].Answer = &Answer{Choice: Accepted} },
		"the visit": func(n *Note) { n.Visit = "w" },
	}
	for name, change := range changes {
		n := sample()
		change(&n)
		if n.ContentHash() == h {
			t.Errorf("changing %s leaves the hash as it was", name)
		}
	}
	n := sample()
	n.Drafter.Seconds = 3
	n.CreatedAt = n.CreatedAt.Truncate(time.Microsecond).In(time.FixedZone("CST", -6*3600))
	if n.ContentHash() != h {
		t.Error("the hash depends on how long drafting took, the zone, or digits PostgreSQL does not keep")
	}
	if sample().Drafter.Seconds != 0 {
		t.Error("hashing changed the note")
	}
}

func TestBlocking(t *testing.T) {
	n := sample()
	n.Sections[0].Sentences[1].Doubts = []Doubt{{Kind: DoseDoubt, Text: "500 mg"}}
	if got := n.Blocking(); len(got) != 1 || got[0] != "b" {
		t.Fatalf("blocking: %v, want b", got)
	}
	n.Sections[0].Sentences[1].Answer = &Answer{Choice: Accepted}
	if got := n.Blocking(); len(got) != 0 {
		t.Fatalf("blocking after the answer: %v", got)
	}
}

func TestMissingText(t *testing.T) {
	for ms, want := range map[int]string{3200: "[audio missing 00:03.2]", 75500: "[audio missing 01:15.5]", 59960: "[audio missing 00:59.9]", 40: "[audio missing 00:00.0]"} {
		if got := (Segment{StartMS: 1000, EndMS: 1000 + ms}).MissingText(); got != want {
			t.Errorf("%d ms: %q, want %q", ms, got, want)
		}
	}
}
