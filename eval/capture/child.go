package capture

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/capture"
	"github.com/visitwright/visitwright/scribe/capture/vault"
	"github.com/visitwright/visitwright/scribe/capture/wire"
)

// Order is what a process that this package starts is to do, as JSON on its command
// line.
type Order struct {
	// Of a server.
	Address  string `json:"address,omitempty"`
	Dir      string `json:"dir"`
	Database string `json:"database,omitempty"` // asked before a recording is let in or ended

	// Of a recorder.
	URL       string `json:"url,omitempty"`
	Recording int    `json:"recording,omitempty"`
	Bytes     int64  `json:"bytes,omitempty"`
}

// Reach connects to a database and gives a function that says whether it answers.
type Reach func(ctx context.Context, url string) (func(context.Context) error, error)

// Obey carries out an order and returns when it is done, or when stdin closes,
// because the process that gave it is gone. Without reach no database is asked.
func Obey(ctx context.Context, order string, reach Reach, stdin io.Reader, stdout io.Writer) error {
	var o Order
	if err := json.Unmarshal([]byte(order), &o); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		_, _ = io.Copy(io.Discard, stdin)
		stop()
	}()
	if o.URL != "" {
		return o.record(ctx, stdout)
	}
	return o.serve(ctx, reach, stdout)
}

// visit is the only visit of the measurement.
const visit = ehr.VisitID("0192f0c1-2a3b-7c4d-8e5f-000000000001")

func openVault(dir string, log *slog.Logger) (*vault.Store, error) {
	keys, err := vault.NewKeyring("measurement", []byte("a key for measurements only, 32 b"[:vault.KeySize]))
	if err != nil {
		return nil, err
	}
	return vault.Open(vault.Options{Dir: dir, Keys: keys, Log: log, SegmentBytes: 8 << 20, SegmentAge: 2 * time.Second})
}

// serve is a server with the product's own handler and store.
func (o Order) serve(ctx context.Context, reach Reach, stdout io.Writer) error {
	signal.Ignore(unix.SIGXFSZ) // a file-size limit stands for a full disk and must be an error, not the end
	log := slog.New(slog.DiscardHandler)
	store, err := openVault(o.Dir, log)
	if err != nil {
		return err
	}
	ask, err := o.database(ctx, reach)
	if err != nil {
		return err
	}
	h := capture.NewHandler(capture.Options{
		Store: store, Log: log, GateEvery: 500 * time.Millisecond, LowRoom: 1, MaxLines: 10_000,
		Gate:  func(ctx context.Context, _ *http.Request, _ ehr.VisitID) error { return ask(ctx) },
		Ended: func(ctx context.Context, _ vault.Info) error { return ask(ctx) },
	})
	listener, err := net.Listen("tcp", o.Address)
	if err != nil {
		return err
	}
	srv := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { h.Serve(w, r, visit) }), ReadHeaderTimeout: 5 * time.Second}
	go func() {
		<-ctx.Done()
		end, stop := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer stop()
		_ = h.Shutdown(end)
		_ = srv.Shutdown(end)
	}()
	fmt.Fprintln(stdout, ready)
	if err := srv.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	end, stop := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer stop()
	if err := errors.Join(h.Shutdown(end), store.Close()); err != nil {
		return err
	}
	return json.NewEncoder(stdout).Encode(store.Stats())
}

// ready is what a server prints when it accepts lines. At its end it prints the
// store's Stats as JSON.
const ready = "ready"

// database gives the question that a server asks its database.
func (o Order) database(ctx context.Context, reach Reach) (func(context.Context) error, error) {
	if o.Database == "" {
		return func(context.Context) error { return nil }, nil
	}
	ping, err := reach(ctx, o.Database)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context) error {
		ctx, stop := context.WithTimeout(ctx, 2*time.Second)
		defer stop()
		if err := ping(ctx); err != nil {
			return ehr.Wrap(ehr.Unavailable, err, "the database is away")
		}
		return nil
	}, nil
}

// pace is how much faster than life a recorder speaks.
const pace = 10

// record speaks one recording and ends it, from where its log stands.
func (o Order) record(ctx context.Context, stdout io.Writer) error {
	log, err := capture.OpenLog(o.Dir, capture.NewRecording{Channels: 1, Started: time.Now()})
	if err != nil {
		return err
	}
	c := capture.NewClient(clientOptions(o.URL, log))
	go func() { _ = c.Run(ctx) }()
	from := log.Position().Milliseconds() * wire.SampleRate / 1000 * wire.SampleBytes
	if err := speakTo(ctx, c, o.Recording, from, o.Bytes); err != nil {
		return err
	}
	end, err := c.Finish(ctx)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(stdout, end.Verdict, log.ID())
	return err
}

func clientOptions(url string, log *capture.Log) capture.ClientOptions {
	return capture.ClientOptions{URL: url, Log: log, MinWait: 5 * time.Millisecond, MaxWait: 100 * time.Millisecond, Dead: 700 * time.Millisecond}
}

// frameBytes is 100 ms of one channel.
const frameBytes = wire.FrameSamples * wire.SampleBytes

// speakTo writes a recording's audio from byte from on at its pace.
func speakTo(ctx context.Context, c *capture.Client, rec int, from, to int64) error {
	tick := time.NewTicker(100 * time.Millisecond / pace)
	defer tick.Stop()
	for from < to && ctx.Err() == nil {
		n := min(frameBytes, to-from)
		if _, err := c.Write(speak(rec, from, n)); err != nil {
			return err
		}
		from += n
		<-tick.C
	}
	return ctx.Err()
}

// Program starts this program again with an order as its last argument.
type Program []string

// Self is the running program with some arguments.
func Self(args ...string) (Program, error) {
	exe, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return append(Program{exe}, args...), nil
}

// websocketURL gives the address of a server that listens on address.
func websocketURL(address string) string {
	return "ws://" + strings.TrimSuffix(address, "/") + "/"
}

func audioDir(dir string) string { return filepath.Join(dir, "audio") }
