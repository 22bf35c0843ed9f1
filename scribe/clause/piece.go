package clause

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
)

// piece is a segment's words, with the sentence carried over into it.
type piece struct {
	id, before ehr.SegmentID
	speaker    ehr.Speaker
	words      []string
}

// pieces lists the segments' words. A sentence that a listener's "mm-hmm" cuts in
// two is put together again in the segment in which it ends.
func pieces(segments []ehr.Segment) []piece {
	var in []piece
	for _, s := range segments {
		if w := Words(s.Text); !s.Missing && len(w) > 0 {
			in = append(in, piece{id: s.ID, speaker: s.Speaker, words: w})
		}
	}
	var out []piece
	for i := 0; i < len(in); i++ {
		p := in[i]
		if i+2 < len(in) && in[i+2].speaker == p.speaker && in[i+1].speaker != p.speaker && (broken(p.words) || !Bare(p.words)) && listening(in[i+1].words, broken(p.words)) {
			if from := lastStop(p.words) + 1; from < len(p.words) {
				rest := slices.Clone(p.words[from:])
				rest[len(rest)-1] = strings.TrimRight(rest[len(rest)-1], "-")
				in[i+2].words = slices.Concat(rest, leaving(in[i+2].words))
				in[i+2].before = p.id
				p.words = p.words[:from]
			}
		}
		if len(p.words) > 0 {
			out = append(out, p)
		}
	}
	return out
}

// broken reports whether a turn breaks off in its last word: "to-".
func broken(w []string) bool { return strings.HasSuffix(w[len(w)-1], "-") }

// leaving takes the marks off the front: they belong to the part before.
func leaving(w []string) []string {
	for len(w) > 0 && Mark(w[0]) {
		w = w[1:]
	}
	return w
}

var (
	hums  = map[string]bool{"mm-hmm": true, "uh-huh": true, "mhm": true, "mm": true, "hmm": true, "uh": true, "um": true, "oh": true, "hm": true, "ah": true}
	heeds = map[string]bool{"okay": true, "yes": true, "right": true, "sure": true, "gotcha": true}
)

// listening reports whether a turn only shows that someone listens. "Yes" and
// "okay" may answer; between the halves of a broken-off sentence they do not.
func listening(w []string, cut bool) bool {
	if len(w) > 4 {
		return false
	}
	return !slices.ContainsFunc(w, func(s string) bool { return !hums[s] && !Mark(s) && !(cut && heeds[s]) })
}
