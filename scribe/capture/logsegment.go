package capture

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"os"

	"golang.org/x/sys/unix"

	"github.com/visitwright/visitwright/scribe/capture/wire"
)

// logSegment is one file of a Log: a row of messages as they are sent, each behind
// its length and CRC-32C (4 bytes each, big-endian).
type logSegment struct {
	file *os.File
	size int64
}

const logHead = 8

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

var errLogItem = errors.New("capture: log item is damaged")

func openLogSegment(name string) (*logSegment, error) {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	return &logSegment{file: f}, nil
}

// reset empties a segment in which nothing whole was found.
func (s *logSegment) reset() error {
	s.size = 0
	return s.file.Truncate(0)
}

// walk calls see with each whole item. Damaged ones are left out, a torn tail ends it.
func (s *logSegment) walk(see func(logItem)) error {
	st, err := s.file.Stat()
	if err != nil {
		return err
	}
	for off := int64(0); off+logHead <= st.Size(); {
		var head [logHead]byte
		if _, err := s.file.ReadAt(head[:], off); err != nil {
			return err
		}
		n := int(binary.BigEndian.Uint32(head[:]))
		if n == 0 || n > wire.MaxMessage || off+logHead+int64(n) > st.Size() {
			break
		}
		it := logItem{seg: s, off: off + logHead, size: n}
		off += logHead + int64(n)
		b, err := it.read()
		if errors.Is(err, errLogItem) {
			continue
		}
		if err != nil {
			return err
		}
		switch m, err := wire.Parse(b); m := m.(type) {
		case wire.Frame:
			it.seq, it.next, it.at, it.end, it.frame = m.Seq, m.Seq+1, m.At, m.At+uint64(m.Samples), true
			see(it)
		case wire.Gap:
			it.seq, it.next, it.at, it.end = m.Seq, m.Seq+uint64(m.Count), m.At, m.At+m.Samples
			see(it)
		default:
			if err == nil {
				err = errLogItem
			}
			return err
		}
	}
	s.size = st.Size()
	return nil
}

// append adds a message and gives its offset.
func (s *logSegment) append(m []byte, sync bool) (int64, error) {
	b := make([]byte, logHead, logHead+len(m))
	binary.BigEndian.PutUint32(b, uint32(len(m)))
	binary.BigEndian.PutUint32(b[4:], crc32.Checksum(m, castagnoli))
	if _, err := s.file.WriteAt(append(b, m...), s.size); err != nil {
		return 0, err
	}
	if sync {
		if err := unix.Fdatasync(int(s.file.Fd())); err != nil {
			return 0, err
		}
	}
	off := s.size + logHead
	s.size += logHead + int64(len(m))
	return off, nil
}

func (s *logSegment) remove() error {
	return errors.Join(s.file.Close(), os.Remove(s.file.Name()))
}

// read gives an item's message.
func (it logItem) read() ([]byte, error) {
	b := make([]byte, logHead+it.size)
	if _, err := it.seg.file.ReadAt(b, it.off-logHead); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, errLogItem
		}
		return nil, err
	}
	if crc32.Checksum(b[logHead:], castagnoli) != binary.BigEndian.Uint32(b[4:]) {
		return nil, errLogItem
	}
	return b[logHead:], nil
}
