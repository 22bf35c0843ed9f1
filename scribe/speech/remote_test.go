package speech

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/visitwright/visitwright/scribe/speech/speechtest"
)

// endpoint is a transcription service that fails some times first.
func endpoint(t *testing.T, failures int32, text string) (*Remote, *atomic.Int32) {
	var calls atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		file, _, err := r.FormFile("file")
		if err != nil || r.FormValue("model") != "large" || r.Header.Get("Authorization") != "Bearer secret" {
			t.Errorf("request without a file, the model or the key: %v", err)
		} else if data, err := io.ReadAll(file); err != nil || !strings.HasPrefix(string(data), "RIFF") {
			t.Errorf("not a WAV file: %v", err)
		}
		if calls.Add(1) <= failures {
			http.Error(w, `{"error":{"message":"overloaded"}}`, http.StatusServiceUnavailable)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"text":"`+text+`"}`)
	}))
	t.Cleanup(server.Close)
	r := NewRemote(server.URL+"/v1/", "secret", "large")
	r.Pause = time.Millisecond
	return r, &calls
}

func TestRemoteTriesAgain(t *testing.T) {
	r, calls := endpoint(t, 2, "It hurts here.")
	words, err := r.read(t.Context(), make([]float32, 1600))
	if err != nil || len(words) != 3 || calls.Load() != 3 {
		t.Errorf("%v after %d calls, %v", words, calls.Load(), err)
	}
}

func TestRemoteGivesUp(t *testing.T) {
	r, calls := endpoint(t, 100, "")
	if _, err := r.read(t.Context(), make([]float32, 1600)); err == nil || calls.Load() != 3 {
		t.Errorf("%v after %d calls", err, calls.Load())
	}
	refused := NewRemote("http://127.0.0.1:1", "", "large")
	refused.Pause, refused.Timeout = time.Millisecond, time.Second
	if _, err := refused.read(t.Context(), make([]float32, 1600)); err == nil {
		t.Error("an endpoint that is not there answered")
	}
	if NewRemote("", "key", "model") != nil {
		t.Error("no URL is no second recogniser")
	}
}

func TestRemoteTimesOut(t *testing.T) {
	slow := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // only then does the server see that the client has gone
		<-r.Context().Done()
	}))
	defer slow.Close()
	r := NewRemote(slow.URL, "", "large")
	r.Timeout, r.Tries = 50*time.Millisecond, 1
	if _, err := r.read(t.Context(), make([]float32, 160)); err == nil || errors.Is(err, ErrAudio) {
		t.Errorf("got %v", err)
	}
}

func TestTranscriptSaysWhoWroteIt(t *testing.T) {
	said := append(speechtest.Say(t, speechtest.Man, "My left knee hurts when I climb the stairs."), speechtest.Pause(1)...)
	works, _ := endpoint(t, 0, "My left knee hurts when I climb the chairs.")
	got, err := open(t, works).Final(t.Context(), Recording{PCM: said, Channels: 1}, nil)
	if err != nil || len(got.Segments) == 0 || got.Segments[0].Recogniser != "large" || got.Segments[0].Fallback {
		t.Errorf("%+v, %v", got, err)
	}
	broken, _ := endpoint(t, 100, "")
	got, err = open(t, broken).Final(t.Context(), Recording{PCM: said, Channels: 1}, nil)
	if err != nil || len(got.Segments) == 0 || got.Segments[0].Recogniser != Name || !got.Segments[0].Fallback {
		t.Errorf("%+v, %v", got, err)
	}
}
