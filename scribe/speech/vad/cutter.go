package vad

// Settings of a Cutter. Times are in frames of 32 ms.
type Settings struct {
	Open, Close float32 // probability at which speech begins, and under which it pauses
	Pause       int     // frames of pause that end a piece
	Long        int     // a piece of so many frames
	Short       int     // ends at a pause of so many
	Least       int     // a piece with fewer frames of speech is dropped
	Most        int     // a longer piece is cut at its best pause
	Pad         int     // frames added before and after
}

// Defaults cut at pauses of 0.45 s, after 6 s at pauses of 0.26 s, and keep pieces under 12 s.
func Defaults() Settings {
	return Settings{Open: 0.5, Close: 0.35, Pause: 14, Long: 188, Short: 8, Least: 5, Most: 375, Pad: 3}
}

// Piece is a stretch of speech in frames from the start of the stream: [Start, End).
type Piece struct{ Start, End int }

// Cutter turns probabilities into pieces, frame by frame.
type Cutter struct {
	set   Settings
	at    int // frames seen
	open  bool
	start int // first frame of the open piece
	floor int // end of the last piece; padding does not reach before it
	voice int // frames of speech in the open piece
	last  int // frame after the latest speech
	probs []float32
}

// NewCutter starts at frame 0.
func NewCutter(set Settings) *Cutter { return &Cutter{set: set} }

// Open tells whether someone is speaking now, and since which frame.
func (c *Cutter) Open() (start int, speaking bool) { return max(c.floor, c.start-c.set.Pad), c.open }

// Speech is the frame after the latest one with speech.
func (c *Cutter) Speech() int { return c.last }

// At is the number of frames seen.
func (c *Cutter) At() int { return c.at }

// Push takes the next frame's probability and gives the piece that this frame has ended, if it has.
func (c *Cutter) Push(prob float32) (Piece, bool) {
	at := c.at
	c.at++
	if !c.open {
		if prob < c.set.Open {
			return Piece{}, false
		}
		c.open, c.start, c.voice, c.probs = true, at, 0, c.probs[:0]
	}
	c.probs = append(c.probs, prob)
	if prob >= c.set.Close {
		c.last = at + 1
		if prob >= c.set.Open {
			c.voice++
		}
	}
	switch {
	case c.at-c.last >= c.pause():
		return c.end(c.last)
	case c.at-c.start >= c.set.Most:
		return c.split()
	}
	return Piece{}, false
}

// pause is how many frames of it end the open piece.
func (c *Cutter) pause() int {
	if c.last-c.start >= c.set.Long {
		return c.set.Short
	}
	return c.set.Pause
}

// Pausing is the piece that the open one will be if nothing more is said; false where that would be dropped.
func (c *Cutter) Pausing() (Piece, bool) {
	if !c.open || c.voice < c.set.Least || c.at < c.last+c.set.Pad {
		return Piece{}, false
	}
	return c.piece(c.last), true
}

func (c *Cutter) piece(last int) Piece {
	return Piece{Start: max(c.floor, c.start-c.set.Pad), End: min(c.at, last+c.set.Pad)}
}

// Flush ends the piece that is open.
func (c *Cutter) Flush() (Piece, bool) {
	if !c.open {
		return Piece{}, false
	}
	return c.end(c.last)
}

func (c *Cutter) end(last int) (Piece, bool) {
	c.open = false
	if c.voice < c.set.Least {
		return Piece{}, false
	}
	p := c.piece(last)
	c.floor = p.End
	return p, true
}

// split cuts a piece that has grown too long where it is quietest in its second half, and keeps the rest open.
func (c *Cutter) split() (Piece, bool) {
	best, low := len(c.probs)-1, float32(2)
	for i := len(c.probs) / 2; i < len(c.probs); i++ {
		var sum float32
		for j := max(0, i-2); j <= min(len(c.probs)-1, i+2); j++ {
			sum += c.probs[j] / float32(min(len(c.probs)-1, i+2)-max(0, i-2)+1)
		}
		if sum < low {
			best, low = i, sum
		}
	}
	cut := c.start + best
	p := Piece{Start: max(c.floor, c.start-c.set.Pad), End: cut}
	c.floor, c.start = cut, cut
	c.probs = append(c.probs[:0], c.probs[best:]...)
	c.voice = 0
	for _, prob := range c.probs {
		if prob >= c.set.Open {
			c.voice++
		}
	}
	return p, true
}
