package speech

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/sashabaranov/go-openai"

	"github.com/visitwright/visitwright/scribe/speech/moonshine"
)

// Remote is a second recogniser: any endpoint with OpenAI's transcription interface. It reads the windows of the final
// pass; the live pass, the times and the speakers stay local. Sound leaves this machine for it, so it is off unless set.
type Remote struct {
	client *openai.Client
	model  string
	// Timeout is for one try; Tries is how often a window is asked for before the local recogniser reads it.
	Timeout time.Duration
	Tries   int
	// Pause is before the second try; it doubles each time.
	Pause time.Duration
}

// NewRemote is nil, which means none, when no URL is set. The URL is the one that "/audio/transcriptions" follows.
func NewRemote(url, key, model string) *Remote {
	if url == "" {
		return nil
	}
	c := openai.DefaultConfig(key)
	c.BaseURL = strings.TrimSuffix(url, "/")
	c.HTTPClient = &http.Client{}
	return &Remote{client: openai.NewClientWithConfig(c), model: model, Timeout: 30 * time.Second, Tries: 3,
		Pause: 500 * time.Millisecond}
}

// read asks for one window. The endpoint tells no probabilities, so each word carries 0.9.
func (r *Remote) read(ctx context.Context, sound []float32) ([]moonshine.Word, error) {
	pause := r.Pause
	var last error
	for try := range r.Tries {
		if try > 0 {
			select {
			case <-ctx.Done():
				return nil, ctx.Err()
			case <-time.After(pause):
			}
			pause *= 2
		}
		text, err := r.once(ctx, sound)
		if err == nil {
			words := []moonshine.Word{}
			for _, w := range strings.Fields(text) {
				words = append(words, moonshine.Word{Text: w, Prob: remoteProb})
			}
			return words, nil
		}
		last = err
		if ctx.Err() != nil || !again(err) {
			break
		}
	}
	return nil, fmt.Errorf("second recogniser: %w", last)
}

// remoteProb is the logarithm of 0.9.
const remoteProb = -0.105

func (r *Remote) once(ctx context.Context, sound []float32) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, r.Timeout)
	defer cancel()
	reply, err := r.client.CreateTranscription(ctx, openai.AudioRequest{
		Model: r.model, FilePath: "window.wav", Reader: wave(sound), Language: "en", Format: openai.AudioResponseFormatJSON,
	})
	return reply.Text, err
}

// again is true for errors that may pass: the network, a timeout, too many requests, the server's own trouble.
func again(err error) bool {
	var api *openai.APIError
	if errors.As(err, &api) {
		return api.HTTPStatusCode == http.StatusTooManyRequests || api.HTTPStatusCode >= 500
	}
	var request *openai.RequestError
	if errors.As(err, &request) {
		return request.HTTPStatusCode == http.StatusTooManyRequests || request.HTTPStatusCode >= 500
	}
	return true
}

// wave is a 16-bit WAV file of the sound.
func wave(sound []float32) io.Reader {
	var b bytes.Buffer
	size := uint32(2 * len(sound))
	b.WriteString("RIFF")
	put := func(values ...any) {
		for _, v := range values {
			_ = binary.Write(&b, binary.LittleEndian, v) // a buffer does not fail
		}
	}
	put(36 + size)
	b.WriteString("WAVEfmt ")
	put(uint32(16), uint16(1), uint16(1), uint32(Rate), uint32(2*Rate), uint16(2), uint16(16))
	b.WriteString("data")
	put(size)
	pcm := make([]int16, len(sound))
	for i, x := range sound {
		pcm[i] = int16(max(-32768, min(32767, x*32768)))
	}
	put(pcm)
	return &b
}
