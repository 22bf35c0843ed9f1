package steps

import (
	"context"
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/scribe"
)

// A visit may be drafted again: with another template, from more of the recording. What a person did to the
// draft before is not lost by that: their sentences stand in the new one, in the place of what rests on the same words,
// and what they removed stays removed. The versions before stay in the history.

// round is one draft and what people left of it.
type round struct{ drafted, left ehr.Note }

// rounds reads the drafts of a visit, the oldest first.
func rounds(ctx context.Context, tx *store.Tx, visit ehr.VisitID) ([]round, error) {
	versions, err := tx.NoteVersions(ctx, visit)
	if err != nil {
		return nil, err
	}
	slices.Reverse(versions)
	var out []round
	for i, v := range versions {
		made := v.CreatedBy == "" // by the drafter
		last := i+1 == len(versions) || versions[i+1].CreatedBy == ""
		if !made && !last {
			continue
		}
		n, err := tx.NoteVersion(ctx, visit, v.Version)
		if err != nil {
			return nil, err
		}
		if made {
			out = append(out, round{n, n})
		} else if len(out) > 0 {
			out[len(out)-1].left = n
		} else { // typed before anything was drafted
			out = append(out, round{left: n})
		}
	}
	return out, nil
}

// carryOver puts people's work on the drafts before into a new one, and makes again what hangs on its sentences.
func carryOver(ctx context.Context, tx *store.Tx, visit ehr.VisitID, chart ehr.Chart, d ehr.Draft) (ehr.Draft, error) {
	before, err := rounds(ctx, tx, visit)
	if err != nil {
		return d, err
	}
	n, changed := carry(before, d.Note)
	if !changed {
		return d, nil
	}
	transcript, err := tx.Transcript(ctx, visit)
	if err != nil {
		return d, err
	}
	d.Note = scribe.Check(n, transcript.Segments, chart)
	d.Omissions = scribe.Omissions(d.Note, transcript.Segments, chart)
	d.Orders = scribe.StageOrders(d.Note, transcript.Segments)
	return d, nil
}

// carry gives the new note with what people did before, and whether that changed it.
func carry(before []round, n ehr.Note) (ehr.Note, bool) {
	sections := make([]ehr.Section, len(n.Sections))
	for i, sec := range n.Sections {
		sec.Sentences = slices.Clone(sec.Sentences)
		sections[i] = sec
	}
	n.Sections = sections
	changed := false
	for _, r := range before {
		changed = dropRemoved(r, &n) || changed
	}
	if len(before) == 0 {
		return n, changed
	}
	last, taken := before[len(before)-1], map[ehr.SentenceID]bool{}
	drafted := map[ehr.SentenceID]string{}
	for _, sec := range last.drafted.Sections {
		for _, s := range sec.Sentences {
			drafted[s.ID] = s.Text
		}
	}
	for _, sec := range last.left.Sections {
		for _, s := range sec.Sentences {
			text, known := drafted[s.ID]
			switch {
			case s.Origin == ehr.ByPerson, !known || text != s.Text: // or what they took from another draft, or of what was left out
				place(&n, sec, s, taken)
				changed = true
			case s.Answer != nil:
				changed = answered(&n, s) || changed
			}
		}
	}
	return n, changed
}

// dropRemoved leaves out what a person took out of an earlier draft: the same words, or, in the same section, words that
// rest on just the same lines while nothing that was left there does.
func dropRemoved(r round, n *ehr.Note) bool {
	kept := map[ehr.SentenceID]bool{}
	rests := map[ehr.SectionName][][]ehr.SegmentID{}
	for _, sec := range r.left.Sections {
		for _, s := range sec.Sentences {
			kept[s.ID] = true
			rests[sec.Name] = append(rests[sec.Name], s.Segments)
		}
	}
	changed := false
	for _, old := range r.drafted.Sections {
		for _, gone := range old.Sentences {
			if kept[gone.ID] || gone.Origin == ehr.ByPerson {
				continue
			}
			alone := len(gone.Segments) > 0 && !slices.ContainsFunc(rests[old.Name], func(ids []ehr.SegmentID) bool { return slices.Equal(ids, gone.Segments) })
			for i := range n.Sections {
				sec := &n.Sections[i]
				count := len(sec.Sentences)
				sec.Sentences = slices.DeleteFunc(sec.Sentences, func(s ehr.Sentence) bool {
					return sec.Name == old.Name && s.Kind == gone.Kind && (sameWords(s.Text, gone.Text) || alone && slices.Equal(s.Segments, gone.Segments))
				})
				changed = changed || len(sec.Sentences) < count
			}
		}
	}
	n.Sections = slices.DeleteFunc(n.Sections, func(s ehr.Section) bool { return len(s.Sentences) == 0 })
	return changed
}

func sameWords(a, b string) bool {
	return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b))
}

// place puts a person's sentence in the place of the drafted one that rests on the same lines, else at the end of its
// problem or section.
func place(n *ehr.Note, from ehr.Section, s ehr.Sentence, taken map[ehr.SentenceID]bool) {
	at := slices.IndexFunc(n.Sections, func(sec ehr.Section) bool { return sec.Name == from.Name })
	if at < 0 {
		n.Sections = append(n.Sections, ehr.Section{Name: from.Name, Title: from.Title})
		at = len(n.Sections) - 1
	}
	sec := &n.Sections[at]
	if i := instead(sec.Sentences, s, taken); i >= 0 {
		old := sec.Sentences[i]
		taken[old.ID] = true
		s.ID, s.Group = old.ID, old.Group
		sec.Sentences[i] = s
		return
	}
	s.ID = "carried." + s.ID // no drafted sentence has this name
	last := len(sec.Sentences)
	if s.Group != "" {
		inGroup := func(t ehr.Sentence) bool { return t.Group == s.Group }
		if i := slices.IndexFunc(sec.Sentences, inGroup); i >= 0 {
			for last = i; last < len(sec.Sentences) && inGroup(sec.Sentences[last]); last++ {
			}
		} else if i := slices.IndexFunc(from.Sentences, func(t ehr.Sentence) bool { return t.Kind == ehr.ProblemTitle && t.Group == s.Group && t.ID != s.ID }); i >= 0 {
			title := from.Sentences[i]
			title.ID = "carried." + title.ID
			sec.Sentences = append(sec.Sentences, title)
			last = len(sec.Sentences)
		}
	}
	sec.Sentences = slices.Insert(sec.Sentences, last, s)
}

// instead finds the drafted sentence that a person's stands for: the same words, or at least half of the lines that either
// rests on are both's. -1 where there is none.
func instead(drafted []ehr.Sentence, s ehr.Sentence, taken map[ehr.SentenceID]bool) int {
	best, most := -1, 0.5
	for i, t := range drafted {
		if taken[t.ID] || t.Origin == ehr.ByPerson || (t.Kind == ehr.ProblemTitle) != (s.Kind == ehr.ProblemTitle) {
			continue
		}
		if sameWords(t.Text, s.Text) {
			return i
		}
		both := 0
		for _, id := range s.Segments {
			if slices.Contains(t.Segments, id) {
				both++
			}
		}
		if share := float64(both) / float64(max(1, len(s.Segments)+len(t.Segments)-both)); both > 0 && (share > most || best < 0 && share == most) {
			best, most = i, share
		}
	}
	return best
}

// answered gives a sentence that says the same of the same lines the answer it had.
func answered(n *ehr.Note, before ehr.Sentence) bool {
	for i := range n.Sections {
		for j := range n.Sections[i].Sentences {
			s := &n.Sections[i].Sentences[j]
			if s.Text == before.Text && slices.Equal(s.Segments, before.Segments) && s.Answer == nil && len(s.Doubts) > 0 {
				s.Answer = before.Answer
				return true
			}
		}
	}
	return false
}
