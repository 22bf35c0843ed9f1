package wire

import (
	"time"

	"github.com/google/uuid"
)

// What both sides agree on before the first byte.
const (
	Subprotocol = "visitwright.capture.v1"
	Version     = 1
	SampleRate  = 16000 // samples a second and channel
	SampleBytes = 2     // bytes a sample
	// MaxFrameSamples is the longest frame: one second per channel.
	MaxFrameSamples = SampleRate
	// MaxMessage is the longest message a client may send: a frame of two channels.
	MaxMessage = frameHead + MaxFrameSamples*2*SampleBytes
	// FrameSamples is the recommended frame, 100 ms.
	FrameSamples = SampleRate / 10
)

// The type bytes.
const (
	typeHello   = 0x01
	typeFrame   = 0x02
	typeGap     = 0x03
	typeEnd     = 0x04
	typePing    = 0x05
	typeWelcome = 0x81
	typeAck     = 0x82
	typeEnded   = 0x83
	typeNotice  = 0x84
	typePong    = 0x85
	typeFault   = 0x8F
)

// Message is any message of the protocol.
type Message interface {
	// Append adds the encoded message to b.
	Append(b []byte) []byte
}

// Hello opens a line.
type Hello struct {
	Live      bool // the microphone is running; clear when only a backlog is brought in
	Version   uint16
	Channels  uint8  // 1 or 2
	Rate      uint32 // samples a second, 16000
	Recording uuid.UUID
	First     uint64    // number of the oldest item the client still holds
	Started   time.Time // client's clock, to the millisecond
	Client    string    // name and version of the program, at most 100 bytes
}

// Frame is one piece of audio.
type Frame struct {
	Seq     uint64
	At      uint64 // sample position per channel
	Samples uint16 // per channel
	PCM     []byte // 16-bit little-endian, interleaved
}

// Gap is a hole that can no longer be filled.
type Gap struct {
	Seq     uint64
	Count   uint32 // sequence numbers it stands for, at least 1
	At      uint64
	Samples uint64 // per channel, at least 1
	Reason  Reason
}

// End closes a recording. Seq, At and Bytes are the totals of all items.
type End struct {
	Seq    uint64
	At     uint64
	Bytes  uint64
	Known  bool // whether the client has a digest
	SHA256 [32]byte
}

// Ping asks for a Pong with the same number.
type Ping struct{ Token uint64 }

// Pong answers a Ping.
type Pong struct{ Token uint64 }

// Welcome answers a Hello: audio is accepted from item Next on.
type Welcome struct {
	Ended      bool // END is already saved
	TookOver   bool // another line was pushed out
	Version    uint16
	Window     uint32 // most bytes sent and not acked
	Next       uint64
	At         uint64
	MaxFrame   uint32        // samples per channel in a frame
	Quiet      time.Duration // longest silence of the client, to the millisecond
	MaxSamples uint64        // per channel in a recording
}

// Ack says that every item before Next is on disk.
type Ack struct{ Next, At uint64 }

// Ended answers an End.
type Ended struct {
	Verdict Verdict
	Items   uint64
	At      uint64
	Bytes   uint64
	SHA256  [32]byte
}

// Notice tells the person something; the line goes on.
type Notice struct {
	Code NoticeCode
	Text string
}

// Fault is the protocol's ERROR, the last message on a line.
type Fault struct {
	Do   Do
	Code Code
	Wait time.Duration // before connecting again, to the millisecond
	Text string
}

// Error makes a Fault an error.
func (f Fault) Error() string { return f.Text }
