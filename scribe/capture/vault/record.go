package vault

import (
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/google/uuid"
	"golang.org/x/crypto/chacha20poly1305"

	"github.com/visitwright/visitwright/scribe/capture/wire"
)

// kind is what a record of a recording's file holds.
type kind uint8

const (
	kindHead  kind = 1 // JSON of head, the first record
	kindFrame kind = 2 // PCM
	kindGap   kind = 3 // JSON of gapBody
	kindEnd   kind = 4 // JSON of endBody, the last record
)

// A record is boundSize bytes in the clear, bound as associated data, the nonce, and
// the sealed body. All numbers are big-endian.
//
//	0 body's length 4, 4 kind 1, 8 seq 8, 16 at 8, 24 samples 8, 32 nonce 24, 56 body
const (
	boundSize  = 32
	recordHead = boundSize + chacha20poly1305.NonceSizeX
	// recordExtra is what a record adds to its body.
	recordExtra = recordHead + chacha20poly1305.Overhead
	maxBody     = 1 << 24
)

// ErrDamaged says that a recording's file is not as it was written.
var ErrDamaged = errors.New("vault: recording is damaged")

var be = binary.BigEndian

// place is a record's clear part.
type place struct {
	size    int // of the sealed body
	kind    kind
	seq     uint64
	at      uint64
	samples uint64
}

type gapBody struct {
	Reason wire.Reason `json:"reason"`
	Count  uint32      `json:"count"`
}

func (p place) bound(b []byte) {
	clear(b[:boundSize])
	be.PutUint32(b, uint32(p.size))
	b[4] = byte(p.kind)
	be.PutUint64(b[8:], p.seq)
	be.PutUint64(b[16:], p.at)
	be.PutUint64(b[24:], p.samples)
}

func readPlace(b []byte) place {
	return place{int(be.Uint32(b)), kind(b[4]), be.Uint64(b[8:]), be.Uint64(b[16:]), be.Uint64(b[24:])}
}

func binding(rec uuid.UUID, bound []byte) []byte {
	b := make([]byte, 0, 64)
	b = append(b, "visitwright audio 1 "...)
	b = append(b, rec[:]...)
	return append(b, bound...)
}

// seal makes the record that holds body at p.
func seal(aead cipher.AEAD, rec uuid.UUID, p place, body []byte) []byte {
	p.size = len(body) + chacha20poly1305.Overhead
	b := make([]byte, recordHead, recordHead+p.size)
	p.bound(b)
	rand.Read(b[boundSize:recordHead])
	return aead.Seal(b, b[boundSize:recordHead], body, binding(rec, b[:boundSize]))
}

// sealJSON is seal for a body that is written as JSON.
func sealJSON(aead cipher.AEAD, rec uuid.UUID, p place, body any) ([]byte, error) {
	text, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	return seal(aead, rec, p, text), nil
}

// readRecord reads the record at off of r. It returns io.EOF at the very end and
// ErrDamaged where what is there is no record of this recording. buf is used for
// the body if it is long enough.
func readRecord(r io.ReaderAt, off int64, aead cipher.AEAD, rec uuid.UUID, buf []byte) (place, []byte, error) {
	var head [recordHead]byte
	if n, err := r.ReadAt(head[:], off); n < recordHead {
		if n == 0 && errors.Is(err, io.EOF) {
			return place{}, nil, io.EOF
		}
		return place{}, nil, readErr(err, off)
	}
	p := readPlace(head[:])
	if p.size < chacha20poly1305.Overhead || p.size > maxBody {
		return p, nil, readErr(nil, off)
	}
	if cap(buf) < p.size {
		buf = make([]byte, p.size)
	}
	buf = buf[:p.size]
	if n, err := r.ReadAt(buf, off+recordHead); n < p.size {
		return p, nil, readErr(err, off)
	}
	body, err := aead.Open(buf[:0], head[boundSize:], buf, binding(rec, head[:boundSize]))
	if err != nil {
		return p, nil, readErr(nil, off)
	}
	return p, body, nil
}

func readErr(err error, off int64) error {
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("vault: read at %d: %w", off, err)
	}
	return fmt.Errorf("%w at byte %d", ErrDamaged, off)
}
