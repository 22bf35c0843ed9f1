package recorder

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/gorilla/websocket"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/capture"
	"github.com/visitwright/visitwright/scribe/capture/wire"
)

// Recording is what is streamed.
type Recording struct {
	PCM      []int16 // 16 kHz, interleaved
	Channels int     // 1, or 2: clinician, patient
	// Dir holds the log of what the service has not yet confirmed. Streaming the same
	// recording again with the same Dir goes on where it stopped.
	Dir string
	// Speed is how much faster than life it is streamed; 0: as fast as the service takes
	// it, 1: as it was spoken.
	Speed float64
	State func(capture.State) // may be nil
}

// ErrDifferent says that the service did not receive what was sent.
var ErrDifferent = errors.New("the service's audio differs from the recording: the digests do not match")

// Stream sends a recording to a visit and waits until the service has confirmed
// every byte. Consent must be on file.
func (s *Service) Stream(ctx context.Context, visit ehr.VisitID, r Recording) (wire.Ended, error) {
	log, err := capture.OpenLog(r.Dir, capture.NewRecording{Channels: r.Channels, Started: time.Now()})
	if err != nil {
		return wire.Ended{}, err
	}
	c := capture.NewClient(capture.ClientOptions{
		URL: s.socket(visit), Header: s.cookies(), Log: log, Live: true, Name: "visitwright visit", State: r.State,
		Dialer: &websocket.Dialer{TLSClientConfig: s.tls, Proxy: http.ProxyFromEnvironment, HandshakeTimeout: 15 * time.Second},
	})
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	go func() { stop(c.Run(ctx)) }()
	if err := r.speak(ctx, c, log); err != nil {
		return wire.Ended{}, errors.Join(cause(ctx, err), log.Close())
	}
	// The service's answer ends Run, which ends ctx: it must not be taken for a failure.
	end, err := c.Finish(context.WithoutCancel(ctx))
	if err == nil && end.Verdict == wire.Different {
		err = ErrDifferent
	}
	return end, err
}

func cause(ctx context.Context, err error) error {
	if c := context.Cause(ctx); c != nil {
		return c
	}
	return err
}

func (s *Service) socket(visit ehr.VisitID) string {
	u := *s.base.JoinPath("api/v1/visits", string(visit), "capture")
	u.Scheme = map[string]string{"http": "ws", "https": "wss"}[u.Scheme]
	return u.String()
}

func (s *Service) cookies() http.Header {
	req := http.Request{Header: http.Header{}}
	for _, c := range s.http.Jar.Cookies(s.base.JoinPath("/")) {
		req.AddCookie(c)
	}
	return req.Header
}

// ahead is how much audio may wait in the log when nobody listens in real time.
const ahead = 2 * time.Minute

// speak writes the recording from where the log stands.
func (r Recording) speak(ctx context.Context, c *capture.Client, log *capture.Log) error {
	if log.Ended() {
		return nil
	}
	step := wire.FrameSamples * r.Channels
	from := int(log.Position()*wire.SampleRate/time.Second) * r.Channels
	if from > len(r.PCM) {
		return fmt.Errorf("the recording is shorter than what was already sent; %s is of another", r.Dir)
	}
	begin := time.Now()
	buf := make([]byte, 0, step*wire.SampleBytes)
	for i := from; i < len(r.PCM); i += step {
		buf = buf[:0]
		for _, v := range r.PCM[i:min(i+step, len(r.PCM))] {
			buf = append(buf, byte(v), byte(uint16(v)>>8))
		}
		if _, err := c.Write(buf); err != nil {
			return err
		}
		if err := r.wait(ctx, c, begin, i+step-from); err != nil {
			return err
		}
	}
	return nil
}

// wait keeps the pace.
func (r Recording) wait(ctx context.Context, c *capture.Client, begin time.Time, samples int) error {
	if r.Speed > 0 {
		length := time.Duration(samples/r.Channels) * time.Second / wire.SampleRate
		select {
		case <-time.After(time.Until(begin.Add(time.Duration(float64(length) / r.Speed)))):
		case <-ctx.Done():
		}
		return ctx.Err()
	}
	for c.Now().Kept > ahead {
		select {
		case <-time.After(20 * time.Millisecond):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return ctx.Err()
}

// Address checks and completes what a person typed, e.g. "clinic.example:8443".
func Address(typed string) string {
	if u, err := url.Parse(typed); err == nil && u.Scheme != "" && u.Host != "" {
		return typed
	}
	return "http://" + typed
}
