package wire

import (
	"encoding/binary"
	"time"
)

// Sizes of the fixed parts in bytes.
const (
	helloHead   = 50
	frameHead   = 24
	gapSize     = 32
	endSize     = 64
	pingSize    = 16
	welcomeSize = 40
	ackSize     = 24
	wordsHead   = 12

	maxClientName = 100
	maxText       = 1000
)

var be = binary.BigEndian

// grow adds n zero bytes to b and returns the whole and the new part.
func grow(b []byte, n int) (all, part []byte) {
	all = append(b, make([]byte, n)...)
	return all, all[len(b):]
}

func bit(on bool, value uint8) uint8 {
	if on {
		return value
	}
	return 0
}

// clip cuts s to n bytes.
func clip(s string, n int) string {
	if len(s) > n {
		return s[:n]
	}
	return s
}

// Append encodes the message.
func (m Hello) Append(b []byte) []byte {
	name := clip(m.Client, maxClientName)
	all, p := grow(b, helloHead)
	p[0], p[1] = typeHello, bit(m.Live, 1)
	be.PutUint16(p[2:], m.Version)
	p[4] = m.Channels
	be.PutUint32(p[8:], m.Rate)
	copy(p[16:32], m.Recording[:])
	be.PutUint64(p[32:], m.First)
	be.PutUint64(p[40:], uint64(m.Started.UnixMilli()))
	be.PutUint16(p[48:], uint16(len(name)))
	return append(all, name...)
}

// Append encodes the message.
func (m Frame) Append(b []byte) []byte {
	all, p := grow(b, frameHead)
	p[0] = typeFrame
	be.PutUint16(p[2:], m.Samples)
	be.PutUint64(p[8:], m.Seq)
	be.PutUint64(p[16:], m.At)
	return append(all, m.PCM...)
}

// Append encodes the message.
func (m Gap) Append(b []byte) []byte {
	all, p := grow(b, gapSize)
	p[0], p[1] = typeGap, uint8(m.Reason)
	be.PutUint32(p[4:], m.Count)
	be.PutUint64(p[8:], m.Seq)
	be.PutUint64(p[16:], m.At)
	be.PutUint64(p[24:], m.Samples)
	return all
}

// Append encodes the message.
func (m End) Append(b []byte) []byte {
	return appendTotals(b, typeEnd, bit(m.Known, 1), m.Seq, m.At, m.Bytes, m.SHA256)
}

// Append encodes the message.
func (m Ended) Append(b []byte) []byte {
	return appendTotals(b, typeEnded, uint8(m.Verdict), m.Items, m.At, m.Bytes, m.SHA256)
}

func appendTotals(b []byte, kind, second uint8, items, at, bytes uint64, sum [32]byte) []byte {
	all, p := grow(b, endSize)
	p[0], p[1] = kind, second
	be.PutUint64(p[8:], items)
	be.PutUint64(p[16:], at)
	be.PutUint64(p[24:], bytes)
	copy(p[32:], sum[:])
	return all
}

// Append encodes the message.
func (m Ping) Append(b []byte) []byte { return appendToken(b, typePing, m.Token) }

// Append encodes the message.
func (m Pong) Append(b []byte) []byte { return appendToken(b, typePong, m.Token) }

func appendToken(b []byte, kind uint8, token uint64) []byte {
	all, p := grow(b, pingSize)
	p[0] = kind
	be.PutUint64(p[8:], token)
	return all
}

// Append encodes the message.
func (m Welcome) Append(b []byte) []byte {
	all, p := grow(b, welcomeSize)
	p[0], p[1] = typeWelcome, bit(m.Ended, 1)|bit(m.TookOver, 2)
	be.PutUint16(p[2:], m.Version)
	be.PutUint32(p[4:], m.Window)
	be.PutUint64(p[8:], m.Next)
	be.PutUint64(p[16:], m.At)
	be.PutUint32(p[24:], m.MaxFrame)
	be.PutUint32(p[28:], millis(m.Quiet))
	be.PutUint64(p[32:], m.MaxSamples)
	return all
}

// Append encodes the message.
func (m Ack) Append(b []byte) []byte {
	all, p := grow(b, ackSize)
	p[0] = typeAck
	be.PutUint64(p[8:], m.Next)
	be.PutUint64(p[16:], m.At)
	return all
}

// Append encodes the message.
func (m Notice) Append(b []byte) []byte {
	return appendWords(b, typeNotice, 0, uint16(m.Code), 0, m.Text)
}

// Append encodes the message.
func (f Fault) Append(b []byte) []byte {
	return appendWords(b, typeFault, uint8(f.Do), uint16(f.Code), f.Wait, f.Text)
}

func appendWords(b []byte, kind, do uint8, code uint16, wait time.Duration, text string) []byte {
	text = clip(text, maxText)
	all, p := grow(b, wordsHead)
	p[0], p[1] = kind, do
	be.PutUint16(p[2:], code)
	be.PutUint32(p[4:], millis(wait))
	be.PutUint16(p[10:], uint16(len(text)))
	return append(all, text...)
}

func millis(d time.Duration) uint32 {
	return uint32(min(max(d.Milliseconds(), 0), 1<<32-1))
}
