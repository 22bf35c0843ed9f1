package speech

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/visitwright/visitwright/scribe/speech/align"
	"github.com/visitwright/visitwright/scribe/speech/speechtest"
)

var shared struct {
	once sync.Once
	rec  *Recogniser
	err  error
}

// open gives the one recogniser of the tests, with a second one behind it or none.
func open(t testing.TB, remote *Remote) *Recogniser {
	t.Helper()
	parts := speechtest.Parts(t)
	shared.once.Do(func() { shared.rec, shared.err = Open(Config{Parts: parts, Threads: 2, Drugs: named}) })
	if shared.err != nil {
		t.Fatal(shared.err)
	}
	r := *shared.rec
	r.remote = remote
	return &r
}

var named = []string{"lisinopril", "metformin", "omeprazole", "rosuvastatin", "Zestril", "insulin glargine"}

type line struct {
	speaker Speaker
	voice   string
	text    string
}

var visit = []line{
	{Clinician, speechtest.Woman, "Good morning. What brings you in today?"},
	{Patient, speechtest.Man, "I have had a sharp pain in my left knee for three weeks."},
	{Clinician, speechtest.Woman, "Do you have any swelling or any fever?"},
	{Patient, speechtest.Man, "No, but it hurts when I climb the stairs at home."},
}

// speak makes the visit's sound: one channel, or two with a microphone each.
func speak(t testing.TB, channels int) []int16 {
	sides := [2][]int16{}
	for _, l := range visit {
		said := append(speechtest.Say(t, l.voice, l.text), speechtest.Pause(0.8)...)
		side, other := 0, 1
		if channels == 2 && l.speaker == Patient {
			side, other = 1, 0
		}
		sides[side] = append(sides[side], said...)
		sides[other] = append(sides[other], make([]int16, len(said))...)
	}
	if channels == 1 {
		return sides[0]
	}
	for i := range sides[0] { // each microphone hears the other one's speaker from afar
		a, b := sides[0][i], sides[1][i]
		sides[0][i], sides[1][i] = a+b/10, b+a/10
	}
	return speechtest.Interleave(sides[0], sides[1])
}

// spoken is what each speaker said, in plain words.
func spoken(t Transcript) map[Speaker]string {
	out := map[Speaker]string{}
	for _, s := range t.Segments {
		for w := range strings.FieldsSeq(s.Text) {
			out[s.Speaker] += " " + align.Plain(w)
		}
	}
	return out
}

func check(t *testing.T, got Transcript) {
	t.Helper()
	said := spoken(got)
	for speaker, words := range map[Speaker][]string{
		Clinician: {"what brings you in today", "swelling", "fever"}, Patient: {"left knee", "weeks", "stairs"},
	} {
		for _, w := range words {
			if !strings.Contains(said[speaker], w) {
				t.Errorf("%s did not say %q; transcript: %+v", speaker, w, said)
			}
		}
	}
	for i, s := range got.Segments {
		if s.EndMS < s.StartMS || i > 0 && s.StartMS < got.Segments[i-1].StartMS || s.Confidence <= 0 || s.Confidence > 1 ||
			s.Recogniser == "" || s.Version == "" || s.ID == "" || s.Pass != PassWindow {
			t.Errorf("segment %+v", s)
		}
	}
}

func TestFinalTellsTwoVoicesApart(t *testing.T) {
	r := open(t, nil)
	got, err := r.Final(t.Context(), Recording{PCM: speak(t, 1), Channels: 1}, nil)
	if err != nil {
		t.Fatal(err)
	}
	check(t, got)
	if got.Voices != 2 {
		t.Errorf("%d voices", got.Voices)
	}
	again, err := r.Final(t.Context(), Recording{PCM: speak(t, 1), Channels: 1}, nil)
	if err != nil || !slices.EqualFunc(got.Segments, again.Segments, func(a, b Segment) bool { return a.Text == b.Text && a.StartMS == b.StartMS }) {
		t.Errorf("the same sound gave another transcript: %v", err)
	}
}

func TestFinalGoesByChannel(t *testing.T) {
	got, err := open(t, nil).Final(t.Context(), Recording{PCM: speak(t, 2), Channels: 2}, nil)
	if err != nil {
		t.Fatal(err)
	}
	check(t, got)
	for _, s := range got.Segments {
		if s.Channel == 0 && s.Speaker != Clinician || s.Channel == 1 && s.Speaker != Patient {
			t.Errorf("channel %d is %s", s.Channel, s.Speaker)
		}
	}
	if said := spoken(got); strings.Contains(said[Clinician], "knee") || strings.Contains(said[Patient], "fever") {
		t.Errorf("one microphone's words came through the other: %v", said)
	}
}

func TestLiveVisitsSideBySide(t *testing.T) {
	r, pcm := open(t, nil), speak(t, 1)
	var visits sync.WaitGroup
	for range 3 {
		visits.Go(func() {
			var kinds []EventKind
			stood := map[string]bool{}
			live, err := r.NewLive(LiveConfig{Channels: 1, StartMS: 5000, Sink: func(e Event) {
				kinds = append(kinds, e.Kind)
				if e.Segment.StartMS < 5000 || e.Segment.Text == "" {
					t.Errorf("event %+v", e)
				}
				if stood[e.Segment.ID] || (e.Kind == Piece) != (e.Segment.Pass == PassPiece) {
					t.Errorf("%s text of pass %s, or after the piece's own: %+v", e.Kind, e.Segment.Pass, e)
				}
				stood[e.Segment.ID] = e.Kind == Piece
			}})
			if err != nil {
				t.Error(err)
				return
			}
			defer live.Cancel()
			for block := range slices.Chunk(pcm, 1600) {
				if err := live.Write(block); err != nil {
					t.Error(err)
				}
			}
			got, err := live.Finish(context.Background())
			if err != nil {
				t.Error(err)
			}
			check(t, got)
			if len(kinds) == 0 || !slices.Contains(kinds, Piece) || got.Segments[0].StartMS < 5000 {
				t.Errorf("events %v, first segment at %d ms", kinds, got.Segments[0].StartMS)
			}
		})
	}
	visits.Wait()
}

// At a short pause the live pass reads ahead; when the pause goes on, the same text stands, and when it does not, a longer one.
// What is no more than "um" gives no line, and no words of it stay on the screen.
func TestAMereUmIsTakenBack(t *testing.T) {
	events := make(chan Event, 100)
	live, err := open(t, nil).NewLive(LiveConfig{Channels: 1, Sink: func(e Event) { events <- e }})
	if err != nil {
		t.Fatal(err)
	}
	defer live.Cancel()
	pcm := append(append(speechtest.Pause(0.5), speechtest.Say(t, speechtest.Woman, "Uh.")...), speechtest.Pause(1.5)...)
	for block := range slices.Chunk(pcm, 800) {
		if err := live.Write(block); err != nil {
			t.Fatal(err)
		}
	}
	for {
		select {
		case e := <-events:
			if e.Kind == Piece {
				t.Fatalf("a line: %q", e.Segment.Text)
			}
			if e.Kind == Interim && e.Segment.Text == "" {
				return
			}
		case <-time.After(time.Minute):
			t.Fatal("nothing was taken back")
		}
	}
}

func TestAShortPauseIsReadAhead(t *testing.T) {
	events := make(chan Event, 100)
	live, err := open(t, nil).NewLive(LiveConfig{Channels: 1, Sink: func(e Event) { events <- e }})
	if err != nil {
		t.Fatal(err)
	}
	defer live.Cancel()
	write := func(pcm []int16) {
		for block := range slices.Chunk(pcm, 800) {
			if err := live.Write(block); err != nil {
				t.Fatal(err)
			}
		}
	}
	ahead := func(words string) Segment {
		for e := range events {
			if e.Kind == Piece {
				t.Fatalf("a piece before its pause was over: %+v", e)
			}
			if e.Segment.Recogniser == Name && strings.Contains(e.Segment.Text, words) {
				return e.Segment
			}
		}
		return Segment{}
	}
	said := func(text string) []int16 { // without the silence that the synthesizer adds
		pcm := speechtest.Say(t, speechtest.Woman, text)
		loud := func(x int16) bool { return x > 300 || x < -300 }
		first := slices.IndexFunc(pcm, loud)
		slices.Reverse(pcm)
		last := len(pcm) - slices.IndexFunc(pcm, loud)
		slices.Reverse(pcm)
		return pcm[first:last]
	}
	write(append(speechtest.Pause(0.5), said("My left knee hurts.")...))
	write(speechtest.Pause(0.38))
	ahead("knee hurts")
	write(said("And my back hurts as well."))
	write(speechtest.Pause(0.38))
	whole := ahead("back hurts")
	write(speechtest.Pause(0.4))
	for e := range events {
		if e.Kind == Piece {
			if e.Segment.Text != whole.Text || !strings.Contains(e.Segment.Text, "knee") || e.Segment.ID != whole.ID {
				t.Errorf("ahead %+v, then %+v", whole, e.Segment)
			}
			return
		}
	}
}

// The recogniser alone writes "Liza Nupur lysenoprotein milligrams".
func TestADrugAndItsDoseAreHeardOnce(t *testing.T) {
	pcm := append(append(speechtest.Pause(0.5), speechtest.Say(t, speechtest.Woman, "Let's start you on lisinopril 10 milligrams once a day and see how it goes.")...),
		speechtest.Pause(0.5)...)
	got, err := open(t, nil).Final(t.Context(), Recording{PCM: pcm, Channels: 1}, nil)
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	for _, s := range got.Segments {
		text += " " + strings.ToLower(s.Text)
	}
	if strings.Count(text, "lisinopril") != 1 || strings.Count(text, "10")+strings.Count(text, "ten ") != 1 {
		t.Errorf("got %q", text)
	}
}

func TestNoSpeechGivesNoWords(t *testing.T) {
	hum := make([]int16, 5*Rate)
	for i := range hum {
		hum[i] = int16(3000 * math.Sin(2*math.Pi*60*float64(i)/Rate))
	}
	got, err := open(t, nil).Final(t.Context(), Recording{PCM: hum, Channels: 1}, nil)
	if err != nil || len(got.Segments) != 0 || got.Voices != 0 || len(got.Remarks) != 1 || got.Remarks[0].Code != RemarkNoSpeech {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestFinalStopsWhenToldTo(t *testing.T) {
	r := open(t, nil)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.Final(ctx, Recording{PCM: speechtest.Pause(30), Channels: 1}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if _, err := r.Final(t.Context(), Recording{PCM: make([]int16, 3), Channels: 2}, nil); !errors.Is(err, ErrAudio) {
		t.Errorf("odd samples: %v", err)
	}
}

func TestOpenSaysThatPartsAreMissing(t *testing.T) {
	speechtest.Parts(t)
	if _, err := Open(Config{Parts: t.TempDir()}); !errors.Is(err, ErrParts) {
		t.Errorf("got %v", err)
	}
}
