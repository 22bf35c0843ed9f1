package client

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/gorilla/websocket"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/capture"
	"github.com/visitwright/visitwright/scribe/capture/wire"
)

// Audio is what is streamed: 16-bit samples, little-endian, 16,000 a second and channel.
type Audio struct {
	PCM      io.Reader
	Channels int
	// Pace is how many times faster than it was spoken it is sent; 0: as fast as the service takes it.
	Pace float64
}

// Stream sends the audio of a visit through the websocket a browser uses and returns when the service has said
// that all of it is on its disk, with the comparison of the two sides' digests. progress is told how much was
// read of the audio and how much of that the service has not yet acknowledged.
func (c *Client) Stream(ctx context.Context, visit ehr.VisitID, audio Audio, progress func(capture.State)) (wire.Ended, error) {
	dir, err := os.MkdirTemp("", "visitwright-visit-")
	if err != nil {
		return wire.Ended{}, err
	}
	defer os.RemoveAll(dir)
	log, err := capture.OpenLog(dir, capture.NewRecording{Channels: audio.Channels, Started: time.Now()})
	if err != nil {
		return wire.Ended{}, err
	}
	defer log.Close()
	recorder := capture.NewClient(capture.ClientOptions{
		URL: c.websocketURL(visitPath(visit) + "/capture"), Header: c.websocketHeader(), Log: log, Live: true,
		Name: "visitwright visit", State: progress,
		Dialer: &websocket.Dialer{TLSClientConfig: c.tls, HandshakeTimeout: requestLimit},
	})
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	ran := make(chan struct{})
	go func() {
		defer close(ran)
		if err := recorder.Run(ctx); err != nil {
			cancel(err) // feeding goes on for nothing
		}
	}()
	if err := feed(ctx, recorder, audio); err != nil {
		cancel(err)
		<-ran
		return wire.Ended{}, errors.Join(err, context.Cause(ctx))
	}
	ended, err := recorder.Finish(ctx)
	if err != nil {
		cancel(err)
	}
	<-ran
	return ended, err
}

// feed reads the audio at its pace.
func feed(ctx context.Context, recorder *capture.Client, audio Audio) error {
	const piece = 100 * time.Millisecond
	perPiece := wire.FrameSamples * wire.SampleBytes * audio.Channels
	buf := make([]byte, perPiece)
	begun := time.Now()
	for n := 0; ; n++ {
		read, err := io.ReadFull(audio.PCM, buf)
		if read > 0 {
			if _, err := recorder.Write(buf[:read]); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return nil
		}
		if err != nil {
			return err
		}
		var due time.Duration
		if audio.Pace > 0 {
			due = time.Until(begun.Add(time.Duration(float64(n+1) * float64(piece) / audio.Pace)))
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-time.After(max(0, due)):
		}
	}
}

func (c *Client) websocketURL(path string) string {
	u := *c.base
	u.Scheme = "ws"
	if c.base.Scheme == "https" {
		u.Scheme = "wss"
	}
	u.Path += apiPrefix + path
	return u.String()
}

// websocketHeader carries the session's cookie and, as a browser does, the page's origin.
func (c *Client) websocketHeader() http.Header {
	h := http.Header{"Origin": {c.base.Scheme + "://" + c.base.Host}}
	var cookies string
	for i, cookie := range c.http.Jar.Cookies(c.base) {
		if i > 0 {
			cookies += "; "
		}
		cookies += cookie.Name + "=" + cookie.Value
	}
	h.Set("Cookie", cookies)
	return h
}
