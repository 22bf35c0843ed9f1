package speech

import (
	"math"
	"strings"

	"github.com/visitwright/visitwright/scribe/speech/vad"
)

// Times in samples.
const (
	interimFirst = Rate * 6 / 10   // of speech before the first interim reading of an utterance
	interimAgain = Rate / 10       // after one that found no words
	interimEvery = Rate * 77 / 100 // from one text on the screen to the next
	interimSlow  = Rate            // more than that for busy machines
	interimMost  = Rate / 2        // the longest that a reading is expected to take
	earlyPause   = Rate * 3 / 10   // of pause after which a piece is read as if it had ended
)

// interim reads the utterance so far, in time for a new text each second, and less often when the machine does not keep up. While
// nothing more is said there is nothing to read.
func (s *stream) interim() {
	start, speaking := s.cutter.Open()
	if !s.live || !speaking || int64(s.cutter.Speech())*vad.Frame <= s.asked {
		return
	}
	from, wait := int64(start)*vad.Frame, int64(0)
	if s.rec.pool.waiting(interimWork) > 2*s.rec.pool.size {
		wait = interimSlow
	}
	s.mu.Lock()
	if s.next == 0 {
		s.next = from + interimFirst
	}
	number, due := len(s.pieces), !s.busy && s.framed >= s.next+wait
	s.busy = s.busy || due
	s.mu.Unlock()
	if !due {
		return
	}
	s.asked = s.framed
	sound, end := s.cut(from, s.framed), s.framed
	s.run(interimWork, func() error { return s.readInterim(number, from, end, sound) })
}

func (s *stream) readInterim(number int, from, end int64, sound []float32) error {
	defer s.interimDone()
	s.mu.Lock()
	draft, stale := s.tokens, number < len(s.pieces)
	s.mu.Unlock()
	if stale {
		return nil
	}
	found, err := s.rec.greedy(s.ctx, s.rec.tiny, sound, draft)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	// How long this took is what the next one may take; a slow one is remembered for a while.
	took := min(s.come-end, interimMost)
	s.took = max(took, s.took-(s.took-took)/4)
	s.tellInterim(number, from, end, s.rec.tiny.Name, found)
	return nil
}

func (s *stream) interimDone() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.busy = false
}

// tellInterim tells what was read of a piece that has not ended. The caller holds the lock, so that no interim text comes after
// the piece's own.
func (s *stream) tellInterim(number int, from, end int64, recogniser string, found found) {
	if number < len(s.pieces) {
		return
	}
	s.tokens = found.tokens
	texts, sum := make([]string, 0, len(found.words)), 0.0
	for _, w := range found.words {
		sum += w.Prob
		if t := spell(w.Text); t != "" {
			texts = append(texts, t)
		}
	}
	if len(texts) == 0 { // nothing, or no more than "um"
		s.next = s.come + interimAgain
		return
	}
	s.next = s.come + interimEvery - s.took
	s.tell(Event{Kind: Interim, Segment: Segment{
		ID: pieceID(s.channel, number), StartMS: ms(from), EndMS: ms(end), Speaker: s.speaking(), Channel: s.channel,
		Text: strings.Join(texts, " "), Confidence: math.Exp(sum / float64(len(found.words))), Pass: PassInterim,
		Recogniser: recogniser, Version: Version,
	}})
}

// early reads an utterance at a short pause as if it had ended. When the pause goes on, the text is there at once; when the
// speaker goes on, it is an interim one.
func (s *stream) early() {
	if !s.live {
		return
	}
	found, ok := s.cutter.Pausing()
	if s.begun != nil && (!ok || int64(found.End)*vad.Frame != s.begun.end) {
		s.mu.Lock()
		s.begun.dropped = true
		s.mu.Unlock()
		s.begun = nil
	}
	if !ok || s.begun != nil || s.framed-int64(s.cutter.Speech())*vad.Frame < earlyPause || s.rec.pool.waiting(pieceWork) >= s.rec.pool.size {
		return
	}
	s.mu.Lock()
	p := s.piece(found)
	s.mu.Unlock()
	s.begun = p
	s.readPiece(p, found)
}
