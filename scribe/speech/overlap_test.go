package speech

import (
	"slices"
	"strings"
	"testing"

	"github.com/visitwright/visitwright/scribe/speech/speechtest"
	"github.com/visitwright/visitwright/scribe/speech/voice"
)

// Between two voices a look belongs to neither.
func TestMixedLooksAreSaid(t *testing.T) {
	one, two := make(voice.Point, 256), make(voice.Point, 256)
	one[0], two[1] = 1, 1
	both := make(voice.Point, 256)
	both[0], both[1] = 0.71, 0.70
	s := &stream{}
	for i, p := range []voice.Point{one, one, one, both, both, both, two, two, two} {
		s.looks = append(s.looks, look{at: int64(i) * voiceHop, point: p})
	}
	g := voice.Groups{Centres: []voice.Point{one, two}}
	for i, want := range []bool{false, true, false} {
		if _, mixed := s.voiceAt(g, int64(3*i)*voiceHop, int64(3*i+3)*voiceHop); mixed != want {
			t.Errorf("looks %d to %d: mixed is %v", 3*i, 3*i+3, mixed)
		}
	}
}

// wife is what a third person says.
func wife(t *testing.T) []int16 {
	var pcm []int16
	for _, text := range []string{"I am his wife and I can tell you that he has been limping for a whole month now.",
		"He also takes a lot of pills for his blood pressure, and I worry about that every single day."} {
		pcm = append(append(pcm, speechtest.Say(t, speechtest.Third, text)...), speechtest.Pause(0.8)...)
	}
	return pcm
}

func thirdSaid(got Transcript) bool {
	return got.Voices == 3 && slices.ContainsFunc(got.Remarks, func(r Remark) bool { return r.Code == RemarkThirdVoice })
}

// Beside the patient's own microphone sits a relative.
func TestThirdVoiceIsSaidWithAMicrophoneEach(t *testing.T) {
	more := wife(t)
	far := make([]int16, len(more))
	for i, x := range more {
		far[i] = x / 10
	}
	visit := speak(t, 2)
	pcm := append(append(visit, visit...), speechtest.Interleave(far, more)...)
	got, err := open(t, nil).Final(t.Context(), Recording{PCM: pcm, Channels: 2}, nil)
	if err != nil {
		t.Fatal(err)
	}
	check(t, got)
	said := spoken(got)
	if !thirdSaid(got) || !strings.Contains(said[Other], "wife") || strings.Contains(said[Patient]+said[Clinician], "pills") || strings.Contains(said[Other], "knee") {
		t.Errorf("%d voices, remarks %v: %v", got.Voices, got.Remarks, said)
	}
}

func TestThirdVoiceIsSaid(t *testing.T) {
	pcm := append(speak(t, 1), wife(t)...)
	got, err := open(t, nil).Final(t.Context(), Recording{PCM: pcm, Channels: 1}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !thirdSaid(got) {
		t.Errorf("%d voices, remarks %v", got.Voices, got.Remarks)
	}
}
