package vault

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/capture/wire"
)

var (
	now   = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	visit = ehr.VisitID("0192f0c1-2a3b-7c4d-8e5f-000000000001")
)

func testKeys(t testing.TB) *Keyring {
	k, err := NewKeyring("test", bytes.Repeat([]byte{7}, KeySize))
	require.NoError(t, err)
	return k
}

func openStore(t testing.TB, dir string, change ...func(*Options)) *Store {
	opt := Options{Dir: dir, Keys: testKeys(t), Linger: time.Millisecond}
	for _, f := range change {
		f(&opt)
	}
	s, err := Open(opt)
	require.NoError(t, err)
	return s
}

func newRec(channels int) New {
	return New{ID: uuid.New(), Visit: visit, Channels: channels, Started: now, Client: "test 1"}
}

// noise is audio that can be made again from its seed.
func noise(seed uint64, n int) []byte {
	b := make([]byte, n)
	r := rand.NewChaCha8([32]byte{byte(seed), byte(seed >> 8)})
	_, _ = r.Read(b)
	return b
}

// feed adds pcm as frames of 100 ms and returns what End needs.
func feed(t testing.TB, w *Writer, from wire.End, pcm []byte, channels int) wire.End {
	size := wire.FrameSamples * channels * wire.SampleBytes
	for len(pcm) > 0 {
		n := min(size, len(pcm))
		f := wire.Frame{Seq: from.Seq, At: from.At, Samples: uint16(n / channels / wire.SampleBytes), PCM: pcm[:n]}
		require.NoError(t, w.Frame(t.Context(), f))
		from.Seq, from.At, from.Bytes, pcm = from.Seq+1, from.At+uint64(f.Samples), from.Bytes+uint64(n), pcm[n:]
	}
	return from
}

func settled(t testing.TB, w *Writer, next uint64) {
	for {
		changed := w.Changed()
		n, _, err := w.Durable()
		require.NoError(t, err)
		if n >= next {
			return
		}
		<-changed
	}
}

func TestRecordingIsKeptAndReadBack(t *testing.T) {
	for _, channels := range []int{1, 2} {
		dir := t.TempDir()
		s := openStore(t, dir)
		n := newRec(channels)
		pcm := noise(1, 160_000*channels) // 5 s
		w, err := s.Record(t.Context(), n, now)
		require.NoError(t, err)
		end := feed(t, w, wire.End{}, pcm[:len(pcm)/2], channels)
		require.NoError(t, w.Gap(t.Context(), wire.Gap{Seq: end.Seq, Count: 3, At: end.At, Samples: 51200, Reason: wire.Microphone}))
		end.Seq, end.At = end.Seq+3, end.At+51200
		end = feed(t, w, end, pcm[len(pcm)/2:], channels)
		end.Known, end.SHA256 = true, sha256.Sum256(pcm)
		in, err := w.End(t.Context(), end, now.Add(time.Minute))
		require.NoError(t, err)
		require.Equal(t, wire.Equal, in.Verdict)
		w.Close()
		for range 2 { // as it is, and after opening again
			got, err := s.Info(n.ID)
			require.NoError(t, err)
			require.Equal(t, in, got)
			require.Equal(t, 8200*time.Millisecond, got.Length)
			require.Equal(t, "[audio missing 00:03.2]", got.Gaps[0].Marker())
			reel, err := s.Reel(visit)
			require.NoError(t, err)
			all, err := reel.PCM(t.Context(), 0, time.Hour)
			require.NoError(t, err)
			want := append(append(bytes.Clone(pcm[:len(pcm)/2]), make([]byte, 51200*2*channels)...), pcm[len(pcm)/2:]...)
			require.True(t, bytes.Equal(want, all))
			checkRanges(t, reel, want, channels)
			require.NoError(t, s.Close())
			s = openStore(t, dir)
		}
		require.NoError(t, s.Close())
	}
}

func checkRanges(t *testing.T, reel *Reel, want []byte, channels int) {
	size := 2 * channels
	for range 50 {
		a := rand.IntN(len(want) / size)
		b := a + rand.IntN(len(want)/size-a+1)
		got, err := reel.PCM(t.Context(), span(uint64(a)), span(uint64(b)))
		require.NoError(t, err)
		require.True(t, bytes.Equal(want[a*size:b*size], got), "%d to %d", a, b)
	}
	wav := reel.WAV(time.Second, 0)
	file, err := io.ReadAll(wav)
	require.NoError(t, err)
	require.Len(t, file, int(wav.Size()))
	require.True(t, bytes.Equal(want[16000*size:], file[44:]))
	_, err = wav.Seek(-101, io.SeekEnd)
	require.NoError(t, err)
	tail, err := io.ReadAll(wav)
	require.NoError(t, err)
	require.True(t, bytes.Equal(want[len(want)-101:], tail))
	peaks, err := reel.Peaks(t.Context(), 82)
	require.NoError(t, err)
	for i, p := range peaks {
		part := want[i*1600*size : (i+1)*1600*size]
		require.Equal(t, loudest(part), p, "peak %d", i)
	}
}

func TestNothingIsReadableOnDisk(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	n := newRec(1)
	n.Client = "a name that must not be seen"
	pcm := bytes.Repeat([]byte("recognisable audio."), 4000)
	w, err := s.Record(t.Context(), n, now)
	require.NoError(t, err)
	settled(t, w, feed(t, w, wire.End{}, pcm[:len(pcm)&^1], 1).Seq)
	found := 0
	require.NoError(t, filepath.Walk(dir, func(path string, st os.FileInfo, err error) error {
		if err != nil || st.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		require.False(t, bytes.Contains(b, []byte("recognisable")) || bytes.Contains(b, []byte("a name")), path)
		found++
		return err
	}))
	require.GreaterOrEqual(t, found, 4) // lock, key, audio, journal
	require.NoError(t, s.Close())
}

// crash leaves a store as kill -9 would: nothing is flushed, closed or tidied.
func crash(s *Store) {
	s.commits.mu.Lock()
	s.commits.closed = true
	s.commits.mu.Unlock()
	s.commits.wake <- struct{}{}
	<-s.commits.done
	_ = s.commits.sync.close() // closed segments may or may not be gone after a kill
	s.lock.Close()
}

func TestAnyTornTailIsCutToTheLastAck(t *testing.T) {
	base := t.TempDir()
	s := openStore(t, filepath.Join(base, "a"))
	n := newRec(1)
	pcm := noise(2, 64_000)
	w, err := s.Record(t.Context(), n, now)
	require.NoError(t, err)
	end := feed(t, w, wire.End{}, pcm[:32_000], 1)
	settled(t, w, end.Seq)
	crash(s)
	audio := filepath.Join("audio", string(visit), n.ID.String())
	whole, err := os.ReadFile(filepath.Join(base, "a", audio))
	require.NoError(t, err)
	for i, c := range []struct {
		name string
		do   func(dir string)
	}{
		{"unacked rest behind", func(dir string) {
			write(t, filepath.Join(dir, audio), append(bytes.Clone(whole), noise(3, 5000)...))
		}},
		{"last page never reached the file", func(dir string) { write(t, filepath.Join(dir, audio), whole[:len(whole)-4096]) }},
		{"zeros where data should be", func(dir string) {
			b := bytes.Clone(whole)
			clear(b[len(b)-9000:])
			write(t, filepath.Join(dir, audio), b)
		}},
		{"torn journal tail", func(dir string) {
			numbers, err := segments(filepath.Join(dir, "journal"))
			require.NoError(t, err)
			f, err := os.OpenFile(segmentPath(filepath.Join(dir, "journal"), numbers[len(numbers)-1]), os.O_APPEND|os.O_WRONLY, 0)
			require.NoError(t, err)
			entry := appendEntry(nil, n.ID, int64(len(whole)), noise(4, 3000))
			_, err = f.Write(entry[:len(entry)-1])
			require.NoError(t, err)
			require.NoError(t, f.Close())
			write(t, filepath.Join(dir, audio), append(bytes.Clone(whole), noise(4, 3000)...))
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := filepath.Join(base, string(rune('b'+i)))
			require.NoError(t, os.CopyFS(dir, os.DirFS(filepath.Join(base, "a"))))
			c.do(dir)
			s := openStore(t, dir)
			w, err := s.Record(t.Context(), n, now)
			require.NoError(t, err)
			next, at, err := w.Durable()
			require.NoError(t, err)
			require.Equal(t, [2]uint64{end.Seq, end.At}, [2]uint64{next, at})
			end := feed(t, w, end, pcm[32_000:], 1)
			end.Known, end.SHA256 = true, sha256.Sum256(pcm)
			in, err := w.End(t.Context(), end, now)
			require.NoError(t, err)
			require.Equal(t, wire.Equal, in.Verdict)
			require.NoError(t, s.Close())
		})
	}
}

func write(t *testing.T, path string, b []byte) {
	require.NoError(t, os.WriteFile(path, b, 0o600))
}

func TestChangedAudioIsFound(t *testing.T) {
	base := t.TempDir()
	s := openStore(t, filepath.Join(base, "a"))
	n := newRec(1)
	pcm := noise(5, 32_000)
	w, err := s.Record(t.Context(), n, now)
	require.NoError(t, err)
	end := feed(t, w, wire.End{}, pcm, 1)
	_, err = w.End(t.Context(), end, now)
	require.NoError(t, err)
	require.NoError(t, s.Close())
	audio := filepath.Join("audio", string(visit), n.ID.String())
	whole, err := os.ReadFile(filepath.Join(base, "a", audio))
	require.NoError(t, err)
	size := recordExtra + 3200
	start := int(w.rec.landmarks[0].Off)
	for name, do := range map[string]func(b []byte) []byte{
		"a bit flipped":     func(b []byte) []byte { b[start+100] ^= 1; return b },
		"a time changed":    func(b []byte) []byte { b[start+23] ^= 1; return b },
		"two items swapped": func(b []byte) []byte { swap(b[start:start+size], b[start+size:start+2*size]); return b },
		"an item left out":  func(b []byte) []byte { return append(b[:start], b[start+size:]...) },
		"an item doubled":   func(b []byte) []byte { return append(b[:start+size], b[start:]...) },
		"the end cut off":   func(b []byte) []byte { return b[:start+2*size] },
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "x")
			require.NoError(t, os.CopyFS(dir, os.DirFS(filepath.Join(base, "a"))))
			write(t, filepath.Join(dir, audio), do(bytes.Clone(whole)))
			s := openStore(t, dir)
			defer s.Close()
			reel, err := s.Reel(visit)
			if err == nil {
				_, err = reel.PCM(t.Context(), 0, time.Hour)
			}
			if name == "the end cut off" { // what is left is sound, but no longer finished
				require.NoError(t, err)
				require.False(t, reel.Complete())
				return
			}
			require.True(t, errors.Is(err, ErrDamaged) || ehr.KindOf(err) == ehr.NotFound, "%v", err)
		})
	}
}

func swap(a, b []byte) {
	c := bytes.Clone(a)
	copy(a, b)
	copy(b, c)
}

func TestTakeOverSettlesTheFormerWriter(t *testing.T) {
	s := openStore(t, t.TempDir())
	defer s.Close()
	n := newRec(1)
	a, err := s.Record(t.Context(), n, now)
	require.NoError(t, err)
	end := feed(t, a, wire.End{}, noise(6, 32_000), 1)
	b, err := s.Record(t.Context(), n, now)
	require.NoError(t, err)
	next, _, err := b.Durable()
	require.NoError(t, err)
	require.Equal(t, end.Seq, next, "all that the former writer handed in is settled")
	require.ErrorIs(t, a.Frame(t.Context(), wire.Frame{Seq: next, At: end.At, Samples: 1, PCM: []byte{0, 0}}), ErrTakenOver)
	_, _, err = a.Durable()
	require.ErrorIs(t, err, ErrTakenOver)
	a.Close() // must not disturb b
	require.NoError(t, b.Frame(t.Context(), wire.Frame{Seq: next, At: end.At, Samples: 1, PCM: []byte{0, 0}}))
	require.ErrorIs(t, b.Frame(t.Context(), wire.Frame{Seq: next, At: end.At + 1, Samples: 1, PCM: []byte{0, 0}}), ErrSequence)
	require.ErrorIs(t, b.Frame(t.Context(), wire.Frame{Seq: next + 1, At: end.At + 2, Samples: 1, PCM: []byte{0, 0}}), ErrJump)
	other := n
	other.Channels = 2
	_, err = s.Record(t.Context(), other, now)
	require.ErrorIs(t, err, ErrOther)
}

func TestFullDiskIsToldAndLosesNothing(t *testing.T) {
	full := false
	s := openStore(t, t.TempDir(), func(o *Options) {
		o.BeforeWrite = func(int) error {
			if full {
				return unix.ENOSPC
			}
			return nil
		}
	})
	defer s.Close()
	n := newRec(1)
	pcm := noise(7, 64_000)
	w, err := s.Record(t.Context(), n, now)
	require.NoError(t, err)
	end := feed(t, w, wire.End{}, pcm[:32_000], 1)
	settled(t, w, end.Seq)
	full = true
	for range 3 {
		changed := w.Changed()
		err := w.Frame(t.Context(), wire.Frame{Seq: end.Seq, At: end.At, Samples: 1600, PCM: pcm[32_000:35_200]})
		if err == nil {
			<-changed
			_, _, err = w.Durable()
		}
		require.ErrorIs(t, err, ErrDiskFull)
		w, err = s.Record(t.Context(), n, now)
		require.NoError(t, err)
		next, _, _ := w.Durable()
		require.Equal(t, end.Seq, next)
	}
	full = false
	end = feed(t, w, end, pcm[32_000:], 1)
	end.Known, end.SHA256 = true, sha256.Sum256(pcm)
	in, err := w.End(t.Context(), end, now)
	require.NoError(t, err)
	require.Equal(t, wire.Equal, in.Verdict)
}

func TestFollowerSeesAllOfARecordingAsItGrows(t *testing.T) {
	s := openStore(t, t.TempDir())
	defer s.Close()
	n := newRec(1)
	w, err := s.Record(t.Context(), n, now)
	require.NoError(t, err)
	pcm := noise(8, 320_000)
	got := make(chan []byte)
	go func() {
		f, err := s.Follow(n.ID, 0)
		if err != nil {
			panic(err)
		}
		defer f.Close()
		var all []byte
		for {
			p, err := f.Next(context.Background())
			if err != nil {
				if !errors.Is(err, io.EOF) {
					panic(err)
				}
				got <- all
				return
			}
			all = append(all, p.PCM...)
		}
	}()
	end := feed(t, w, wire.End{}, pcm, 1)
	_, err = w.End(t.Context(), end, now)
	require.NoError(t, err)
	require.True(t, bytes.Equal(pcm, <-got))
	f, err := s.Follow(n.ID, 7777*time.Millisecond)
	require.NoError(t, err)
	p, err := f.Next(t.Context())
	require.NoError(t, err)
	require.Equal(t, 7700*time.Millisecond, p.At)
	require.NoError(t, f.Close())
}

func TestErasedIsUnreadableForGood(t *testing.T) {
	dir := t.TempDir()
	var audited []Erasure
	refuse := errors.New("no audit, no erasure")
	s := openStore(t, dir, func(o *Options) {
		o.Erased = func(_ context.Context, e Erasure) error {
			if len(audited) == 0 && refuse != nil {
				return refuse
			}
			audited = append(audited, e)
			return nil
		}
	})
	n := newRec(1)
	w, err := s.Record(t.Context(), n, now)
	require.NoError(t, err)
	settled(t, w, feed(t, w, wire.End{}, noise(9, 32_000), 1).Seq)
	key, err := os.ReadFile(s.keyPath(n.ID))
	require.NoError(t, err)
	require.ErrorIs(t, s.Erase(t.Context(), n.ID, "u1", "retention", now), refuse)
	_, err = s.Reel(visit)
	require.NoError(t, err, "without the audit row it stays")
	refuse = nil
	require.NoError(t, s.EraseVisit(t.Context(), visit, "u1", "retention", now))
	require.Equal(t, []Erasure{{n.ID, visit, now, "u1", "retention"}}, audited)
	_, _, err = w.Durable()
	require.ErrorIs(t, err, ErrErased)
	for range 2 {
		_, err = s.Reel(visit)
		require.Equal(t, ehr.NotFound, ehr.KindOf(err))
		_, err = s.Record(t.Context(), n, now)
		require.ErrorIs(t, err, ErrErased)
		require.NoError(t, s.Close())
		s = openStore(t, dir)
	}
	require.NoError(t, s.Close())
	require.NoError(t, filepath.Walk(dir, func(path string, st os.FileInfo, err error) error {
		if err != nil || st.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		require.False(t, bytes.Contains(b, key), path)
		return err
	}))
}

func TestMasterKeysCanBeChanged(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	n := newRec(1)
	w, err := s.Record(t.Context(), n, now)
	require.NoError(t, err)
	_, err = w.End(t.Context(), feed(t, w, wire.End{}, noise(10, 3200), 1), now)
	require.NoError(t, err)
	require.NoError(t, s.Close())
	keys, err := NewKeyring("new", bytes.Repeat([]byte{8}, KeySize))
	require.NoError(t, err)
	s = openStore(t, dir, func(o *Options) { o.Keys = keys })
	_, err = s.Info(n.ID)
	require.ErrorIs(t, err, ErrKey)
	require.NoError(t, keys.Add("test", bytes.Repeat([]byte{7}, KeySize)))
	_, err = s.Info(n.ID)
	require.NoError(t, err)
	require.NoError(t, s.Close())
}

func TestOneProcessAtATime(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	_, err := Open(Options{Dir: dir, Keys: testKeys(t)})
	require.ErrorContains(t, err, "another process")
	require.NoError(t, s.Close())
	require.NoError(t, openStore(t, dir).Close())
}

func TestJournalSegmentsComeAndGo(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir, func(o *Options) { o.SegmentBytes = 20_000 })
	n := newRec(1)
	pcm := noise(11, 640_000)
	w, err := s.Record(t.Context(), n, now)
	require.NoError(t, err)
	end := wire.End{}
	for i := 0; i < len(pcm); i += 32_000 {
		end = feed(t, w, end, pcm[i:i+32_000], 1)
		settled(t, w, end.Seq)
	}
	crash(s)
	require.Greater(t, s.commits.journal.number, uint64(10))
	s = openStore(t, dir)
	w, err = s.Record(t.Context(), n, now)
	require.NoError(t, err)
	end.Known, end.SHA256 = true, sha256.Sum256(pcm)
	in, err := w.End(t.Context(), end, now)
	require.NoError(t, err)
	require.Equal(t, wire.Equal, in.Verdict)
	require.NoError(t, s.Close())
	left, err := segments(s.journalDir())
	require.NoError(t, err)
	require.Empty(t, left)
}
