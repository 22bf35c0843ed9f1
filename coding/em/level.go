package em

import (
	"fmt"

	"github.com/visitwright/visitwright/ehr"
)

// Level is how much a column reaches, from the least.
type Level int

// The levels of medical decision making (AMA, "Levels of medical decision making").
const (
	None Level = iota
	Straightforward
	Low
	Moderate
	High
)

var levelNames = [...]string{"none", "straightforward", "low", "moderate", "high"}

func (l Level) String() string { return levelNames[l] }

// MarshalText writes the level's name.
func (l Level) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// Problem is one thing the visit addressed.
type Problem struct {
	Title    string
	Under    string // what the assessment says about it
	Code     string // its ICD-10-CM code, empty where none was found
	Sentence ehr.SentenceID
}

// Input is what a level is worked out from.
type Input struct {
	Note     ehr.Note
	Problems []Problem
	Age      int // years; -1 where not known
	// New says whether the patient is new to the practice (no professional service
	// within three years); nil where the record does not know.
	New *bool
	// Procedures are codes of services done at the visit, for modifier 25.
	Procedures []Procedure
	Medicare   bool
}

// Procedure is a service done at the visit beside it.
type Procedure struct {
	Code, Title string
	Sentence    string
}

// Item is one thing that counts in a column, with its proof.
type Item struct {
	What     string         `json:"what"`
	Sentence string         `json:"sentence"`
	ID       ehr.SentenceID `json:"sentence_id"`
	Source   string         `json:"source"`
	// NotCounted says why it does not count; empty where it does.
	NotCounted string `json:"not_counted,omitempty"`
	level      Level
}

// Cell is one column of the table.
type Cell struct {
	Column string `json:"column"` // problems, data, risk
	Level  Level  `json:"level"`
	Items  []Item `json:"items"`
}

// Neighbour is the level next to the proposed one.
type Neighbour struct {
	Code    string   `json:"code"`
	Level   Level    `json:"level"`
	Missing []string `json:"missing"` // empty: it is documented too
}

// Visit is the proposal.
type Visit struct {
	Code      string     `json:"code"` // empty where the note addresses nothing
	Level     Level      `json:"level"`
	Basis     string     `json:"basis"`   // "medical decision making" or "time"
	Patient   string     `json:"patient"` // "new", "established" or "not documented"
	PatientBy string     `json:"patient_by,omitempty"`
	Table     []Cell     `json:"table"`
	Time      *Time      `json:"time,omitempty"`
	Below     *Neighbour `json:"below,omitempty"`
	Above     *Neighbour `json:"above,omitempty"`
	// Preventive is an examination of a well person at the same visit.
	Preventive *Preventive `json:"preventive,omitempty"`
	Modifier25 *Modifier   `json:"modifier_25,omitempty"`
	Prolonged  *Prolonged  `json:"prolonged,omitempty"`
	Notes      []string    `json:"notes"`
}

// Propose works out the level of a visit.
func Propose(in Input) Visit {
	v := Visit{Basis: "medical decision making", Notes: []string{}}
	v.Table = []Cell{problems(in), data(in), risk(in)}
	v.Patient, v.PatientBy = patient(in)
	v.Level = twoOfThree(v.Table[0].Level, v.Table[1].Level, v.Table[2].Level)
	v.Preventive = preventive(in, v.Patient)
	v.Time = minutes(in.Note, v.Patient)
	if v.Time != nil && v.Time.Stated && v.Time.Level > None {
		v.Basis, v.Level = "time", v.Time.Level
	}
	if v.Level == None || v.Table[0].Level == None {
		v.Level = None
		v.Notes = append(v.Notes, "the note addresses no problem that a level could rest on")
		return v
	}
	v.Code = code(v.Level, v.Patient)
	if v.Patient == unknown {
		v.Notes = append(v.Notes, "the note does not say whether the patient is new; the code is that of an established patient")
	}
	v.Below, v.Above = neighbours(v)
	v.Prolonged = prolonged(v, in.Medicare)
	v.Modifier25 = modifier25(in, v)
	if v.Preventive != nil && v.Modifier25 == nil {
		v.Notes = append(v.Notes, "only the preventive visit is proposed: no problem was worked up beyond it")
		v.Code, v.Below, v.Above, v.Prolonged = "", nil, nil, nil
	}
	return v
}

// twoOfThree is the level that at least two columns reach (AMA, "Selecting the
// level: two of three elements must be met or exceeded").
func twoOfThree(a, b, c Level) Level {
	return max(min(a, b), min(a, c), min(b, c))
}

// code is the number of the level's code (AMA, "Office or other outpatient
// services": 99202-99205 new, 99212-99215 established).
func code(l Level, patient string) string {
	if l < Straightforward {
		return ""
	}
	if patient == isNew {
		return [...]string{"", "99202", "99203", "99204", "99205"}[l]
	}
	return [...]string{"", "99212", "99213", "99214", "99215"}[l]
}

// neighbours says what holds the level where it is. Both directions are always
// told (blind to revenue).
func neighbours(v Visit) (below, above *Neighbour) {
	if v.Level > Straightforward {
		below = &Neighbour{Code: code(v.Level-1, v.Patient), Level: v.Level - 1, Missing: []string{}}
	}
	if v.Level < High {
		above = &Neighbour{Code: code(v.Level+1, v.Patient), Level: v.Level + 1}
		for _, c := range v.Table {
			if c.Level < v.Level+1 {
				above.Missing = append(above.Missing, fmt.Sprintf("%s: %s is documented, %s would be needed", c.Column, c.Level, v.Level+1))
			}
		}
	}
	return below, above
}
