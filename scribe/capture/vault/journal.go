package vault

import (
	"bufio"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/google/uuid"
)

// An entry of the journal says that a recording's file holds data at off and ends
// there. Data is already sealed. All numbers are big-endian.
//
//	0 magic 4, 4 CRC-32C of the rest 4, 8 data's length 8, 16 recording 16, 32 off 8, 40 data
const (
	entryHead  = 40
	entryMagic = 0x56574A31 // "VWJ1"
	maxEntry   = 1 << 28
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func appendEntry(b []byte, rec uuid.UUID, off int64, data []byte) []byte {
	start := len(b)
	b = append(b, make([]byte, entryHead)...)
	h := b[start:]
	be.PutUint32(h, entryMagic)
	be.PutUint64(h[8:], uint64(len(data)))
	copy(h[16:], rec[:])
	be.PutUint64(h[32:], uint64(off))
	b = append(b, data...)
	be.PutUint32(b[start+4:], crc32.Checksum(b[start+8:], castagnoli))
	return b
}

// journal is the segment that is being written. Only the committer uses it.
type journal struct {
	dir    string
	number uint64
	file   *os.File
	size   int64 // good bytes
	// unsound says that nobody knows what is on disk behind size, so that nothing may
	// be acked from this segment any more.
	unsound bool
}

func segmentPath(dir string, number uint64) string {
	return filepath.Join(dir, fmt.Sprintf("%016d", number))
}

// openSegment starts the segment with the given number.
func openSegment(dir string, number uint64) (*journal, error) {
	f, err := os.OpenFile(segmentPath(dir, number), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syncDir(dir); err != nil {
		return nil, errors.Join(err, f.Close(), os.Remove(f.Name()))
	}
	return &journal{dir: dir, number: number, file: f}, nil
}

var errUnsound = errors.New("vault: the journal's segment had an error")

// write appends b and syncs it. After an error of the sync, or one that could not be
// undone, the caller must go on in a new segment.
func (j *journal) write(b []byte) error {
	if j.unsound {
		return errUnsound
	}
	if _, err := j.file.WriteAt(b, j.size); err != nil {
		j.unsound = j.file.Truncate(j.size) != nil
		return err
	}
	if err := fdatasync(j.file); err != nil {
		j.unsound = true
		return err
	}
	j.size += int64(len(b))
	return nil
}

// segments lists the numbers of all segments in order.
func segments(dir string) ([]uint64, error) {
	list, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var numbers []uint64
	for _, e := range list {
		if n, err := strconv.ParseUint(e.Name(), 10, 64); err == nil {
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	return numbers, nil
}

// replaySegment calls apply with each whole entry. A torn tail ends it without an
// error: what is torn was never acked.
func replaySegment(path string, apply func(rec uuid.UUID, off int64, data []byte) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	r := bufio.NewReaderSize(f, 1<<20)
	head := make([]byte, entryHead)
	var data []byte
	for {
		if _, err := io.ReadFull(r, head); err != nil {
			return ignoreTorn(err)
		}
		n := be.Uint64(head[8:])
		if be.Uint32(head) != entryMagic || n > maxEntry {
			return nil
		}
		data = slices.Grow(data[:0], int(n))[:n]
		if _, err := io.ReadFull(r, data); err != nil {
			return ignoreTorn(err)
		}
		sum := crc32.Update(crc32.Checksum(head[8:], castagnoli), castagnoli, data)
		if sum != be.Uint32(head[4:]) {
			return nil
		}
		if err := apply(uuid.UUID(head[16:32]), int64(be.Uint64(head[32:])), data); err != nil {
			return err
		}
	}
}

func ignoreTorn(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil
	}
	return err
}
