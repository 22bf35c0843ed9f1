package code

import (
	"embed"
	"fmt"
	"path"
	"strings"

	"github.com/visitwright/visitwright/coding"
	"github.com/visitwright/visitwright/coding/em"
	"github.com/visitwright/visitwright/ehr"
)

//go:embed levels.tsv
var levelsTSV string

// mdm holds notes written for their level alone, each file with its levels before
// the program was run on any note of it.
//
//go:embed mdm/*.txt
var mdm embed.FS

// Levelled is a note of our own with the level of decision making that a coder gave it.
type Levelled struct {
	Set, ID, Note string
	Level         em.Level
}

// LevelNotes reads the notes that carry a level: those of the rounds by levels.tsv, and
// the files of mdm, in which a note opens with "=== name | level: why".
func LevelNotes() ([]Levelled, error) {
	rounds, err := Rounds()
	if err != nil {
		return nil, err
	}
	text := map[string]string{}
	for _, v := range rounds {
		text[v.Set+"\t"+v.ID] = v.Note
	}
	var out []Levelled
	for _, line := range strings.Split(levelsTSV, "\n") {
		f := strings.Split(line, "\t")
		if strings.HasPrefix(line, "#") || len(f) != 3 {
			continue
		}
		note, ok := text[f[0]+"\t"+f[1]]
		level, known := levelOf(f[2])
		if !ok || !known {
			return nil, fmt.Errorf("levels.tsv: %q names no note or no level", line)
		}
		out = append(out, Levelled{f[0], f[1], note, level})
	}
	files, err := mdm.ReadDir("mdm")
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		b, err := mdm.ReadFile(path.Join("mdm", f.Name()))
		if err != nil {
			return nil, err
		}
		for _, part := range strings.Split("\n"+string(b), "\n=== ")[1:] {
			head, note, _ := strings.Cut(part, "\n")
			id, given, _ := strings.Cut(head, " | ")
			name, _, _ := strings.Cut(given, ":")
			level, known := levelOf(name)
			if !known {
				return nil, fmt.Errorf("%s: no level in %q", f.Name(), head)
			}
			out = append(out, Levelled{strings.TrimSuffix(f.Name(), ".txt"), id, note, level})
		}
	}
	return out, nil
}

func levelOf(name string) (em.Level, bool) {
	for l := em.Straightforward; l <= em.High; l++ {
		if l.String() == name {
			return l, true
		}
	}
	return em.None, false
}

// Agreement counts how often the level of medical decision making is a coder's.
type Agreement struct {
	Set                         string
	Visits, Same, Higher, Lower int
	Wrong                       []string // "note: given, proposed (problems, data, risk)"
}

// Share is the part of the visits that got the coder's level, 0 to 1.
func (a Agreement) Share() float64 { return float64(a.Same) / float64(max(1, a.Visits)) }

// Levels compares the levels of notes with those a coder gave, a set at a time.
func Levels(suggest func(ehr.Note) coding.Result, notes []Levelled) []Agreement {
	var out []Agreement
	for _, n := range notes {
		if len(out) == 0 || out[len(out)-1].Set != n.Set {
			out = append(out, Agreement{Set: n.Set})
		}
		a := &out[len(out)-1]
		note := coding.ReadText(n.Note)
		v := coding.Visit(note, coding.About{}, suggest(note)).Level
		a.Visits++
		switch {
		case v.Level == n.Level:
			a.Same++
			continue
		case v.Level > n.Level:
			a.Higher++
		default:
			a.Lower++
		}
		a.Wrong = append(a.Wrong, fmt.Sprintf("%s: %v, proposed %v (%v, %v, %v)", n.ID, n.Level, v.Level, v.Table[0].Level, v.Table[1].Level, v.Table[2].Level))
	}
	return out
}
