package em

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/visitwright/visitwright/ehr"
)

// Time is the documented time of the clinician on the day.
type Time struct {
	Minutes  int            `json:"minutes"`
	Level    Level          `json:"level"`
	Code     string         `json:"code"`
	Sentence string         `json:"sentence"`
	ID       ehr.SentenceID `json:"sentence_id"`
	// Stated: the note says that the level rests on time.
	Stated bool   `json:"stated"`
	Source string `json:"source"`
}

var (
	spent   = re(`\b(?:(?:i |we )?(?:personally )?spent|total (?:visit |encounter )?time|time spent)\b[^.]{0,80}?\b(\d{1,3}) ?(?:min|minutes)\b|\b(\d{1,3}) minutes (?:were|was|of total time|total)`)
	onTime  = re(`\b(based on (total )?time|billed (by|on) time|time[- ]based)\b`)
	another = re(`\b(smoking|tobacco) cessation counsel|procedure|advance care planning|staff`)
)

// fewest are the minutes a level starts at, new and established (AMA, "Time" and
// the 2024 wording "must be met or exceeded").
var fewest = map[bool][5]int{true: {0, 15, 30, 45, 60}, false: {0, 10, 20, 30, 40}}

// minutes reads the documented time. Time of services that are billed apart does
// not count (AMA, "Time").
func minutes(note ehr.Note, kind string) *Time {
	stated := false
	var t *Time
	for _, sec := range note.Sections {
		for _, s := range sec.Sentences {
			stated = stated || onTime.MatchString(s.Text)
			m := spent.FindStringSubmatch(s.Text)
			if t != nil || m == nil || another.MatchString(s.Text) {
				continue
			}
			n, err := strconv.Atoi(m[1] + m[2])
			if err != nil || n <= 0 || n > 300 {
				continue
			}
			t = &Time{Minutes: n, Sentence: s.Text, ID: s.ID, Source: `AMA, "Time"`}
			for l := Straightforward; l <= High; l++ {
				if n >= fewest[kind == isNew][l] {
					t.Level = l
				}
			}
			t.Code = code(t.Level, kind)
		}
	}
	if t != nil {
		t.Stated = stated
	}
	return t
}

// Prolonged is time beyond the longest level.
type Prolonged struct {
	Code  string `json:"code"`
	Units int    `json:"units"`
	Why   string `json:"why"`
}

// prolonged counts whole quarters of an hour beyond the highest level, where the
// level rests on time. CPT counts from 15 minutes after the level's start; Medicare
// from 89 and 69 minutes, with its own code (42 CFR 414; CY 2024 fee schedule
// final rule, 88 FR 78818).
func prolonged(v Visit, medicare bool) *Prolonged {
	if v.Time == nil || v.Basis != "time" || v.Level != High {
		return nil
	}
	from, code := fewest[v.Patient == isNew][High]+15, "99417"
	if medicare {
		from, code = map[bool]int{true: 89, false: 69}[v.Patient == isNew], "G2212"
	}
	if v.Time.Minutes < from {
		return nil
	}
	n := 1 + (v.Time.Minutes-from)/15
	return &Prolonged{Code: code, Units: n, Why: fmt.Sprintf("%d minutes are documented; the first unit is reached at %d", v.Time.Minutes, from)}
}

// shareWord reports whether two texts name the same part or thing.
func shareWord(a, b string) bool {
	in := map[string]bool{}
	for _, w := range strings.FieldsFunc(strings.ToLower(b), func(r rune) bool { return r < 'a' || r > 'z' }) {
		in[w] = len(w) > 3 && !common[w]
	}
	for _, w := range strings.FieldsFunc(strings.ToLower(a), func(r rune) bool { return r < 'a' || r > 'z' }) {
		if in[w] {
			return true
		}
	}
	return false
}

var common = map[string]bool{"right": true, "left": true, "with": true, "patient": true, "today": true, "that": true, "this": true, "have": true, "will": true, "procedure": true, "pain": true, "into": true, "medical": true, "treatment": true}
