package privatepg

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// Dump writes the whole database at databaseURL, in the custom format of pg_dump(1). It is one consistent picture,
// also while the service works. binaries is as in Config.
func Dump(ctx context.Context, binaries, databaseURL string, w io.Writer) error {
	cmd := tool(ctx, binaries, "pg_dump", databaseURL, "--format=custom", "--no-password")
	cmd.Stdout = w
	return runTool(cmd, nil)
}

// Restore fills the empty database at databaseURL from what Dump wrote: all of it or nothing. The dump may come from a
// server of another version, older or newer, and go to one.
func Restore(ctx context.Context, binaries, databaseURL string, r io.Reader) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	read := bare(ctx, binaries, "pg_restore", "--file=-", "--no-owner")
	read.Stdin = r
	script, err := read.StdoutPipe()
	if err != nil {
		return err
	}
	write := tool(ctx, binaries, "psql", databaseURL, "--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1")
	to, err := write.StdinPipe()
	if err != nil {
		return err
	}
	written := make(chan error, 1)
	go func() {
		written <- runTool(write, nil)
		cancel() // when it failed, nobody reads the script any more
	}()
	readErr := runTool(read, func() error { return portable(to, script) })
	// Without this last line psql ends the transaction by undoing it.
	if readErr == nil {
		_, readErr = io.WriteString(to, "COMMIT;\n")
	}
	to.Close()
	if err := <-written; err != nil {
		return err
	}
	return readErr
}

// foreign are lines of a dump that only servers of some versions take, and that no record needs: a time-out that is
// off (PostgreSQL 17 and later know it), and the versions of columns that 15.20 keeps among their options.
var foreign = regexp.MustCompile(`^(SET transaction_timeout = 0|ALTER TABLE ONLY \S+ ALTER COLUMN \S+ SET \(pg_attver=\d+\));\n$`)

// portable copies pg_restore's script as one transaction, which the caller ends, and without what is foreign. Rows
// are copied as they are.
func portable(w io.Writer, script io.Reader) error {
	out, in := bufio.NewWriter(w), bufio.NewReader(script)
	out.WriteString("BEGIN;\n")
	rows := false
	for {
		line, err := in.ReadBytes('\n')
		switch {
		case rows:
			rows = string(line) != "\\.\n"
		case foreign.Match(line):
			continue
		default:
			rows = bytes.HasPrefix(line, []byte("COPY ")) && bytes.HasSuffix(line, []byte(" FROM stdin;\n"))
		}
		out.Write(line) // a failure stays with out, and Flush tells it
		if errors.Is(err, io.EOF) {
			return out.Flush()
		}
		if err != nil {
			return err
		}
	}
}

func tool(ctx context.Context, binaries, name, databaseURL string, args ...string) *exec.Cmd {
	cmd := bare(ctx, binaries, name, args...)
	// The address may hold a password, and arguments can be seen by every user of the machine.
	cmd.Args = append(cmd.Args, "--dbname", withoutPassword(databaseURL))
	if password := passwordOf(databaseURL); password != "" {
		cmd.Env = append(cmd.Env, "PGPASSWORD="+password)
	}
	return cmd
}

// bare is one of PostgreSQL's tools that needs no server.
func bare(ctx context.Context, binaries, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, filepath.Join(binaries, "bin", name), args...)
	cmd.Env = []string{"PATH=/usr/bin:/bin", "LC_ALL=C", "LD_LIBRARY_PATH=" + filepath.Join(binaries, "lib")}
	return cmd
}

// runTool runs one of them, and use beside it, where use reads what the tool writes.
func runTool(cmd *exec.Cmd, use func() error) error {
	name := filepath.Base(cmd.Path)
	var errs strings.Builder
	cmd.Stderr = &errs
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	var used error
	if use != nil {
		used = use()
	}
	if err := cmd.Wait(); err != nil {
		return fmt.Errorf("%s: %w: %s", name, err, firstLine(errs.String()))
	}
	return used
}

// firstLine keeps the tool's first complaint; further lines may quote rows.
func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}
