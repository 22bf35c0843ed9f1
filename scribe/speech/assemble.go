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
func assemble(streams []*stream, samples int64) Transcript {
	t := Transcript{DurationMS: ms(samples), Recogniser: Name, Version: Version}
	var verbatim []string
	for _, s := range streams {
		slices.SortFunc(s.looks, func(a, b look) int { return int(a.at - b.at) })
		groups := s.label()
		names := s.names(groups, len(streams))
		t.Voices += len(groups.Centres)
		for _, w := range s.windows {
			words := w.timed()
			for _, x := range words {
				verbatim = append(verbatim, x.text)
			}
			t.Segments = append(t.Segments, s.sentences(w, words, names)...)
		}
	}
	slices.SortStableFunc(t.Segments, func(a, b Segment) int { return int(a.StartMS - b.StartMS) })
	for i := range t.Segments {
		t.Segments[i].ID = fmt.Sprintf("s%04d", i+1)
	}
	t.Verbatim = strings.Join(verbatim, " ")
	return t
}

// timed gives the window's words the times and voices of the live pass, by aligning the two.
func (w *window) timed() []word {
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
			out[pair.A].start, out[pair.A].end, out[pair.A].label = s.start, s.end, s.label
			known[pair.A] = true
		}
	}
	fill(out, known, w.start, w.end)
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
			to = max(from, words[j].start)
			if label < 0 || i > 0 && endsSentence(words[i-1].text) {
				label = words[j].label
			}
		} else {
			to = max(from, to)
		}
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
		if seg, ok := s.utterance(words[from:to]); ok {
			seg.Recogniser, seg.Version, seg.Fallback = w.recogniser, Version, w.fallback
			if l := words[from].label; l >= 0 && l < len(names) {
				seg.Speaker = names[l]
			}
			out = append(out, seg)
		}
		from = to
	}
	return out
}

// utterance writes words as one segment by the spelling rule; false if nothing is left.
func (s *stream) utterance(words []word) (Segment, bool) {
	var kept []string
	prob, first := 0.0, true
	for i, w := range words {
		prob += w.prob
		text := spell(w.text)
		if text == "" {
			continue
		}
		if first && i > 0 && startsLarge(words[0].text) {
			text = capital(text)
		}
		first = false
		kept = append(kept, text)
	}
	if len(kept) == 0 {
		return Segment{}, false
	}
	return Segment{StartMS: ms(words[0].start), EndMS: ms(words[len(words)-1].end), Speaker: Unknown, Channel: s.channel,
		Text: strings.Join(kept, " "), Confidence: math.Exp(prob / float64(len(words)))}, true
}

func startsLarge(word string) bool { return capital(word) == word }

// segment is a piece as the live screen shows it.
func (s *stream) segment(p *piece) Segment {
	seg, _ := s.utterance(p.words)
	seg.ID, seg.Recogniser, seg.Version = pieceID(s.channel, p.number), s.rec.base.Name, Version
	seg.StartMS, seg.EndMS, seg.Channel = ms(p.start), ms(p.end), s.channel
	seg.Speaker = s.likely()
	return seg
}

func pieceID(channel, number int) string { return fmt.Sprintf("p%d-%d", channel, number+1) }

func (t *Transcript) shift(by int64) {
	for i := range t.Segments {
		t.Segments[i].StartMS += by
		t.Segments[i].EndMS += by
	}
	for i := range t.Remarks {
		t.Remarks[i].StartMS += by
		t.Remarks[i].EndMS += by
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
