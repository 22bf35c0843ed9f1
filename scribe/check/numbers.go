package check

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/fact"
)

// spellings are words that say a number, in a note or in talk.
var spellings = map[string][]string{
	"1": {"once", "one", "a", "an", "first", "single", "every", "per", "each", "last", "next", "past"}, "2": {"twice", "two", "couple", "second", "pair", "both"}, "3": {"three", "third", "few"}, "0": {"zero", "no"}, "0.5": {"half"}, "1.5": {"half"},
	"4": {"four", "fourth"}, "5": {"five", "fifth"}, "6": {"six", "sixth"}, "7": {"seven"}, "8": {"eight"}, "9": {"nine"}, "10": {"ten"}, "12": {"twelve", "dozen"}, "100": {"hundred"},
}

// words that say a number in the sentence itself.
var counted = map[string]string{"once": "1", "twice": "2"}

func (e *examiner) numbers() {
	for _, f := range e.facts {
		if f.Kind == fact.Number && f.Start > 0 && e.words[f.Start-1] == "point" {
			f.Name = "0." + f.Name // "point 5 cm"
		}
		switch {
		case f.Kind != fact.Number || isDate(e.words[f.Start]) || lettered.MatchString(f.Text):
		case slices.ContainsFunc(e.facts, func(t fact.Fact) bool { return t.Term != nil && t.Start <= f.Start && f.End <= t.End }): // "type 2 diabetes"
		case sevenths.MatchString(f.Text) && e.brief(f):
		case f.Name == "00" || f.Name == "10" && strings.HasSuffix(f.Text, "/10"): // "2:00"; the scale of a rating
		case f.Name == "4" && f.End < len(e.words) && e.words[f.End] == "quadrants": // the whole abdomen
		case strings.HasPrefix(f.Text, "0-10") && e.scale(f), (f.Name == "0" || f.Name == "10") && f.End < len(e.words) && e.words[f.End] == "=":
		case minutes[f.Unit] > 0 && !strings.HasSuffix(f.Text, "-old") && f.Text != "yo" && !e.old(f): // see spans
		default:
			e.number(f)
		}
	}
	e.names()
	e.rates()
	for i, w := range e.words {
		n, ok := counted[w]
		if !ok || i+1 >= len(e.words) || e.spoken(w) || w == "once" && i+2 < len(e.words) && e.everyOne(fact.UnitOf(e.words[i+2])) {
			continue
		}
		if !e.hasNumber(n, "") && !slices.ContainsFunc(spellings[n], func(s string) bool { return s != "a" && s != "an" && s != "every" && e.spoken(s) }) {
			e.doubt(ehr.NumberDoubt, w, "How often, %q, was not said in the lines behind this sentence.", w)
		}
	}
}

// rates doubts a heart or breathing rate that is not per minute, the unit of both
// (LOINC 8867-4, {beats}/min; 9279-1, {breaths}/min).
func (e *examiner) rates() {
	for i := 0; i+2 < len(e.words); i++ {
		if (e.words[i] == "beats" || e.words[i] == "breaths") && (e.words[i+1] == "per" || e.words[i+1] == "a" || e.words[i+1] == "an") {
			if u := fact.UnitOf(e.words[i+2]); u != "minute" && minutes[u] > 0 {
				e.doubt(ehr.UnitDoubt, e.words[i]+" per "+u, "The rate is counted per minute.")
			}
		}
	}
}

// everyOne reports whether something was said to come every one of a unit: "on
// Saturdays" for once a week.
func (e *examiner) everyOne(unit string) bool {
	return unit != "" && slices.ContainsFunc(e.ev, func(x *heard) bool {
		return slices.ContainsFunc(x.spans, func(s span) bool { return s.rel == repeat && s.unit == unit && slices.Contains(s.many, 1) })
	})
}

// brief reports whether "2/7" is a stretch of time: it was said as one, or the
// words beside it say so.
func (e *examiner) brief(f fact.Fact) bool {
	for i := max(0, f.Start-2); i < min(len(e.words), f.End+3); i++ {
		switch e.words[i] {
		case "ago", "hx", "history", "for", "in", "since", "review", "last", "lmp":
			return true
		}
	}
	return false
}

// scale reports whether "0-10" names the scale of a rating, which was told.
func (e *examiner) scale(f fact.Fact) bool {
	near := func(w string) bool { return w == "scale" || w == "vas" || w == "pain" }
	return slices.ContainsFunc(e.words[max(0, f.Start-4):min(len(e.words), f.End+3)], near) && (e.hasNumber("10", "") || e.spoken("scale"))
}

// old reports whether the number is an age: "50 years old".
func (e *examiner) old(f fact.Fact) bool {
	return f.End < len(e.words) && e.words[f.End] == "old"
}

func (e *examiner) number(f fact.Fact) {
	drug := e.drugBefore(f)
	kind := ehr.NumberDoubt
	if drug != "" && (f.Unit == "mg" || f.Unit == "mcg" || f.Unit == "unit" || f.Unit == "g" || f.Unit == "ml" || f.Unit == "%") {
		kind = ehr.DoseDoubt
	}
	if !e.hasNumber(f.Name, "") {
		if !e.spelt(f) && !(drug == "aspirin" && f.Name == "81" && e.spoken("baby")) { // low-dose aspirin is 81 mg in the United States: 21 CFR 343.12
			e.doubt(kind, f.Text, "%s was not said in the lines behind this sentence.", f.Text)
		}
		return
	}
	if kind == ehr.NumberDoubt && f.Unit == "" && !e.beside(f) {
		e.doubt(kind, f.Text, "%s was said of something else.", f.Text)
		return
	}
	if f.Unit == "cm" && f.End < len(e.words) && e.words[f.End] == "hg" {
		e.doubt(ehr.UnitDoubt, f.Text+" cm Hg", "A blood pressure is in mm Hg.")
		return
	}
	if f.Unit != "" && !e.hasNumber(f.Name, f.Unit) {
		if rare[f.Unit] && !e.unitSpoken(f.Unit) {
			e.doubt(ehr.UnitDoubt, f.Text+" "+f.Unit, "The unit was not said in the lines behind this sentence.")
			return
		}
		if e.old(f) && f.Unit != "year" {
			e.doubt(ehr.UnitDoubt, f.Text+" "+f.Unit, "The age was not said in this unit.")
			return
		}
		if f.Unit == "mg" && drug == "" {
			e.doubt(ehr.UnitDoubt, f.Text+" mg", "It was not said as a weight in the lines behind this sentence.")
			return
		}
		if other := e.unitOf(f.Name, f.Unit); other != "" {
			e.doubt(ehr.UnitDoubt, f.Text+" "+f.Unit, "%s was said in another unit (%s).", f.Text, other)
			return
		}
	}
	if kind == ehr.DoseDoubt && !e.dosed(drug, f.Name) {
		e.doubt(ehr.DoseDoubt, f.Text, "%s was said of another drug than %s.", f.Text, drug)
	}
}

// drugBefore returns the drug a number belongs to: the closest one before it
// within a few words, or right behind it ("40 mg of lisinopril").
func (e *examiner) drugBefore(n fact.Fact) string {
	best, name := 7, ""
	for _, f := range e.facts {
		if f.Kind != fact.Drug {
			continue
		}
		if d := n.Start - f.End; d >= 0 && d < best {
			best, name = d, f.Name
		}
		if d := f.Start - n.End; d >= 0 && d <= 1 && name == "" {
			name = f.Name
		}
	}
	return name
}

func (e *examiner) hasNumber(n, unit string) bool {
	return slices.ContainsFunc(e.ev, func(x *heard) bool {
		return slices.ContainsFunc(x.facts, func(m mention) bool {
			return (m.Kind == fact.Number || m.Kind == fact.Date && unit == "") && m.Name == n && (unit == "" || m.Unit == unit)
		})
	})
}

// rare are units that nobody leaves unsaid.
var rare = map[string]bool{"mcg": true, "g": true, "litre": true, "kg": true, "mcg/dl": true, "meter": true, "carton": true, "ml": true, "foot-length": true}

// unitSpoken reports whether a unit was said at all.
func (e *examiner) unitSpoken(u string) bool {
	return slices.ContainsFunc(e.ev, func(x *heard) bool {
		return slices.ContainsFunc(x.words, func(w string) bool { return fact.UnitOf(w) == u })
	})
}

// unitOf returns another unit of the same sort the number was said with.
func (e *examiner) unitOf(n, unit string) string {
	for _, x := range e.ev {
		for _, m := range x.facts {
			if m.Kind == fact.Number && m.Name == n && m.Unit != "" && m.Unit != unit && sort[m.Unit] == sort[unit] {
				return m.Unit
			}
		}
	}
	return ""
}

// sort says which units can stand for one another by mistake.
var sort = map[string]string{"day": "time", "week": "time", "month": "time", "year": "time", "hour": "time", "minute": "time", "mg": "mass", "%": "mass", "mcg": "mass", "g": "mass", "kg": "weight", "pound": "weight", "cm": "length", "mm": "length", "inch": "length", "tablet": "count", "puff": "count", "unit": "mass", "ml": "volume", "litre": "volume", "ounce": "volume", "foot-length": "length", "mile": "distance", "meter": "distance"}

// dosed reports whether the number was said of the drug: no other drug stands
// closer before it.
func (e *examiner) dosed(drug, n string) bool {
	type place struct {
		m  mention
		at int // words from the segment's start
	}
	last := ""
	for _, x := range e.ev {
		var ps []place
		for _, m := range x.facts {
			if m.Kind == fact.Drug && (m.Term == nil || !m.Term.Class || m.Name == drug) || m.Kind == fact.Number && minutes[m.Unit] == 0 {
				ps = append(ps, place{m, m.from + m.Start})
			}
		}
		slices.SortStableFunc(ps, func(a, b place) int { return a.at - b.at })
		for i, p := range ps {
			switch {
			case p.m.Kind == fact.Drug:
				last = p.m.Name
			case p.m.Name != n:
			case last == drug || last == "":
				return true
			default: // "40 milligrams of lisinopril"
				for _, o := range ps[i:] {
					if o.m.Kind == fact.Drug && o.at < p.at+8 {
						if o.m.Name == drug {
							return true
						}
						break
					}
				}
			}
		}
	}
	return false
}

// spelt reports whether the number was said in a word, right before the same
// unit where it has one: "a couple of weeks" for 2 weeks.
func (e *examiner) spelt(f fact.Fact) bool {
	for _, x := range e.ev {
		for i, w := range x.words {
			if !slices.Contains(spellings[f.Name], w) {
				continue
			}
			if f.Unit == "times" && (w == "once" || w == "twice") {
				return true
			}
			if f.Unit == "" && len(w) > 2 {
				return true
			}
			for j := i + 1; j < len(x.words) && j <= i+3; j++ {
				if f.Unit != "" && fact.UnitOf(x.words[j]) == f.Unit {
					return true
				}
			}
		}
	}
	return false
}

// beside reports whether a bare number was said near one of the weighty words it
// stands near in the sentence.
func (e *examiner) beside(f fact.Fact) bool {
	around := map[string]bool{}
	for i := max(0, f.Start-8); i < min(len(e.words), f.End+6); i++ {
		if w := e.words[i]; (i < f.Start || i >= f.End) && len(w) > 2 && !light[w] {
			around[root(w)] = true
		}
	}
	if len(around) == 0 || strings.HasSuffix(f.Text, "/10") {
		return true
	}
	found := false
	for _, x := range e.ev {
		for i, w := range x.words {
			if !slices.Contains(fact.Digits(w), f.Name) && !(len(w) > 2 && slices.Contains(spellings[f.Name], w)) {
				continue
			}
			found = true
			for j := max(0, i-20); j < min(len(x.words), i+20); j++ {
				if j != i && around[root(x.words[j])] {
					return true
				}
			}
			if len(x.words) < 12 { // a short answer
				return true
			}
			if i < 40 && slices.ContainsFunc(x.before[max(0, len(x.before)-60):], func(w string) bool { return around[root(w)] }) {
				return true
			}
		}
	}
	return !found // it was said in pieces: see spelled
}

// root folds a word by its first letters, a number by its digits: "respirations"
// and "respiratory", "3,000" and "3000".
func root(w string) string {
	if n := fact.Digits(w); len(n) > 0 {
		return strings.Join(n, "/")
	}
	w = Stem(w)
	if len(w) > 7 {
		return w[:7]
	}
	return w
}

var light = map[string]bool{"the": true, "and": true, "was": true, "has": true, "had": true, "for": true, "with": true, "his": true, "her": true, "she": true, "patient": true, "that": true, "are": true, "were": true, "out": true, "about": true, "approximately": true, "noted": true, "today": true}
