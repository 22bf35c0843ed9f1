package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/spf13/cobra"

	"github.com/visitwright/visitwright/ehr/store/privatepg"
	"github.com/visitwright/visitwright/eval/capture"
)

func newEvalCaptureCmd() *cobra.Command {
	var o captureEval
	cmd := &cobra.Command{
		Use:   "capture",
		Short: "Kill the server, cut the lines, fill the disk: is every byte still there?",
		Long: `Streams recordings to a server in a process of its own and kills it with SIGKILL, cuts
the lines, kills the recorders, fills the disk and stops the database, each at random
moments. Then every recording is compared byte by byte with what was spoken into it.
Ends with an error if a single byte is lost, doubled or in the wrong place.

With --bench it measures instead how fast many live streams are acked from disk.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if o.obey != "" {
				return capture.Obey(cmd.Context(), o.obey, reachDatabase, os.Stdin, cmd.OutOrStdout())
			}
			return o.run(cmd.Context(), cmd.OutOrStdout())
		},
	}
	f := cmd.Flags()
	f.IntVar(&o.kills, "kills", 200, "kills of the server")
	f.IntVar(&o.cuts, "cuts", 200, "cut lines")
	f.IntVar(&o.recorderKills, "recorder-kills", 50, "kills of recorders")
	f.IntVar(&o.faults, "faults", 10, "times each that the disk is full and the database is down")
	f.Uint64Var(&o.seed, "seed", 0, "where the random moments come from; 0: a new one, printed")
	f.StringVar(&o.dir, "dir", "", "folder to work in, on the disk to be measured (default: the working directory)")
	f.BoolVar(&o.bench, "bench", false, "measure live streams instead")
	f.IntVar(&o.streams, "streams", 500, "live streams of --bench")
	f.DurationVar(&o.length, "length", 20*time.Second, "length of --bench")
	f.StringVar(&o.obey, "obey", "", "carry out an order of a measurement")
	_ = f.MarkHidden("obey") // fails only for an unknown flag
	return cmd
}

type captureEval struct {
	kills, cuts, recorderKills, faults int
	seed                               uint64
	dir, obey                          string
	bench                              bool
	streams                            int
	length                             time.Duration
}

func (o captureEval) run(ctx context.Context, w io.Writer) (err error) {
	dir, err := os.MkdirTemp(o.dir, ".capture-eval-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if dir, err = filepath.Abs(dir); err != nil {
		return err
	}
	self, err := capture.Self("eval", "capture", "--obey")
	if err != nil {
		return err
	}
	if o.seed == 0 {
		o.seed = rand.Uint64()
	}
	opt := capture.Options{Program: self, Dir: dir, Streams: 6, Seed: o.seed}
	if o.bench {
		return o.measure(ctx, opt, w)
	}
	fmt.Fprintln(w, "seed", o.seed)
	db, err := startEvalDatabase(ctx, filepath.Join(dir, "postgres"))
	if err != nil {
		fmt.Fprintln(w, "database down: not measured, there is no PostgreSQL:", err)
		return capture.All(ctx, opt, capture.Counts{Kills: o.kills, Cuts: o.cuts, RecorderKills: o.recorderKills, Faults: o.faults}, nil, w)
	}
	defer func() { err = errors.Join(err, db.Stop()) }()
	return capture.All(ctx, opt, capture.Counts{Kills: o.kills, Cuts: o.cuts, RecorderKills: o.recorderKills, Faults: o.faults}, db, w)
}

func (o captureEval) measure(ctx context.Context, opt capture.Options, w io.Writer) error {
	l, err := capture.Bench(ctx, opt, o.streams, o.length)
	if err != nil {
		return err
	}
	l.Print(w)
	if o.streams >= 500 && !l.OK() {
		return errors.New("the bar is missed: 500 streams with an ack p99 under 250 ms")
	}
	return nil
}

// reachDatabase is how the server of a measurement asks its database.
func reachDatabase(ctx context.Context, url string) (func(context.Context) error, error) {
	pool, err := pgxpool.New(ctx, url)
	if err != nil {
		return nil, err
	}
	return pool.Ping, nil
}

// evalDatabase is a private PostgreSQL that is stopped and started.
type evalDatabase struct {
	ctx context.Context
	cfg privatepg.Config
	srv *privatepg.Server
	url string
}

func startEvalDatabase(ctx context.Context, dir string) (*evalDatabase, error) {
	bin, err := privatepg.FindBinaries()
	if err != nil {
		return nil, err
	}
	d := &evalDatabase{ctx: ctx, cfg: privatepg.Config{Binaries: bin, Dir: dir, Log: slog.New(slog.DiscardHandler), Fast: true}}
	if err := d.Start(); err != nil {
		return nil, err
	}
	d.url = d.srv.URL()
	return d, nil
}

func (d *evalDatabase) URL() string { return d.url }

func (d *evalDatabase) Start() (err error) {
	d.srv, err = privatepg.Start(d.ctx, d.cfg)
	return err
}

func (d *evalDatabase) Stop() error { return d.srv.Close() }
