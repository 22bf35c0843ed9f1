package speech

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/visitwright/visitwright/scribe/speech/align"
	"github.com/visitwright/visitwright/scribe/speech/moonshine"
)

// assemble makes the transcript of streams whose work is done.
func (r *Recogniser) assemble(streams []*stream, samples int64) Transcript {
	t := Transcript{Segments: []Segment{}, DurationMS: ms(samples), Recogniser: Name, Version: Version}
	if r.remote != nil {
		t.Recogniser = r.remote.model
	}
	var verbatim []string
	for _, s := range streams {
		names := s.speakers()
		spoke := false
		for _, w := range s.windows {
			s.settle(w)
			words := w.timed(len(names) == 1)
			for _, x := range words {
				verbatim = append(verbatim, x.text)
			}
			found := s.sentences(w, words, names)
			spoke = spoke || len(found) > 0
			t.Segments = append(t.Segments, found...)
		}
		if spoke {
			t.Voices = min(3, t.Voices+voices(names))
		}
	}
	t.Verbatim = strings.Join(verbatim, " ")
	t.finish(len(streams))
	return t
}

// finish puts the segments in order and adds the remarks.
func (t *Transcript) finish(channels int) {
	slices.SortStableFunc(t.Segments, func(a, b Segment) int { return int(a.StartMS - b.StartMS) })
	for i := range t.Segments {
		t.Segments[i].ID = fmt.Sprintf("s%04d", i+1)
	}
	if channels == 2 {
		t.overlaps()
	}
	t.remark()
}

// timed gives the window's words the times and voices of the live pass, by aligning the two.
func (w *window) timed(oneVoice bool) []word {
	var short []word
	for _, p := range w.pieces {
		short = append(short, p.words...)
	}
	out := make([]word, len(w.words))
	known := make([]bool, len(w.words))
	for i, x := range w.words {
		out[i] = word{text: x.Text, prob: x.Prob, label: -1}
	}
	for _, pair := range align.Words(texts(w.words), shortTexts(short)) {
		if pair.A >= 0 && pair.B >= 0 {
			s := short[pair.B]
			out[pair.A].start, out[pair.A].end, out[pair.A].label, out[pair.A].mixed = s.start, s.end, s.label, s.mixed
			known[pair.A] = true
		}
	}
	fill(out, known, w.start, w.end)
	if oneVoice {
		for i := range out {
			out[i].label = 0
		}
	}
	return out
}

// fill gives words without a partner a place between their neighbours, and the voice of their sentence.
func fill(words []word, known []bool, start, end int64) {
	for i := 0; i < len(words); i++ {
		if known[i] {
			continue
		}
		j := i
		for j < len(words) && !known[j] {
			j++
		}
		from, to, label := start, end, -1
		if i > 0 {
			from, label = words[i-1].end, words[i-1].label
		}
		if j < len(words) {
			to = words[j].start
			if label < 0 || endsSentence(words[i-1].text) {
				label = words[j].label
			}
		}
		to = max(from, to)
		for k := i; k < j; k++ {
			words[k].start = from + (to-from)*int64(k-i)/int64(j-i)
			words[k].end = from + (to-from)*int64(k-i+1)/int64(j-i)
			words[k].label = label
		}
		i = j
	}
}

// sentences cuts a window's words into segments: at the end of a sentence and where the voice changes.
func (s *stream) sentences(w *window, words []word, names []Speaker) []Segment {
	var out []Segment
	for from := 0; from < len(words); {
		to := from + 1
		for to < len(words) && !endsSentence(words[to-1].text) && words[to].label == words[from].label {
			to++
		}
		seg := utterance(words[from:to], w.within(from, to))
		if seg.Text != "" {
			seg.Recogniser, seg.Version, seg.Fallback, seg.Channel, seg.Pass = w.recogniser, Version, w.fallback, s.channel, PassWindow
			if l := words[from].label; l >= 0 && l < len(names) {
				seg.Speaker = names[l]
			}
			if mixed(words[from:to]) {
				seg.Speaker, seg.Overlap = Unknown, true
			}
			out = append(out, seg)
		}
		from = to
	}
	return out
}

// mixed is true when most of the words were said while someone else spoke.
func mixed(words []word) bool {
	n := 0
	for _, w := range words {
		if w.mixed {
			n++
		}
	}
	return 2*n > len(words)
}

// within are the window's doubts about the words [from, to), counted from the first of them.
func (w *window) within(from, to int) []doubt {
	var out []doubt
	for _, d := range w.doubts {
		if d.from >= from && d.from < to {
			d.from, d.to = d.from-from, min(d.to, to)-from
			out = append(out, d)
		}
	}
	return out
}

// utterance writes words as one segment by the spelling rule; its text is empty if nothing is left.
func utterance(words []word, open []doubt) Segment {
	if len(words) == 0 {
		return Segment{Speaker: Unknown}
	}
	var b strings.Builder
	prob := 0.0
	from, to := make([]int, len(words)), make([]int, len(words)) // each word's place in the text
	for i, w := range words {
		prob += w.prob
		text := spell(w.text)
		if text != "" && b.Len() > 0 {
			b.WriteByte(' ')
		} else if i > 0 && startsLarge(words[0].text) && b.Len() == 0 {
			text = capital(text)
		}
		from[i] = b.Len()
		b.WriteString(text)
		to[i] = b.Len()
	}
	seg := Segment{StartMS: ms(words[0].start), EndMS: ms(words[len(words)-1].end), Speaker: Unknown,
		Text: b.String(), Confidence: math.Exp(prob / float64(len(words)))}
	for _, d := range open {
		a := Alternative{Start: from[d.from], End: from[d.from], Heard: d.heard, Kind: string(d.kind),
			Corrected: d.corrected}
		if d.to > d.from {
			a.End = to[d.to-1]
		}
		seg.Uncertain = append(seg.Uncertain, a)
	}
	return seg
}

func startsLarge(word string) bool { return capital(word) == word }

func pieceID(channel, number int) string { return fmt.Sprintf("p%d-%d", channel, number+1) }

func (t *Transcript) shift(by int64) {
	for i := range t.Segments {
		t.Segments[i].StartMS += by
		t.Segments[i].EndMS += by
	}
	for i, r := range t.Remarks {
		if r.EndMS > 0 {
			t.Remarks[i].StartMS, t.Remarks[i].EndMS = r.StartMS+by, r.EndMS+by
		}
	}
}

func texts(words []moonshine.Word) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = w.Text
	}
	return out
}

func shortTexts(words []word) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = w.text
	}
	return out
}
