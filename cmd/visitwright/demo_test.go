package main

import (
	"bytes"
	"context"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/visitwright/visitwright/cmd/visitwright/app"
	"github.com/visitwright/visitwright/cmd/visitwright/config"
	"github.com/visitwright/visitwright/cmd/visitwright/demo"
	"github.com/visitwright/visitwright/cmd/visitwright/parts"
	"github.com/visitwright/visitwright/ehr"
)

// safeBuffer is a log that may be read while it is written.
type safeBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

// TestDemonstration runs the whole service as "make run" does, on the first turns of the spoken visit: the second
// time everything is there, no password is printed again, and the log of both holds nothing that was said.
func TestDemonstration(t *testing.T) {
	root, err := parts.Find("")
	if _, fliteErr := exec.LookPath("flite"); (err != nil || fliteErr != nil) && os.Getenv("CI") == "" {
		t.Skip("needs make setup and flite")
	}
	require.NoError(t, err)
	data, err := os.MkdirTemp("/tmp", "vwdemo") // short, for the database's socket
	require.NoError(t, err)
	t.Cleanup(func() { os.RemoveAll(data) })
	t.Setenv("VISITWRIGHT_LISTEN", "127.0.0.1:0")
	t.Setenv("VISITWRIGHT_DATA", data)
	t.Setenv("VISITWRIGHT_LOG_LEVEL", "debug")
	cfg, err := config.Load()
	require.NoError(t, err)
	turns, err := demo.Script()
	require.NoError(t, err)

	var log safeBuffer
	first := giveOnce(t, cfg, root, turns[:10], &log)
	require.Contains(t, first, "Cough", "the note says what the visit was for")
	for _, role := range ehr.Roles {
		require.Contains(t, first, string(role))
	}
	password := passwordOf(t, first)
	second := giveOnce(t, cfg, root, turns[:10], &log)
	require.Contains(t, second, "Cough")
	require.NotContains(t, second, password)
	require.Contains(t, second, "user passwd")

	said := log.String()
	require.NotEmpty(t, said)
	for _, secret := range []string{"Alvarez", "Miguel", "cough", "mucus", "penicillin", password} {
		require.NotContains(t, strings.ToLower(said), strings.ToLower(secret), "the log holds health data or a secret")
	}
	kept, err := exec.Command("grep", "-rl", password, data).Output()
	require.Error(t, err, "the password stands in %s", kept)
}

// giveOnce starts the service, gives the demonstration and stops the service in order.
func giveOnce(t *testing.T, cfg config.Config, root parts.Root, turns []demo.Turn, log io.Writer) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	a, err := app.New(ctx, cfg, app.NewLog(cfg, log))
	require.NoError(t, err)
	running, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- a.Run(running) }()
	var out bytes.Buffer
	err = demo.Run(ctx, demo.Service{
		Store: a.Store(), Address: a.Address(), DataDir: cfg.Data(), Parts: string(root), Visit: turns,
	}, &out, io.Discard, time.Now())
	stop()
	require.NoError(t, <-ended)
	require.NoError(t, a.Close())
	require.NoError(t, err)
	return out.String()
}

func passwordOf(t *testing.T, printed string) string {
	t.Helper()
	for line := range strings.Lines(printed) {
		if fields := strings.Fields(line); len(fields) > 3 && fields[0] == string(ehr.Clinician) {
			return fields[2]
		}
	}
	t.Fatalf("no sign-in for the clinician in:\n%s", printed)
	return ""
}

func TestFreeAddressStepsAsideForAnother(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	taken := l.Addr().String()
	next := freeAddress(taken)
	require.NotEqual(t, taken, next)
	require.NoError(t, l.Close())
	require.Equal(t, taken, freeAddress(taken), "free again")
	require.Equal(t, "no address", freeAddress("no address"))
}
