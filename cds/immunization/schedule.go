package immunization

import (
	"strings"
	"unicode"
)

// Schedule is a set of immunization recommendations the engine can execute: a
// pack with a name and a version. It is immutable and may be shared.
type Schedule struct {
	Name    string // e.g. "CDC CDSi supporting data"
	Version string // e.g. "4.64"
	// Released is when its publisher released it, "2006-01-02", where known.
	Released string
	// Observations are the patient facts the schedule knows, by CDSi code.
	Observations map[string]Observation

	// LeavesOut says in words what the schedule does not cover; it must be shown as
	// not checked.
	LeavesOut []string

	// Lines are the series of the built-in schedule with their sources.
	Lines []Line

	pack      *pack // nil: the schedule as it is
	antigens  []*antigen
	cvx       map[string][]association       // CVX to the antigens in it
	conflicts map[string]map[string]conflict // impacted CVX, then conflicting CVX
	groups    []vaccineGroup
	vaccine   map[string]string   // CVX to short name
	coded     map[string][]string // "SNOMED 234336002" to CDSi codes
	titled    map[string][]string // an observation's title, plain, to CDSi codes
}

// Line is one series of the built-in schedule, for people.
type Line struct{ Name, Group, Say, Source string }

// Pack is the schedule's name and version in one line, with the pack that was
// chosen on top of it.
func (s *Schedule) Pack() string {
	if s.pack != nil {
		return s.pack.Name + " (on " + s.Name + " " + s.Version + ")"
	}
	return s.Name + " " + s.Version
}

// Antigens is how many antigens the schedule covers.
func (s *Schedule) Antigens() int { return len(s.antigens) }

// Vaccines lists the CVX codes the schedule knows, sorted.
func (s *Schedule) Vaccines() []string { return sortedKeys(s.cvx) }

// Series is how many antigen series the schedule holds.
func (s *Schedule) Series() int {
	n := 0
	for _, a := range s.antigens {
		n += len(a.series)
	}
	return n
}

// Observation is a fact about a patient that a schedule can ask for, e.g. that
// she is pregnant.
type Observation struct {
	Code  string // CDSi observation code, three digits
	Title string
	// Codes are the same fact in published code systems, as "SNOMED 234336002".
	Codes []string
}

type association struct {
	antigen    string
	begin, end period // age at administration
}

type conflict struct {
	begin, minEnd, end period
}

type vaccineGroup struct {
	name     string
	antigens []string
	full     bool // administer full vaccine group flag
}

type antigen struct {
	name              string
	immunity          immunity
	contraindications []contraindication
	series            []*series
}

type immunity struct {
	history []string // CDSi codes that prove immunity
	births  []birthImmunity
}

type birthImmunity struct {
	before     day
	country    string // empty: any
	exclusions []string
}

type contraindication struct {
	code       string
	text       string
	begin, end period
	vaccines   []vaccineAge // empty: the antigen as a whole
}

type vaccineAge struct {
	cvx        string
	begin, end period
	mvx        string
	trade      string
	forecast   bool
}

type seriesType int

const (
	standard seriesType = iota
	risk
	evaluationOnly
)

type series struct {
	name       string
	antigen    string
	group      string // vaccine group
	kind       seriesType
	genders    []string // empty: any
	guidance   string
	number     string   // series group
	equivalent []string // series groups a best series may come from instead
	isDefault  bool
	product    bool
	priority   string // "A" is before "B"
	preference int    // 1 is before 2; 0 where not ranked
	minStart   period
	maxStart   period
	indication []indication
	doses      []*seriesDose
}

type indication struct {
	code       string
	text       string
	begin, end period
}

type seriesDose struct {
	number      int // from 1
	ages        []ageRule
	preferable  []interval
	allowable   []interval
	preferred   []vaccineAge
	allowed     []vaccineAge
	inadvertent []string
	skips       []skip
	recurring   bool
	seasonStart day // beginning where none
	seasonEnd   day // endOfTime where none
	hasSeason   bool
}

// span is when an instance of supporting data is in force (RELEVANT-1 and -2).
type span struct{ from, to day }

func (s span) holds(d day) bool { return s.from <= d && d <= s.to }

type ageRule struct {
	span
	absMin, min, earliest, latest, max period
}

type interval struct {
	span
	fromPrevious                  bool
	fromDose                      int      // target dose number; 0 where not used
	fromVaccines                  []string // CVX; empty where not used
	fromObservation               string   // CDSi code; empty where not used
	absMin, min, earliest, latest period
	priority                      bool
}

type skipContext int

const (
	inBoth skipContext = iota
	inEvaluation
	inForecast
)

type skip struct {
	context skipContext
	all     bool // every set must be met, not just one
	sets    []skipSet
}

type skipSet struct {
	span
	all        bool
	conditions []skipCondition
}

type conditionKind int

const (
	byAge conditionKind = iota
	bySeries
	byInterval
	byCount
)

type skipCondition struct {
	kind       conditionKind
	start, end day
	season     bool   // start is the beginning of the dose's season
	begin, fin period // ages
	interval   period
	count      int
	validOnly  bool
	compare    int // wanted sign of (given doses - count)
	vaccines   []string
	groups     []string
}

// codeSystems are the names CDC's files give to code systems, by canonical URI.
var codeSystems = map[string]string{
	"http://snomed.info/sct": "SNOMED", "http://hl7.org/fhir/sid/cvx": "CVX",
	"urn:oid:2.16.840.1.114222.4.5.274": "CDCPHINVS",
}

// FactsOf names the CDSi observation codes that a code of a chart stands for. A
// code system whose name contains "cdsi" holds them directly.
func (s *Schedule) FactsOf(system, code string) []string {
	if code == "" {
		return nil
	}
	if strings.Contains(strings.ToLower(system), "cdsi") {
		return []string{code}
	}
	return s.coded[codeSystems[system]+" "+code]
}

// FactsTitled names the CDSi observation codes whose title the words are, whatever
// their case and punctuation.
func (s *Schedule) FactsTitled(words string) []string {
	if words == "" {
		return nil
	}
	return s.titled[plainTitle(words)]
}

func plainTitle(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ")
}
