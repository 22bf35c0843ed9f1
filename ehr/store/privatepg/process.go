package privatepg

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	fastStop      = 30 * time.Second // for ending all connections and writing everything to disk
	immediateStop = 5 * time.Second  // for ending at once; the next start then recovers from the log
	shortestPause = 100 * time.Millisecond
	longestPause  = 5 * time.Second
	calmAfter     = time.Minute // a server that ran this long is started again without a pause
)

// supervise runs the server until ctx ends, and starts it again whenever it dies. What went wrong with the very
// first start goes to first, and then there is no second.
func (s *Server) supervise(ctx context.Context, first chan<- error) {
	defer close(s.stopped)
	pause := shortestPause
	for attempt := 1; ; attempt++ {
		begun := time.Now()
		wasReady, err := s.runOnce(ctx)
		if ctx.Err() != nil {
			return
		}
		if attempt == 1 && !wasReady {
			first <- err
			return
		}
		s.log.Error("the private database stopped; starting it again", "cause", err)
		if time.Since(begun) > calmAfter {
			pause = shortestPause
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
		pause = min(2*pause, longestPause)
		if err := stopLeftovers(ctx, s.cluster(), s.socketDir, s.log); err != nil {
			s.log.Error("the private database left processes behind", "cause", err)
		}
	}
}

// runOnce starts the server and waits for its end; it stops it when ctx ends. The thread that started the child
// must live as long as the child, as the kernel takes that thread's end for the parent's (prctl(2),
// PR_SET_PDEATHSIG).
func (s *Server) runOnce(ctx context.Context) (wasReady bool, err error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()

	// Not with ctx: its end must stop the server in order, not kill it.
	cmd := s.program(context.WithoutCancel(ctx), "postgres", s.arguments()...)
	output, err := s.openLog()
	if err != nil {
		return false, err
	}
	defer output.Close()
	cmd.Stdout, cmd.Stderr = output, output
	if err := cmd.Start(); err != nil {
		return false, fmt.Errorf("starting the private database: %w", err)
	}
	s.setPID(cmd.Process.Pid)
	defer s.setPID(0)

	ended := make(chan struct{})
	go stopOnDone(ctx, cmd.Process, ended)
	readyCtx, cancel := context.WithCancel(ctx)
	ready := make(chan bool, 1)
	go func() { ready <- s.awaitReady(readyCtx) == nil }()
	waitErr := cmd.Wait()
	close(ended)
	cancel()
	wasReady = <-ready
	if waitErr == nil {
		waitErr = errors.New("it ended by itself")
	}
	return wasReady, fmt.Errorf("private database: %w: %s", waitErr, tail(output, 5))
}

func (s *Server) setPID(pid int) {
	s.mu.Lock()
	s.pid = pid
	s.mu.Unlock()
}

// longestLog is the size at which a log is put aside when the server starts; one such is kept.
const longestLog = 10 << 20

// openLog opens the server's log at its end. It is a file and no pipe, so that the server can still write while the
// program dies.
func (s *Server) openLog() (*os.File, error) {
	path := filepath.Join(s.cfg.Dir, "server.log")
	if info, err := os.Stat(path); err == nil && info.Size() > longestLog {
		if err := os.Rename(path, path+".1"); err != nil {
			return nil, fmt.Errorf("database log: %w", err)
		}
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("database log: %w", err)
	}
	return f, nil
}

// tail returns the last lines of the log; there is no health data in it.
func tail(log *os.File, lines int) string {
	const enough = 4096
	info, err := log.Stat()
	if err != nil {
		return ""
	}
	buf := make([]byte, min(info.Size(), enough))
	n, _ := log.ReadAt(buf, info.Size()-int64(len(buf)))
	return lastLines(string(buf[:n]), lines)
}

func (s *Server) arguments() []string {
	settings := []string{
		"listen_addresses=",
		"unix_socket_directories=" + s.socketDir,
		"unix_socket_permissions=0700",
		"max_connections=" + strconv.Itoa(s.cfg.MaxConnections),
		"timezone=UTC",
		"log_timezone=UTC",
		// Health data must not reach the log: no statements, no parameters, no DETAIL lines with values of keys, and
		// no errors of single statements, whose words may quote a value; the program gets those anyway.
		"logging_collector=off",
		"log_destination=stderr",
		"log_min_messages=log",
		"log_min_error_statement=panic",
		"log_statement=none",
		"log_min_duration_statement=-1",
		"log_parameter_max_length=0",
		"log_parameter_max_length_on_error=0",
		"log_error_verbosity=terse",
		"log_checkpoints=off",
	}
	if s.cfg.Fast {
		settings = append(settings, "fsync=off", "synchronous_commit=off", "full_page_writes=off",
			"wal_level=minimal", "max_wal_senders=0", "autovacuum=off", "shared_buffers=64MB")
	} else {
		// The graph of the codes' meanings is 60 to 120 MB, and each search walks through it.
		settings = append(settings, "shared_buffers=256MB")
	}
	args := []string{"-D", s.cluster()}
	for _, setting := range settings {
		args = append(args, "-c", setting)
	}
	return args
}

// awaitReady returns when the server takes connections.
func (s *Server) awaitReady(ctx context.Context) error {
	for {
		conn, err := pgx.Connect(ctx, s.url(Admin, "postgres"))
		if err == nil {
			return conn.Close(context.WithoutCancel(ctx))
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("the private database did not take connections in time: %w", err)
		case <-time.After(25 * time.Millisecond):
		}
	}
}

// stopOnDone ends the server when ctx ends: kindly, then at once, then by force.
func stopOnDone(ctx context.Context, p *os.Process, ended <-chan struct{}) {
	select {
	case <-ended:
		return
	case <-ctx.Done():
	}
	for _, step := range []struct {
		signal syscall.Signal
		wait   time.Duration
	}{{syscall.SIGINT, fastStop}, {syscall.SIGQUIT, immediateStop}} {
		_ = p.Signal(step.signal)
		select {
		case <-ended:
			return
		case <-time.After(step.wait):
		}
	}
	_ = p.Kill()
}

// runOnOneThread is cmd.Run on a thread that stays, for the sake of Pdeathsig.
func runOnOneThread(cmd *exec.Cmd) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	return cmd.Run()
}
