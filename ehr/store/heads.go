package store

import (
	"bufio"
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/visitwright/visitwright/ehr"
)

// A chain shows what was changed in its middle, but not that its end was cut
// off. So the heads of the lanes are noted outside the database, in a file of
// signed lines: at intervals while something happens, and at the end. An append
// that does not follow what this process itself appended or noted before is a
// break; it is noted as well, for good, because the head that proves it would
// otherwise be overwritten by the next one.

// compactAt is the size in bytes at which the file is written anew with the last
// head of each lane.
const compactAt = 1 << 20

type laneID struct {
	practice ehr.PracticeID
	lane     int16
}

// headNote is one line of the file.
type headNote struct {
	Kind     string         `json:"kind"` // "head", "break", "accepted"
	Practice ehr.PracticeID `json:"practice,omitempty"`
	Lane     int16          `json:"lane"`
	Seq      int64          `json:"seq"`
	MAC      string         `json:"mac,omitempty"`
	At       time.Time      `json:"at"`
	Words    string         `json:"words,omitempty"`
	Sig      string         `json:"sig"`
}

// headFile is what the file says.
type headFile struct {
	heads    map[laneID]head
	breaks   []headNote
	accepted []headNote
	forged   int // lines whose signature is not ours
}

type heads struct {
	opt  Options
	mu   sync.Mutex
	last map[laneID]head // the furthest this process knows of
	due  map[laneID]bool // not yet in the file
	stop chan struct{}
	done chan struct{}
}

func openHeads(opt Options) (*heads, error) {
	h := &heads{opt: opt, due: map[laneID]bool{}, stop: make(chan struct{}), done: make(chan struct{})}
	if opt.HeadFile != "" {
		if err := os.MkdirAll(filepath.Dir(opt.HeadFile), 0o700); err != nil {
			return nil, ehr.Wrap(ehr.Invalid, err, "the folder of the audit's heads cannot be made")
		}
	}
	f, err := h.read()
	if err != nil {
		return nil, err
	}
	h.last = f.heads
	go h.run()
	return h, nil
}

// run notes at intervals what is due.
func (h *heads) run() {
	defer close(h.done)
	tick := time.NewTicker(h.opt.HeadEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			if err := h.flush(); err != nil {
				h.opt.Log.Error("the head of the audit could not be noted", "err", err)
			}
		case <-h.stop:
			return
		}
	}
}

func (h *heads) close() error {
	select {
	case <-h.stop:
		return nil
	default:
		close(h.stop)
	}
	<-h.done
	return h.flush()
}

// note remembers the rows a transaction has committed.
func (h *heads) note(p ehr.PracticeID, committed []row) {
	if len(committed) == 0 {
		return
	}
	r := committed[len(committed)-1]
	h.mu.Lock()
	defer h.mu.Unlock()
	id := laneID{p, r.lane}
	if r.event.Seq > h.last[id].seq { // commits may be told of out of order
		h.last[id] = head{seq: r.event.Seq, mac: r.mac}
		h.due[id] = true
	}
}

// check asks, before an append to a locked lane, that its end in the database is
// or follows the end this process knows of. If not, rows were changed or cut off:
// the break is noted. The append goes on, so that no patient's care waits for it.
func (h *heads) check(ctx context.Context, tx pgx.Tx, p ehr.PracticeID, lane int16, end head) error {
	id := laneID{p, lane}
	h.mu.Lock()
	known, ok := h.last[id]
	h.mu.Unlock()
	if !ok || known.seq == end.seq && hmac.Equal(known.mac, end.mac) {
		return nil
	}
	if known.seq < end.seq { // another process or another transaction was here
		var mac []byte
		err := tx.QueryRow(ctx, `SELECT mac FROM audit WHERE practice_id = $1 AND lane = $2 AND seq = $3`, p, lane, known.seq).Scan(&mac)
		if err != nil && !errors.Is(err, pgx.ErrNoRows) {
			return err
		}
		if hmac.Equal(mac, known.mac) {
			return nil
		}
	}
	h.opt.Log.Error("the audit does not follow its noted head: run audit verify", "practice", string(p), "lane", lane, "seq", known.seq)
	h.mu.Lock()
	delete(h.last, id)
	h.mu.Unlock()
	return h.write([]headNote{h.signed(headNote{Kind: "break", Practice: p, Lane: lane, Seq: known.seq, MAC: hex.EncodeToString(known.mac)})})
}

// flush writes the heads that are due.
func (h *heads) flush() error {
	h.mu.Lock()
	var notes []headNote
	for id := range h.due {
		e := h.last[id]
		notes = append(notes, h.signed(headNote{Kind: "head", Practice: id.practice, Lane: id.lane, Seq: e.seq, MAC: hex.EncodeToString(e.mac)}))
	}
	h.due = map[laneID]bool{}
	h.mu.Unlock()
	return h.write(notes)
}

// signed puts time and signature on a note.
func (h *heads) signed(n headNote) headNote {
	n.At = h.opt.Now().UTC()
	n.Sig = h.sign(n)
	return n
}

func (h *heads) sign(n headNote) string {
	n.Sig = ""
	b, err := json.Marshal(n)
	if err != nil { // only strings and ints in it
		panic(err)
	}
	m := hmac.New(sha256.New, h.opt.AuditKey[:])
	writeField(m, "visitwright audit head")
	m.Write(b)
	return hex.EncodeToString(m.Sum(nil))
}

// write adds notes to the file and brings them to the disk. Several processes may
// write to it.
func (h *heads) write(notes []headNote) error {
	if len(notes) == 0 || h.opt.HeadFile == "" {
		return nil
	}
	unlock, err := lockFile(h.opt.HeadFile + ".lock")
	if err != nil {
		return ehr.Wrap(ehr.Unavailable, err, "the audit's heads cannot be noted")
	}
	defer unlock()
	f, err := os.OpenFile(h.opt.HeadFile, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return ehr.Wrap(ehr.Unavailable, err, "the audit's heads cannot be noted")
	}
	defer f.Close()
	// The empty line keeps a line torn by a loss of power apart from the next.
	if _, err = f.Write(append([]byte("\n"), lines(notes)...)); err == nil {
		err = f.Sync()
	}
	if err != nil {
		return ehr.Wrap(ehr.Unavailable, err, "the audit's heads cannot be noted")
	}
	if st, err := f.Stat(); err == nil && st.Size() > compactAt {
		return h.compact()
	}
	return nil
}

func lines(notes []headNote) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	for _, n := range notes {
		if err := enc.Encode(n); err != nil { // only strings and ints in it
			panic(err)
		}
	}
	return b.Bytes()
}

// lockFile waits for the lock that processes sharing the file hold while writing.
func lockFile(path string) (unlock func(), err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		f.Close()
		return nil, err
	}
	return func() { f.Close() }, nil
}

// compact writes the file anew with each lane's last head and every break.
func (h *heads) compact() error {
	f, err := h.read()
	if err != nil || f.forged > 0 { // a forged line is evidence: it stays
		return err
	}
	notes := append(f.accepted, f.breaks...)
	for id, e := range f.heads {
		notes = append(notes, h.signed(headNote{Kind: "head", Practice: id.practice, Lane: id.lane, Seq: e.seq, MAC: hex.EncodeToString(e.mac)}))
	}
	return h.replace(notes)
}

func (h *heads) replace(notes []headNote) error {
	tmp, err := os.CreateTemp(filepath.Dir(h.opt.HeadFile), ".heads-*")
	if err == nil {
		_, err = tmp.Write(lines(notes))
		err = errors.Join(err, tmp.Sync(), tmp.Close())
	}
	if err == nil {
		err = os.Rename(tmp.Name(), h.opt.HeadFile)
	}
	if err != nil {
		return ehr.Wrap(ehr.Unavailable, err, "the audit's heads cannot be noted")
	}
	return nil
}

// read reads the file; where there is none it says nothing.
func (h *heads) read() (headFile, error) {
	out := headFile{heads: map[laneID]head{}}
	if h.opt.HeadFile == "" {
		return out, nil
	}
	b, err := os.ReadFile(h.opt.HeadFile)
	if errors.Is(err, fs.ErrNotExist) {
		return out, nil
	}
	if err != nil {
		return out, ehr.Wrap(ehr.Unavailable, err, "the audit's heads cannot be read")
	}
	sc := bufio.NewScanner(bytes.NewReader(b))
	for sc.Scan() {
		var n headNote
		if json.Unmarshal(sc.Bytes(), &n) != nil {
			continue // torn when the machine lost power
		}
		out.add(n, h.sign(n))
	}
	return out, sc.Err()
}

// add takes in one line; sig is what its signature should be.
func (f *headFile) add(n headNote, sig string) {
	mac, err := hex.DecodeString(n.MAC)
	if err != nil || !hmac.Equal([]byte(n.Sig), []byte(sig)) {
		f.forged++
		return
	}
	id := laneID{n.Practice, n.Lane}
	switch n.Kind {
	case "head":
		if n.Seq > f.heads[id].seq {
			f.heads[id] = head{seq: n.Seq, mac: mac}
		}
	case "break":
		delete(f.heads, id)
		f.breaks = append(f.breaks, n)
	case "accepted":
		f.heads, f.breaks = map[laneID]head{}, nil
		f.accepted = append(f.accepted, n)
	}
}
