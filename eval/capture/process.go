package capture

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// process is a server or recorder in a process of its own.
type process struct {
	cmd    *exec.Cmd
	stdin  io.Closer
	lines  chan string // its output; closed when it has ended
	stderr strings.Builder
}

func (p Program) start(o Order) (*process, error) {
	text, err := json.Marshal(o)
	if err != nil {
		return nil, err
	}
	c := &process{cmd: exec.Command(p[0], append(p[1:len(p):len(p)], string(text))...), lines: make(chan string, 16)}
	if c.stdin, err = c.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	c.cmd.Stderr = &c.stderr
	if err := c.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		defer close(c.lines)
		for s := bufio.NewScanner(out); s.Scan(); {
			c.lines <- s.Text()
		}
	}()
	return c, nil
}

// awaitReady waits until a server accepts lines.
func (c *process) awaitReady() error {
	select {
	case line, ok := <-c.lines:
		if ok && line == ready {
			return nil
		}
		_ = c.cmd.Wait()
		return fmt.Errorf("server did not start: %s %s", line, c.stderr.String())
	case <-time.After(30 * time.Second):
		return errors.New("server did not start in 30 s")
	}
}

// kill sends SIGKILL and waits for the end.
func (c *process) kill() error {
	if err := c.cmd.Process.Signal(unix.SIGKILL); err != nil {
		return err
	}
	for range c.lines { // until the pipe closes
	}
	_ = c.cmd.Wait() // "signal: killed" is what was asked for
	return nil
}

// stop asks it to end well and waits for it.
func (c *process) stop() error {
	if err := c.stdin.Close(); err != nil {
		return err
	}
	for range c.lines {
	}
	if err := c.cmd.Wait(); err != nil {
		return fmt.Errorf("%w: %s", err, c.stderr.String())
	}
	return nil
}
