package privatepg

import (
	"context"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
)

// Dump writes the whole database at databaseURL, in the custom format of pg_dump(1). It is one consistent picture,
// also while the service works. binaries is as in Config.
func Dump(ctx context.Context, binaries, databaseURL string, w io.Writer) error {
	cmd := tool(ctx, binaries, "pg_dump", databaseURL, "--format=custom", "--no-password")
	cmd.Stdout = w
	return runTool(cmd, "pg_dump")
}

// Restore fills the empty database at databaseURL from what Dump wrote: all of it or nothing.
func Restore(ctx context.Context, binaries, databaseURL string, r io.Reader) error {
	cmd := tool(ctx, binaries, "pg_restore", databaseURL,
		"--single-transaction", "--exit-on-error", "--no-owner", "--no-password")
	cmd.Stdin = r
	return runTool(cmd, "pg_restore")
}

func tool(ctx context.Context, binaries, name, databaseURL string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, filepath.Join(binaries, "bin", name), args...)
	// The address may hold a password, and arguments can be seen by every user of the machine.
	cmd.Args = append(cmd.Args, "--dbname", withoutPassword(databaseURL))
	cmd.Env = []string{"PATH=/usr/bin:/bin", "LC_ALL=C", "LD_LIBRARY_PATH=" + filepath.Join(binaries, "lib")}
	if password := passwordOf(databaseURL); password != "" {
		cmd.Env = append(cmd.Env, "PGPASSWORD="+password)
	}
	return cmd
}

func runTool(cmd *exec.Cmd, name string) error {
	var errs strings.Builder
	cmd.Stderr = &errs
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w: %s", name, err, firstLine(errs.String()))
	}
	return nil
}

// firstLine keeps the tool's first complaint; further lines may quote rows.
func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}
