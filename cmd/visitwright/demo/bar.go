package demo

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"
)

// bar shows how far something has come: on a terminal as a line that grows, elsewhere as a line each quarter.
type bar struct {
	w        io.Writer
	what     string
	whole    time.Duration
	terminal bool

	mu      sync.Mutex
	quarter int
}

func newBar(w io.Writer, what string, whole time.Duration) *bar {
	f, ok := w.(*os.File)
	return &bar{w: w, what: what, whole: whole, terminal: ok && term.IsTerminal(int(f.Fd()))}
}

const barWidth = 40

func (b *bar) show(done time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.whole <= 0 {
		return
	}
	fraction := min(1, float64(done)/float64(b.whole))
	if b.terminal {
		full := int(fraction * barWidth)
		fmt.Fprintf(b.w, "\r%s  %s%s  %s of %s ", b.what, strings.Repeat("█", full), strings.Repeat("░", barWidth-full), clock(done), clock(b.whole))
		return
	}
	if quarter := int(fraction * 4); quarter > b.quarter {
		b.quarter = quarter
		fmt.Fprintf(b.w, "%s: %s of %s safe\n", b.what, clock(done), clock(b.whole))
	}
}

func (b *bar) finish() {
	b.show(b.whole)
	if b.terminal {
		fmt.Fprintln(b.w)
	}
}

// clock writes a length as minutes and seconds.
func clock(d time.Duration) string {
	s := int(d.Seconds())
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}
