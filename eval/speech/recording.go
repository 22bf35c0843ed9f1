package speech

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/visitwright/visitwright/eval/speech/interview"
)

// Recording is a sound file with its transcript.
type Recording struct {
	Name  string
	Audio string // path
	Turns []interview.Turn
}

// Text is the reference without the speakers' labels.
func (r Recording) Text() string {
	var out []string
	for _, t := range r.Turns {
		out = append(out, t.Text)
	}
	return strings.Join(out, " ")
}

// Recordings finds the sound files of dir/audio that have a transcript, in order of name. The folder may also be one
// above: dir/speech/osce or dir/osce.
func Recordings(dir string) ([]Recording, error) {
	for _, sub := range []string{"", "osce", filepath.Join("speech", "osce")} {
		base := filepath.Join(dir, sub)
		entries, err := os.ReadDir(filepath.Join(base, "audio"))
		if err != nil {
			continue
		}
		var out []Recording
		for _, e := range entries {
			name := strings.TrimSuffix(e.Name(), filepath.Ext(e.Name()))
			turns, err := interview.Read(filepath.Join(base, "transcripts", name+".txt"))
			if err != nil {
				continue
			}
			out = append(out, Recording{Name: name, Audio: filepath.Join(base, "audio", e.Name()), Turns: turns})
		}
		if len(out) > 0 {
			slices.SortFunc(out, func(a, b Recording) int { return strings.Compare(a.Name, b.Name) })
			return out, nil
		}
	}
	return nil, fmt.Errorf("no audio/NAME.mp3 with transcripts/NAME.txt in %s", dir)
}
