package wire

import (
	"errors"
	"fmt"
	"time"
	"unicode/utf8"
)

// Errors of Parse.
var (
	ErrShort   = errors.New("wire: message too short")
	ErrUnknown = errors.New("wire: unknown message type")
	ErrField   = errors.New("wire: field out of range")
)

// Parse reads one message. A Frame's PCM points into b. Messages of a server may
// be longer than known (see PROTOCOL.md, Versions); those of a client may not.
func Parse(b []byte) (Message, error) {
	if len(b) == 0 {
		return nil, ErrShort
	}
	switch b[0] {
	case typeFrame:
		return parseFrame(b)
	case typeHello:
		return parseHello(b)
	case typeGap:
		return parseGap(b)
	case typeEnd:
		if len(b) != endSize {
			return nil, ErrShort
		}
		m := End{Seq: be.Uint64(b[8:]), At: be.Uint64(b[16:]), Bytes: be.Uint64(b[24:]), Known: b[1]&1 != 0}
		copy(m.SHA256[:], b[32:])
		return m, nil
	case typePing:
		if len(b) != pingSize {
			return nil, ErrShort
		}
		return Ping{be.Uint64(b[8:])}, nil
	}
	return parseServer(b)
}

func parseServer(b []byte) (Message, error) {
	size := map[byte]int{typeWelcome: welcomeSize, typeAck: ackSize, typeEnded: endSize, typePong: pingSize, typeNotice: wordsHead, typeFault: wordsHead}[b[0]]
	if size == 0 {
		return nil, fmt.Errorf("%w 0x%02x", ErrUnknown, b[0])
	}
	if len(b) < size {
		return nil, ErrShort
	}
	switch b[0] {
	case typeWelcome:
		return Welcome{
			Ended: b[1]&1 != 0, TookOver: b[1]&2 != 0, Version: be.Uint16(b[2:]),
			Window: be.Uint32(b[4:]), Next: be.Uint64(b[8:]), At: be.Uint64(b[16:]),
			MaxFrame: be.Uint32(b[24:]), Quiet: time.Duration(be.Uint32(b[28:])) * time.Millisecond,
			MaxSamples: be.Uint64(b[32:]),
		}, nil
	case typeAck:
		return Ack{Next: be.Uint64(b[8:]), At: be.Uint64(b[16:])}, nil
	case typeEnded:
		m := Ended{Verdict: Verdict(b[1]), Items: be.Uint64(b[8:]), At: be.Uint64(b[16:]), Bytes: be.Uint64(b[24:])}
		copy(m.SHA256[:], b[32:])
		return m, nil
	case typePong:
		return Pong{be.Uint64(b[8:])}, nil
	}
	n := int(be.Uint16(b[10:]))
	if len(b) < wordsHead+n {
		return nil, ErrShort
	}
	text := string(b[wordsHead : wordsHead+n])
	if !utf8.ValidString(text) {
		return nil, ErrField
	}
	if b[0] == typeNotice {
		return Notice{Code: NoticeCode(be.Uint16(b[2:])), Text: text}, nil
	}
	return Fault{Do: Do(b[1]), Code: Code(be.Uint16(b[2:])), Wait: time.Duration(be.Uint32(b[4:])) * time.Millisecond, Text: text}, nil
}

func parseHello(b []byte) (Message, error) {
	if len(b) < helloHead {
		return nil, ErrShort
	}
	n := int(be.Uint16(b[48:]))
	if n > maxClientName || len(b) != helloHead+n {
		return nil, ErrField
	}
	m := Hello{
		Live: b[1]&1 != 0, Version: be.Uint16(b[2:]), Channels: b[4], Rate: be.Uint32(b[8:]),
		First: be.Uint64(b[32:]), Client: string(b[helloHead:]),
	}
	copy(m.Recording[:], b[16:32])
	ms := be.Uint64(b[40:])
	if ms > 1<<48 || !utf8.ValidString(m.Client) { // 2^48 ms is the year 10889
		return nil, ErrField
	}
	m.Started = time.UnixMilli(int64(ms)).UTC()
	return m, nil
}

func parseFrame(b []byte) (Message, error) {
	if len(b) < frameHead {
		return nil, ErrShort
	}
	m := Frame{Samples: be.Uint16(b[2:]), Seq: be.Uint64(b[8:]), At: be.Uint64(b[16:]), PCM: b[frameHead:]}
	one := int(m.Samples) * SampleBytes
	if m.Samples == 0 || m.Samples > MaxFrameSamples || (len(m.PCM) != one && len(m.PCM) != 2*one) {
		return nil, ErrField
	}
	return m, nil
}

func parseGap(b []byte) (Message, error) {
	if len(b) != gapSize {
		return nil, ErrShort
	}
	m := Gap{Reason: Reason(b[1]), Count: be.Uint32(b[4:]), Seq: be.Uint64(b[8:]), At: be.Uint64(b[16:]), Samples: be.Uint64(b[24:])}
	if m.Reason < Paused || m.Reason > NotKnown || m.Count == 0 || m.Samples == 0 {
		return nil, ErrField
	}
	return m, nil
}
