package steps

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

// redraft has the visit drafted again, as after a change of template.
func (w *ward) redraft() ehr.Note {
	w.t.Helper()
	w.do(func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.MoveVisit(ctx, w.visit, ehr.Drafting)
		return err
	})
	return w.draft()
}

func texts(n ehr.Note) (out []string) {
	for _, sec := range n.Sections {
		for _, s := range sec.Sentences {
			out = append(out, s.Text)
		}
	}
	return out
}

func times(in []string, text string) (count int) {
	for _, s := range in {
		if s == text {
			count++
		}
	}
	return count
}

func TestADraftMadeAgainKeepsWhatPeopleDid(t *testing.T) {
	w := openWard(t)
	n := w.draft()
	var gone, reworded ehr.Sentence
	var sent []ehr.Section
	for _, sec := range n.Sections {
		sec.Sentences = slices.Clone(sec.Sentences)
		sent = append(sent, sec)
	}
	for i := range sent {
		for j := range sent[i].Sentences {
			switch s := &sent[i].Sentences[j]; {
			case sent[i].Name == ehr.HPI && reworded.ID == "":
				reworded = *s
				s.Text = "Headache since Friday."
			case sent[i].Name == ehr.AllergyList:
				gone = *s
				s.Text = ""
			}
		}
	}
	require.NotEmpty(t, reworded.ID)
	require.NotEmpty(t, gone.ID)
	sent[0].Sentences = append(sent[0].Sentences, ehr.Sentence{Text: "Seen with her sister.", Segments: []ehr.SegmentID{}})
	w.do(func(ctx context.Context, tx *store.Tx) error {
		_, err := w.s.Edit(ctx, tx, w.visit, 1, sent)
		return err
	})
	for version := 3; version <= 4; version++ { // also when it is drafted a second time
		again := w.redraft()
		require.Equal(t, version, again.Version)
		require.Contains(t, texts(again), "Headache since Friday.")
		require.Contains(t, texts(again), "Seen with her sister.")
		require.Equal(t, 1, times(texts(n), reworded.Text)-times(texts(again), reworded.Text), "it stands in the place of what it was made from")
		require.NotContains(t, texts(again), gone.Text)
		ids := map[ehr.SentenceID]bool{}
		for _, sec := range again.Sections {
			for _, s := range sec.Sentences {
				require.False(t, ids[s.ID], "%s stands twice", s.ID)
				ids[s.ID] = true
				if s.Text == "Headache since Friday." {
					require.Equal(t, ehr.ByPerson, s.Origin)
					require.Equal(t, reworded.Segments, s.Segments)
				}
			}
		}
	}
	w.do(func(ctx context.Context, tx *store.Tx) error {
		first, err := tx.NoteVersion(ctx, w.visit, 1)
		require.Contains(t, texts(first), gone.Text, "the version before stays in the history")
		return err
	})
}

func TestAnUntouchedDraftIsMadeAgainAsItIs(t *testing.T) {
	w := openWard(t)
	first := texts(w.draft())
	require.Equal(t, first, texts(w.redraft()))
}

func TestAnAnswerOutlivesADraftMadeAgain(t *testing.T) {
	said := ehr.Sentence{ID: "a", Text: "Takes 40 mg.", Origin: ehr.ByDrafter, Segments: []ehr.SegmentID{"s1"}, Doubts: []ehr.Doubt{{Kind: ehr.DoseDoubt}}}
	answered := said
	answered.Answer = &ehr.Answer{Choice: ehr.Accepted}
	of := func(s ...ehr.Sentence) ehr.Note {
		return ehr.Note{Sections: []ehr.Section{{Name: ehr.MedicationList, Sentences: s}}}
	}
	n, changed := carry([]round{{drafted: of(said), left: of(answered)}}, of(said))
	require.True(t, changed)
	require.False(t, n.Sections[0].Sentences[0].Blocks())
}

func TestAPersonsLineStaysWithItsProblem(t *testing.T) {
	title := func(id ehr.SentenceID, group string) ehr.Sentence {
		return ehr.Sentence{ID: id, Text: group, Kind: ehr.ProblemTitle, Group: group, Origin: ehr.ByDrafter}
	}
	mine := ehr.Sentence{ID: "v2.1", Text: "Ice the knee.", Kind: ehr.Statement, Group: "Knee pain", Origin: ehr.ByPerson}
	of := func(s ...ehr.Sentence) ehr.Note {
		return ehr.Note{Sections: []ehr.Section{{Name: ehr.AssessmentPlan, Sentences: s}}}
	}
	left := of(title("a", "Knee pain"), mine, title("b", "Cough"))
	drafted := of(title("a", "Knee pain"), title("b", "Cough"))
	n, _ := carry([]round{{drafted, left}}, of(title("x", "Knee pain"), title("y", "Cough")))
	require.Equal(t, []string{"Knee pain", "Ice the knee.", "Cough"}, texts(n))
	n, _ = carry([]round{{drafted, left}}, of(title("y", "Cough")))
	require.Equal(t, []string{"Cough", "Knee pain", "Ice the knee."}, texts(n), "its problem comes along")
}
