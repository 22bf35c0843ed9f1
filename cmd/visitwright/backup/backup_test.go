package backup

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store/privatepg"
	"github.com/visitwright/visitwright/scribe/capture/vault"
	"github.com/visitwright/visitwright/scribe/capture/wire"
)

var (
	now   = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	visit = ehr.VisitID("0192f0c1-2a3b-7c4d-8e5f-000000000001")
)

// cheap is a passphrase that costs the test little; the command's own cost is age's default.
func cheap(t *testing.T, passphrase string) (age.Recipient, age.Identity) {
	t.Helper()
	r, err := age.NewScryptRecipient(passphrase)
	require.NoError(t, err)
	r.SetWorkFactor(2)
	id, err := age.NewScryptIdentity(passphrase)
	require.NoError(t, err)
	return r, id
}

func database(t *testing.T) (*privatepg.Server, string) {
	t.Helper()
	bin, err := privatepg.FindBinaries()
	if err != nil && os.Getenv("CI") == "" {
		t.Skip(err)
	}
	require.NoError(t, err)
	dir, err := os.MkdirTemp("/tmp", "vwbk")
	require.NoError(t, err)
	t.Cleanup(func() { os.RemoveAll(dir) })
	require.NoError(t, os.Chmod(dir, 0o755))
	s, err := privatepg.Start(t.Context(), privatepg.Config{
		Binaries: bin, Dir: filepath.Join(dir, "pg"), Fast: true, Log: slog.New(slog.DiscardHandler),
	})
	require.NoError(t, err)
	t.Cleanup(func() { s.Close() })
	return s, bin
}

func openVault(t *testing.T, dataDir string) *vault.Store {
	t.Helper()
	keys, err := vault.NewKeyring("test", bytes.Repeat([]byte{7}, vault.KeySize))
	require.NoError(t, err)
	s, err := vault.Open(vault.Options{Dir: filepath.Join(dataDir, "audio"), Keys: keys, Linger: time.Millisecond})
	require.NoError(t, err)
	return s
}

// speakInto records pcm and returns when all of it is on disk; the recording stays open.
func speakInto(t *testing.T, s *vault.Store, pcm []byte) {
	t.Helper()
	w, err := s.Record(t.Context(), vault.New{ID: uuid.New(), Visit: visit, Channels: 1, Started: now, Client: "test"}, now)
	require.NoError(t, err)
	seq, at := uint64(0), uint64(0)
	for len(pcm) > 0 {
		n := min(len(pcm), wire.FrameSamples*wire.SampleBytes)
		samples := n / wire.SampleBytes
		require.NoError(t, w.Frame(t.Context(), wire.Frame{Seq: seq, At: at, Samples: uint16(samples), PCM: pcm[:n]}))
		seq, at, pcm = seq+1, at+uint64(samples), pcm[n:]
	}
	for {
		changed := w.Changed()
		durable, _, err := w.Durable()
		require.NoError(t, err)
		if durable >= seq {
			return
		}
		<-changed
	}
}

func heard(t *testing.T, s *vault.Store) []byte {
	t.Helper()
	reel, err := s.Reel(visit)
	require.NoError(t, err)
	pcm, err := reel.PCM(t.Context(), 0, time.Hour)
	require.NoError(t, err)
	return pcm
}

// TestRoundTrip backs up a database and a vault that are both in use, with a recording still running, and makes
// another installation of it.
func TestRoundTrip(t *testing.T) {
	from, bin := database(t)
	conn, err := pgx.Connect(t.Context(), from.AdminURL())
	require.NoError(t, err)
	_, err = conn.Exec(t.Context(), "create table note (words text); insert into note values ('kept')")
	require.NoError(t, err)
	require.NoError(t, conn.Close(t.Context()))

	dataDir := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(dataDir, "keys"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(dataDir, "keys", "audio.key"), []byte("the key"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dataDir, "audit.heads"), []byte("heads"), 0o600))
	running := openVault(t, dataDir)
	defer running.Close()
	pcm := bytes.Repeat([]byte("0123456789abcdef"), 10_000) // 5 s
	speakInto(t, running, pcm)

	to, id := cheap(t, "correct horse")
	file := filepath.Join(t.TempDir(), "visitwright.backup")
	src := Source{DataDir: dataDir, Program: "test", Dump: func(ctx context.Context, w io.Writer) error {
		return privatepg.Dump(ctx, bin, from.AdminURL(), w)
	}}
	sum, err := Write(t.Context(), src, to, file, now)
	require.NoError(t, err)
	require.Equal(t, 1, sum.Recordings)
	require.True(t, sum.Keys)
	sealed, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, int64(len(sealed)), sum.Bytes)
	for _, plain := range []string{"kept", "the key", "heads", "manifest"} {
		require.NotContains(t, string(sealed), plain)
	}

	fresh, _ := database(t)
	other := t.TempDir()
	load := func(ctx context.Context, r io.Reader) error { return privatepg.Restore(ctx, bin, fresh.AdminURL(), r) }
	m, err := Restore(t.Context(), bytes.NewReader(sealed), id, Target{DataDir: other, Load: load})
	require.NoError(t, err)
	require.Equal(t, "test", m.Program)
	require.True(t, now.Equal(m.Made))

	conn, err = pgx.Connect(t.Context(), fresh.AdminURL())
	require.NoError(t, err)
	var words string
	require.NoError(t, conn.QueryRow(t.Context(), "select words from note").Scan(&words))
	require.NoError(t, conn.Close(t.Context()))
	require.Equal(t, "kept", words)
	key, err := os.ReadFile(filepath.Join(other, "keys", "audio.key"))
	require.NoError(t, err)
	require.Equal(t, "the key", string(key))
	again := openVault(t, other)
	require.True(t, bytes.Equal(pcm, heard(t, again)), "the restored recording differs")
	require.NoError(t, again.Close())

	_, err = Restore(t.Context(), bytes.NewReader(sealed), id, Target{DataDir: other, Load: load})
	require.ErrorContains(t, err, "empty data folder")
}

// small writes a backup without a database server and returns it.
func small(t *testing.T, to age.Recipient) []byte {
	t.Helper()
	dataDir := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(dataDir, "keys"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(dataDir, "keys", "audio.key"), bytes.Repeat([]byte("k"), 100_000), 0o600))
	file := filepath.Join(t.TempDir(), "b")
	dump := func(_ context.Context, w io.Writer) error { _, err := io.WriteString(w, "dump"); return err }
	_, err := Write(t.Context(), Source{DataDir: dataDir, Dump: dump}, to, file, now)
	require.NoError(t, err)
	sealed, err := os.ReadFile(file)
	require.NoError(t, err)
	return sealed
}

func TestDamagedBackupIsRefusedAndLeavesNothing(t *testing.T) {
	to, id := cheap(t, "correct horse")
	sealed := small(t, to)
	changed := bytes.Clone(sealed)
	changed[len(changed)-30] ^= 1
	for name, bad := range map[string][]byte{
		"cut off": sealed[:len(sealed)-200], "changed": changed, "empty": nil, "something else": []byte("hello"),
	} {
		t.Run(name, func(t *testing.T) {
			dataDir := t.TempDir()
			load := func(context.Context, io.Reader) error { t.Error("the database was touched"); return nil }
			_, err := Restore(t.Context(), bytes.NewReader(bad), id, Target{DataDir: dataDir, Load: load})
			require.ErrorIs(t, err, ErrNotABackup)
			left, err := os.ReadDir(dataDir)
			require.NoError(t, err)
			require.Empty(t, left)
		})
	}
}

func TestWrongPassphraseIsSaidSo(t *testing.T) {
	to, _ := cheap(t, "correct horse")
	_, wrong := cheap(t, "battery staple")
	_, err := Restore(t.Context(), bytes.NewReader(small(t, to)), wrong, Target{DataDir: t.TempDir()})
	require.ErrorContains(t, err, "does not open")
}

func TestFailedBackupLeavesNoFile(t *testing.T) {
	to, _ := cheap(t, "correct horse")
	dir := t.TempDir()
	broken := func(context.Context, io.Writer) error { return io.ErrUnexpectedEOF }
	_, err := Write(t.Context(), Source{DataDir: t.TempDir(), Dump: broken}, to, filepath.Join(dir, "b"), now)
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, left)
}

func TestFileNamesStayInside(t *testing.T) {
	for _, name := range []string{"../x", "/x", "a/../../x", "a//b", ""} {
		if err := extractFile(bytes.NewReader(nil), t.TempDir(), name); err == nil {
			t.Errorf("%q was written", name)
		}
	}
}
