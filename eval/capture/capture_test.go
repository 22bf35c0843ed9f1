package capture

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The test program is also the server and the recorder that it kills.
const orderEnv = "VISITWRIGHT_EVAL_CAPTURE_ORDER"

func TestMain(m *testing.M) {
	if os.Getenv(orderEnv) != "" {
		if err := Obey(context.Background(), os.Args[len(os.Args)-1], nil, os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

func testOptions(t *testing.T) Options {
	t.Setenv(orderEnv, "1")
	self, err := Self()
	require.NoError(t, err)
	seed := rand.Uint64()
	t.Log("seed", seed)
	return Options{Program: self, Dir: t.TempDir(), Streams: 4, Seed: seed}
}

func check(t *testing.T, r Result, err error) {
	require.NoError(t, err)
	require.True(t, r.OK(), "%+v", r)
	r.Print(t.Output())
}

func TestNothingIsLostWhenTheServerIsKilled(t *testing.T) {
	r, err := Kills(t.Context(), testOptions(t), 10)
	check(t, r, err)
}

func TestNothingIsLostWhenLinesAreCut(t *testing.T) {
	r, err := Cuts(t.Context(), testOptions(t), 10)
	check(t, r, err)
}

func TestNothingIsLostWhenTheRecorderIsKilled(t *testing.T) {
	r, err := RecorderKills(t.Context(), testOptions(t), 10)
	check(t, r, err)
}

func TestAFullDiskIsToldAndLosesNothing(t *testing.T) {
	r, err := FullDisk(t.Context(), testOptions(t), 2)
	check(t, r, err)
	require.Equal(t, r.Blows, r.Told)
}

func TestBenchCountsEveryFrame(t *testing.T) {
	l, err := Bench(t.Context(), testOptions(t), 5, time.Second)
	require.NoError(t, err)
	require.Equal(t, int64(50), l.Frames)
	require.Positive(t, l.Syncs)
	require.Positive(t, l.P50)
	l.Print(t.Output())
}

// The measurement must see what it is there to see.
func TestCompareSeesDamage(t *testing.T) {
	const n = 800
	whole := speak(7, 0, n)
	require.Equal(t, whole[80:160], speak(7, 80, 80))
	cut := func(from, to int) []byte { return append([]byte{}, whole[from:to]...) }
	for _, c := range []struct {
		name string
		kept []byte
		want Damage
	}{
		{"whole", whole, Damage{}},
		{"start lost", cut(16, n), Damage{Lost: 16}},
		{"end lost", cut(0, n-8), Damage{Lost: 8}},
		{"doubled", append(cut(0, 80), cut(40, n)...), Damage{Doubled: 40}},
		{"swapped", append(append(cut(0, 80), cut(160, n)...), cut(80, 160)...), Damage{Misplaced: 8}},
		{"another's", append(cut(0, n), speak(8, 0, 24)...), Damage{Foreign: 24}},
	} {
		require.Equal(t, c.want, compare(7, n, c.kept), c.name)
	}
	shifted := compare(7, n, cut(1, n))
	require.Positive(t, shifted.Lost+shifted.Foreign)
}
