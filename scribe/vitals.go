package scribe

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/fact"
	"github.com/visitwright/visitwright/scribe/reword"
)

// sign is a vital sign: how it is printed, the words people say for it, and the
// values a living patient can have, beyond which a number means something else.
type sign struct {
	title     string
	said      []string
	low, high float64
	unit      string // printed behind the value; "" where the talk must say it
}

var signs = []sign{
	{"Blood pressure", []string{"blood pressure", "bp"}, 0, 0, ""},
	{"Heart rate", []string{"heart rate", "pulse rate", "pulse is", "pulse was", "pulse of"}, 30, 220, ""},
	{"Temperature", []string{"temperature", "temp"}, 34, 108, ""},
	{"Respiratory rate", []string{"respiratory rate", "respirations", "respiration rate", "breathing rate"}, 6, 70, ""},
	{"Oxygen saturation", []string{"oxygen saturation", "pulse oximetry", "pulse ox", "oxygen level", "o2 sat", "o2 saturation", "spo2", "satting", "saturation", "sats", "oxygenation", "oxygen"}, 60, 100, "%"},
	{"Weight", []string{"weight", "you weigh", "weigh"}, 2, 700, ""},
	{"Height", []string{"height"}, 3, 250, ""},
	{"BMI", []string{"bmi", "body mass index"}, 10, 80, ""},
}

// measured finds the vital signs with their values in a clinician's clause, each
// as "Blood pressure: 120/80", in the order they are written. A value of another
// day, or one measured at home, is none.
func measured(words []string) []string {
	if elsewhere(words) {
		return nil
	}
	var out []string
	for _, s := range signs {
		if v := s.value(words); v != "" {
			out = append(out, s.title+": "+v)
		}
	}
	return out
}

func elsewhere(w []string) bool {
	return slices.ContainsFunc([]string{"at home", "last time", "last visit", "last year", "last week", "usually", "goal", "below", "under", "less than", "if", "when you were", "emergency", "used to", "before", "should be", "want your", "cuff"}, func(p string) bool { return reword.Has(w, p) })
}

// value reads the sign's value behind its name: the next number within ten
// words, before another sign's name.
func (s sign) value(words []string) string {
	for _, name := range s.said {
		at := reword.Index(words, name)
		if at < 0 {
			continue
		}
		from := at + len(strings.Fields(name))
		to := min(len(words), from+10)
		for i := from; i < to; i++ {
			if s.ended(words, i) {
				break
			}
			if v := s.read(words, i); v != "" {
				return v
			}
		}
	}
	return ""
}

// ended reports whether another sign's name starts at a place.
func (s sign) ended(words []string, i int) bool {
	for _, o := range signs {
		for _, n := range o.said {
			if o.title != s.title && reword.Index(words[i:min(len(words), i+3)], n) == 0 {
				return true
			}
		}
	}
	return false
}

func (s sign) read(words []string, i int) string {
	w := words[i]
	if w == "" || w[0] < '0' || w[0] > '9' {
		return ""
	}
	if s.title == "Blood pressure" {
		a, b, ok := strings.Cut(w, "/")
		if ok && between(a, 60, 280) && between(b, 30, 180) {
			return w
		}
		return ""
	}
	number := strings.TrimSuffix(w, "%")
	if !between(number, s.low, s.high) {
		return ""
	}
	switch next := at(words, i+1); {
	case s.unit != "":
		return number + s.unit + onAir(words)
	case s.title == "Weight" && fact.UnitOf(next) == "", s.title == "Height" && fact.UnitOf(next) == "":
		return ""
	case next == "kg" || next == "pounds" || next == "lbs" || next == "cm" || next == "inches" || next == "feet" || next == "degrees" || next == "bpm":
		if more := at(words, i+2); next == "feet" && more != "" && more[0] >= '0' && more[0] <= '9' {
			return strings.Join([]string{number, next, more, at(words, i+3)}, " ")
		}
		return number + " " + next
	}
	return number
}

func onAir(words []string) string {
	if reword.Has(words, "room air") {
		return " on room air"
	}
	return ""
}

func at(words []string, i int) string {
	if i < 0 || i >= len(words) {
		return ""
	}
	return words[i]
}

func between(s string, low, high float64) bool {
	n := 0.0
	frac := 0.0
	for _, r := range s {
		switch {
		case r == '.' && frac == 0:
			frac = 1
		case r < '0' || r > '9':
			return false
		case frac > 0:
			frac /= 10
			n += float64(r-'0') * frac
		default:
			n = 10*n + float64(r-'0')
		}
	}
	return s != "" && low <= n && n <= high
}

// vitalSigns lists today's vital signs, the last value said of each, and what
// was said of them without a value.
func (d *drafter) vitalSigns() []line {
	values := map[string]line{}
	var rest []line
	for _, p := range d.placed {
		if p.Speaker != ehr.ClinicianVoice || p.Joined != nil || p.phase == "plan" {
			continue
		}
		found := measured(p.Source)
		if v := d.reading(p); v != "" {
			found = append(found, v)
			p.Segments = union([]ehr.SegmentID{d.visit.Clauses[p.Clause-1].Segment}, p.Segments)
		}
		for _, v := range found {
			title, _, _ := strings.Cut(v, ":")
			values[title] = line{text: v + ".", kind: ehr.Statement, segments: p.Segments}
		}
		if p.room == vitals && len(found) == 0 && remarks(p.Source) {
			rest = append(rest, line{text: d.write(p, reword.Exam), kind: ehr.Statement, segments: p.Segments})
		}
	}
	var out []line
	for _, s := range signs {
		if l, ok := values[s.title]; ok {
			out = append(out, l)
		}
	}
	return append(out, rest...)
}

// reading finds a blood pressure without its name, where the clause before turned
// to it: "I took a look at your blood pressure. It's 132/80."
func (d *drafter) reading(p placed) string {
	if p.Clause == 0 || reword.Has(p.Source, "blood pressure") || elsewhere(p.Source) {
		return ""
	}
	before := d.visit.Clauses[p.Clause-1]
	if before.Speaker != ehr.ClinicianVoice || !reword.Has(before.Words, "blood pressure") && !reword.Has(before.Words, "vital signs") && !reword.Has(before.Words, "vitals") || elsewhere(before.Words) {
		return ""
	}
	for i := range p.Source {
		if v := signs[0].read(p.Source, i); v != "" {
			return signs[0].title + ": " + v
		}
	}
	return ""
}

// remarks reports whether words say how vital signs are ("your vital signs look
// good") and do not only turn to them ("let us look at your blood pressure").
func remarks(w []string) bool {
	if reword.Has(w, "let us") || reword.Has(w, "let me") || reword.Has(w, "show me") || reword.Has(w, "going to") {
		return false
	}
	return reword.System(w) == "Vital signs" || reword.Has(w, "vitals")
}
