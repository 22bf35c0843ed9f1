package live

import (
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/capture/vault"
	"github.com/visitwright/visitwright/scribe/speech"
)

// Segment puts a recogniser's segment into the record's words.
func Segment(s speech.Segment) ehr.Segment {
	out := ehr.Segment{
		ID: ehr.SegmentID(s.ID), StartMS: int(s.StartMS), EndMS: int(s.EndMS), Speaker: ehr.Speaker(s.Speaker),
		Text: s.Text, Confidence: s.Confidence, Recogniser: s.Recogniser, Version: s.Version, Fallback: s.Fallback,
	}
	for _, a := range s.Uncertain {
		if a.Start < 0 || a.End > len(s.Text) || a.Start > a.End {
			continue
		}
		out.Uncertain = append(out.Uncertain, ehr.Uncertain{
			At: utf8.RuneCountInString(s.Text[:a.Start]), Text: s.Text[a.Start:a.End], Other: a.Heard, Corrected: a.Corrected,
		})
	}
	return out
}

// Transcript puts a recogniser's transcript into the record's words, with the
// recording's holes in their places: a hole is never closed up silently.
func Transcript(t speech.Transcript, gaps []vault.Gap) []ehr.Segment {
	out := make([]ehr.Segment, 0, len(t.Segments)+len(gaps))
	for _, s := range t.Segments {
		out = append(out, Segment(s))
	}
	for i, g := range gaps {
		if g.Missing() {
			out = append(out, hole(fmt.Sprintf("gap%d", i+1), g, 0))
		}
	}
	slices.SortStableFunc(out, func(a, b ehr.Segment) int { return a.StartMS - b.StartMS })
	return out
}

func hole(id string, g vault.Gap, shift time.Duration) ehr.Segment {
	return ehr.Segment{
		ID: ehr.SegmentID(id), StartMS: int((shift + g.At).Milliseconds()), EndMS: int((shift + g.At + g.Length).Milliseconds()),
		Speaker: ehr.UnknownVoice, Missing: true,
	}
}
