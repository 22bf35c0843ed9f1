package code

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/visitwright/visitwright/coding"
	"github.com/visitwright/visitwright/coding/em"
	"github.com/visitwright/visitwright/ehr"
)

//go:embed levels.tsv
var levelsTSV string

// Agreement counts how often the level of medical decision making is a coder's.
type Agreement struct {
	Visits, Same, Higher, Lower int
	Wrong                       []string // "set note: given, proposed"
}

// Levels compares the levels of our own notes with those a coder gave.
func Levels(suggest func(ehr.Note) coding.Result, visits []Visit) (Agreement, error) {
	notes := map[string]string{}
	for _, v := range visits {
		notes[v.Set+"\t"+v.ID] = v.Note
	}
	rank := map[string]int{}
	for l := em.None; l <= em.High; l++ {
		rank[l.String()] = int(l)
	}
	var a Agreement
	for _, line := range strings.Split(levelsTSV, "\n") {
		f := strings.Split(line, "\t")
		if strings.HasPrefix(line, "#") || len(f) != 3 {
			continue
		}
		text, ok := notes[f[0]+"\t"+f[1]]
		given, known := rank[f[2]]
		if !ok || !known {
			return a, fmt.Errorf("levels.tsv: %q names no note or no level", line)
		}
		note := coding.ReadText(text)
		level := coding.Visit(note, coding.About{}, suggest(note)).Level.Level
		a.Visits++
		switch {
		case int(level) == given:
			a.Same++
			continue
		case int(level) > given:
			a.Higher++
		default:
			a.Lower++
		}
		a.Wrong = append(a.Wrong, fmt.Sprintf("%s %s: %s, proposed %s", f[0], f[1], f[2], level))
	}
	return a, nil
}
