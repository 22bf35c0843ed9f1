package wire

import (
	"bufio"
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write testdata/messages.txt again")

// examples are the protocol's test vectors, one of each message.
var examples = []struct {
	name string
	m    Message
}{
	{"hello", Hello{Live: true, Version: 1, Channels: 2, Rate: 16000, Recording: uuid.MustParse("0192f0c1-2a3b-7c4d-8e5f-60718293a4b5"), First: 42, Started: time.UnixMilli(1795366800123).UTC(), Client: "example 1.0"}},
	{"frame", Frame{Seq: 4294967301, At: 160016, Samples: 3, PCM: []byte{0x01, 0x00, 0xff, 0xff, 0x00, 0x80}}},
	{"gap", Gap{Seq: 7, Count: 12, At: 11200, Samples: 51200, Reason: LogLost}},
	{"end", End{Seq: 19, At: 62400, Bytes: 22400, Known: true, SHA256: [32]byte{0: 0xaa, 31: 0xbb}}},
	{"ping", Ping{Token: 9007199254740993}},
	{"welcome", Welcome{Ended: true, TookOver: true, Version: 1, Window: 524288, Next: 19, At: 62400, MaxFrame: 16000, Quiet: 20 * time.Second, MaxSamples: 345600000}},
	{"ack", Ack{Next: 19, At: 62400}},
	{"ended", Ended{Verdict: Equal, Items: 19, At: 62400, Bytes: 22400, SHA256: [32]byte{0: 0xaa, 31: 0xbb}}},
	{"notice", Notice{Code: DatabaseAway, Text: "database away"}},
	{"pong", Pong{Token: 9007199254740993}},
	{"error", Fault{Do: Again, Code: DiskFull, Wait: 2 * time.Second, Text: "disk full"}},
}

func TestMessagesAreAsWritten(t *testing.T) {
	const path = "testdata/messages.txt"
	if *update {
		var b strings.Builder
		b.WriteString("# One encoded example of each message of PROTOCOL.md: name, then the bytes in hex.\n# Their fields stand in wire_test.go.\n")
		for _, e := range examples {
			fmt.Fprintf(&b, "%s %x\n", e.name, e.m.Append(nil))
		}
		require.NoError(t, os.WriteFile(path, []byte(b.String()), 0o644))
	}
	f, err := os.Open(path)
	require.NoError(t, err)
	defer f.Close()
	written := map[string]string{}
	for s := bufio.NewScanner(f); s.Scan(); {
		if name, bytes, ok := strings.Cut(s.Text(), " "); ok && name != "#" {
			written[name] = bytes
		}
	}
	require.Len(t, written, len(examples))
	for _, e := range examples {
		require.Equal(t, written[e.name], hex.EncodeToString(e.m.Append(nil)), e.name)
		b, err := hex.DecodeString(written[e.name])
		require.NoError(t, err)
		got, err := Parse(b)
		require.NoError(t, err, e.name)
		require.Equal(t, e.m, got, e.name)
	}
}

func TestParseRefuses(t *testing.T) {
	change := func(m Message, f func([]byte) []byte) []byte { return f(m.Append(nil)) }
	set := func(at int, v byte) func([]byte) []byte {
		return func(b []byte) []byte { b[at] = v; return b }
	}
	for name, b := range map[string][]byte{
		"nothing":                 {},
		"unknown type":            {0x77, 0, 0, 0},
		"half a hello":            change(examples[0].m, func(b []byte) []byte { return b[:40] }),
		"hello, name too long":    change(examples[0].m, set(48, 1)),
		"hello, year 300000":      change(examples[0].m, set(40, 1)),
		"frame, no samples":       change(examples[1].m, set(3, 0)),
		"frame, half a sample":    change(examples[1].m, func(b []byte) []byte { return b[:len(b)-1] }),
		"frame, too many samples": Frame{Samples: 16001, PCM: make([]byte, 32002)}.Append(nil),
		"gap of no sequence":      change(examples[2].m, set(7, 0)),
		"gap of no reason":        change(examples[2].m, set(1, 0)),
		"gap of unknown reason":   change(examples[2].m, set(1, 7)),
		"gap of no length":        Gap{Count: 1, Reason: Slept}.Append(nil),
		"long end":                append(examples[3].m.Append(nil), 0),
		"short ack":               examples[6].m.Append(nil)[:23],
		"error, text cut off":     change(examples[10].m, func(b []byte) []byte { return b[:len(b)-1] }),
	} {
		m, err := Parse(b)
		require.Error(t, err, "%s gave %#v", name, m)
	}
}

func TestEveryFaultHasWords(t *testing.T) {
	for c := BadMessage; c <= Quiet; c++ {
		require.NotEmpty(t, NewFault(c).Text, "code %d", c)
	}
}

func FuzzParse(f *testing.F) {
	for _, e := range examples {
		f.Add(e.m.Append(nil))
	}
	f.Add(Frame{Samples: 1600, PCM: make([]byte, 6400)}.Append(nil))
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := Parse(b)
		if err != nil {
			return
		}
		again, err := Parse(m.Append(nil))
		if err != nil {
			t.Fatalf("%#v does not parse again: %v", m, err)
		}
		require.Equal(t, m, again)
	})
}
