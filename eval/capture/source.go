package capture

import (
	"encoding/binary"
	"fmt"
)

// wordSize is the piece of audio that knows its place.
const wordSize = 8

// spread and gather turn numbers into noise and back: spread * gather = 1 modulo
// 2^64.
const (
	spread = 0x9E3779B97F4A7C15
	gather = 0xF1DE83E19937733D
)

// speak makes n bytes of recording number rec's audio from byte from on. Both are
// multiples of wordSize.
func speak(rec int, from, n int64) []byte {
	b := make([]byte, n)
	for i := int64(0); i < n; i += wordSize {
		binary.LittleEndian.PutUint64(b[i:], (uint64(rec)<<40|uint64((from+i)/wordSize))*spread)
	}
	return b
}

// Damage counts the bytes of a recording that are not as they were spoken.
type Damage struct {
	Lost, Doubled, Misplaced, Foreign int64
}

func (d Damage) none() bool { return d == Damage{} }

func (d *Damage) add(o Damage) {
	d.Lost += o.Lost
	d.Doubled += o.Doubled
	d.Misplaced += o.Misplaced
	d.Foreign += o.Foreign
}

func (d Damage) String() string {
	return fmt.Sprintf("%d bytes lost, %d doubled, %d misplaced, %d foreign", d.Lost, d.Doubled, d.Misplaced, d.Foreign)
}

// compare holds what is kept of recording number rec against the n bytes spoken.
func compare(rec int, n int64, kept []byte) Damage {
	var d Damage
	seen := make([]bool, n/wordSize)
	last := int64(-1)
	d.Foreign += int64(len(kept) % wordSize)
	for i := 0; i+wordSize <= len(kept); i += wordSize {
		w := binary.LittleEndian.Uint64(kept[i:]) * gather
		place := int64(w & (1<<40 - 1))
		switch {
		case w>>40 != uint64(rec) || place >= int64(len(seen)):
			d.Foreign += wordSize
			continue
		case seen[place]:
			d.Doubled += wordSize
		case place < last:
			d.Misplaced += wordSize
		}
		seen[place] = true
		last = place
	}
	for _, s := range seen {
		if !s {
			d.Lost += wordSize
		}
	}
	return d
}
