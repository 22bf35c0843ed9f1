package code

import (
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"
)

// rounds holds office notes of our own making in many styles, each file written and
// coded before the program was run on any note of it.
//
//go:embed rounds/*.txt
var rounds embed.FS

// Rounds reads the notes of our own: one set a file, named by the file. A note opens
// with "=== name | codes"; a code with "?" is one that coders report or leave out, and
// counts neither way.
func Rounds() ([]Visit, error) {
	files, err := rounds.ReadDir("rounds")
	if err != nil {
		return nil, err
	}
	var out []Visit
	for _, f := range files {
		b, err := rounds.ReadFile(path.Join("rounds", f.Name()))
		if err != nil {
			return nil, err
		}
		for _, part := range strings.Split("\n"+string(b), "\n=== ")[1:] {
			head, note, _ := strings.Cut(part, "\n")
			id, codes, ok := strings.Cut(head, "|")
			if !ok {
				return nil, fmt.Errorf("%s: no codes in %q", f.Name(), head)
			}
			v := Visit{Set: strings.TrimSuffix(f.Name(), ".txt"), ID: strings.TrimSpace(id), Note: note}
			v.given(codes)
			out = append(out, v)
		}
	}
	return out, nil
}

// OfSet are the visits of the named sets.
func OfSet(visits []Visit, sets ...string) (out []Visit) {
	for _, v := range visits {
		if slices.Contains(sets, v.Set) {
			out = append(out, v)
		}
	}
	return out
}
