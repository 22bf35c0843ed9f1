package speech

// overlapLeast is how long two people must speak at once, in ms, to be said.
const overlapLeast = 300

// overlaps marks segments of two microphones that were spoken at the same time.
func (t *Transcript) overlaps() {
	for i := range t.Segments {
		a := &t.Segments[i]
		for j := i + 1; j < len(t.Segments) && t.Segments[j].StartMS < a.EndMS; j++ {
			b := &t.Segments[j]
			if a.Channel != b.Channel && min(a.EndMS, b.EndMS)-b.StartMS >= overlapLeast {
				a.Overlap, b.Overlap = true, true
			}
		}
	}
}

// remark says what a reader should know of the whole.
func (t *Transcript) remark() {
	say := func(code, text string) { t.Remarks = append(t.Remarks, Remark{Code: code, Text: text}) }
	if len(t.Segments) == 0 {
		t.Voices = 0
		say(RemarkNoSpeech, "No speech was found in this recording.")
		return
	}
	if t.Voices == 1 {
		say(RemarkOneVoice, "Only one voice was heard.")
	}
	if t.Voices > 2 {
		say(RemarkThirdVoice, "More than two voices were heard. Who spoke may be wrong for the others: please check.")
	}
	overlap, fallback := false, false
	for _, s := range t.Segments {
		overlap, fallback = overlap || s.Overlap, fallback || s.Fallback
	}
	if overlap {
		say(RemarkOverlap, "In places two people spoke at once; those lines are marked.")
	}
	if fallback {
		say(RemarkFallback, "The second recogniser did not answer for all of it; those lines come from the local one.")
	}
}
