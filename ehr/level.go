package ehr

// VisitLevel is the level of a visit as it was worked out from the note: three
// columns of which two must be reached, or the documented time, each with the
// sentences that fill it. Source: AMA, CPT Evaluation and Management guideline
// changes of 2023.
type VisitLevel struct {
	Code      string        `json:"code"` // empty where the note addresses nothing
	Level     string        `json:"level"`
	Basis     string        `json:"basis"`   // "medical decision making" or "time"
	Patient   string        `json:"patient"` // "new", "established" or "not documented"
	PatientBy string        `json:"patient_by,omitempty"`
	Table     []LevelColumn `json:"table"`
	Time      *LevelTime    `json:"time,omitempty"`
	// Below and Above are the neighbours of the level, and what they lack.
	Below *LevelNeighbour `json:"below,omitempty"`
	Above *LevelNeighbour `json:"above,omitempty"`
	Notes []string        `json:"notes"`
	// Findings are what the loaded files say about the services together, and
	// NotChecked what no file is loaded for.
	Findings   []LevelFinding `json:"findings"`
	NotChecked []string       `json:"not_checked"`
}

// LevelColumn is one column of the table: problems, data or risk.
type LevelColumn struct {
	Column string      `json:"column"`
	Level  string      `json:"level"`
	Items  []LevelItem `json:"items"`
}

// LevelItem is one thing that counts in a column, or why it does not.
type LevelItem struct {
	What       string     `json:"what"`
	Sentence   string     `json:"sentence"`
	SentenceID SentenceID `json:"sentence_id"`
	Source     string     `json:"source"`
	NotCounted string     `json:"not_counted,omitempty"`
}

// LevelTime is the documented time of the day, in minutes.
type LevelTime struct {
	Minutes    int        `json:"minutes"`
	Level      string     `json:"level"`
	Code       string     `json:"code"`
	Sentence   string     `json:"sentence"`
	SentenceID SentenceID `json:"sentence_id"`
	Stated     bool       `json:"stated"` // the note says that the level rests on time
	Source     string     `json:"source"`
}

// LevelNeighbour is the level next to the proposed one.
type LevelNeighbour struct {
	Code    string   `json:"code"`
	Level   string   `json:"level"`
	Missing []string `json:"missing"` // empty: it is documented too
}

// LevelFinding is what a published edit says about codes of one visit.
type LevelFinding struct {
	What   string   `json:"what"`
	Codes  []string `json:"codes"`
	Source string   `json:"source"`
}
