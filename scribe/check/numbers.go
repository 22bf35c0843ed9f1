package check

import (
	"slices"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/fact"
)

// spellings are words that say a number, in a note or in talk.
var spellings = map[string][]string{
	"1": {"once", "one", "a", "an", "first", "single", "daily", "every"}, "2": {"twice", "two", "couple", "second", "pair", "both", "half", "b.i.d", "bid"}, "3": {"three", "third", "few", "t.i.d", "tid"},
	"0": {"zero", "no", "none", "oh"}, "0.5": {"half"}, "24": {"day", "daily"}, "7": {"week"}, "14": {"weeks"}, "12": {"dozen", "year", "noon", "twice", "midnight"}, "1.5": {"half"}, "6": {"six"}, "4": {"four", "fourth"}, "5": {"five", "fifth"}, "10": {"ten"}, "100": {"hundred"},
	"8": {"eight"}, "9": {"nine"},
}

// words that say a number in the sentence itself.
var counted = map[string]string{"once": "1", "twice": "2", "couple": "2"}

func (e *examiner) numbers() {
	for _, f := range e.facts {
		if f.Kind == fact.Number {
			e.number(f)
		}
	}
	for i, w := range e.words {
		n, ok := counted[w]
		if !ok || i+1 >= len(e.words) || e.spoken(w) {
			continue
		}
		if !e.hasNumber(n, "") && !slices.ContainsFunc(spellings[n], func(s string) bool { return s != "a" && s != "an" && s != "every" && e.spoken(s) }) {
			e.doubt(ehr.NumberDoubt, w, "How often, %q, was not said in the lines behind this sentence.", w)
		}
	}
}

func (e *examiner) number(f fact.Fact) {
	drug := e.drugBefore(f)
	kind := ehr.NumberDoubt
	if drug != "" && (f.Unit == "mg" || f.Unit == "mcg" || f.Unit == "unit" || f.Unit == "g" || f.Unit == "ml" || f.Unit == "%") {
		kind = ehr.DoseDoubt
	}
	if !e.hasNumber(f.Name, "") {
		for _, s := range spellings[f.Name] {
			if e.spoken(s) && !(len(s) < 3 && f.Unit == "mg") {
				return
			}
		}
		e.doubt(kind, f.Text, "%s was not said in the lines behind this sentence.", f.Text)
		return
	}
	if f.Unit != "" && !e.hasNumber(f.Name, f.Unit) {
		if other := e.unitOf(f.Name); other != "" {
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

// unitOf returns the unit a number was said with, "" where it was said with
// none at all: then any unit may be meant.
func (e *examiner) unitOf(n string) string {
	unit := ""
	for _, x := range e.ev {
		for _, m := range x.facts {
			if m.Kind == fact.Number && m.Name == n {
				if m.Unit == "" {
					return ""
				}
				unit = m.Unit
			}
		}
	}
	return unit
}

// dosed reports whether the number was said of the drug: no other drug stands
// closer before it.
func (e *examiner) dosed(drug, n string) bool {
	last := ""
	for _, x := range e.ev {
		facts := slices.Clone(x.facts)
		slices.SortStableFunc(facts, func(a, b mention) int { return 0 })
		for _, m := range facts {
			switch {
			case m.Kind == fact.Drug:
				last = m.Name
			case m.Kind == fact.Number && m.Name == n && (last == drug || last == ""):
				return true
			}
		}
		for i, m := range facts { // "40 milligrams of lisinopril"
			if m.Kind == fact.Number && m.Name == n {
				for _, o := range facts[max(0, i-8):] {
					if o.Kind == fact.Drug && o.Name == drug {
						return true
					}
				}
			}
		}
	}
	return false
}

func (e *examiner) dates() {
	for _, f := range e.facts {
		if f.Kind != fact.Date || e.spoken(f.Text) {
			continue
		}
		if !slices.ContainsFunc(e.ev, func(x *heard) bool {
			return slices.ContainsFunc(x.facts, func(m mention) bool { return (m.Kind == fact.Date || m.Kind == fact.Number) && m.Name == f.Name })
		}) {
			e.doubt(ehr.DateDoubt, f.Text, "%q was not said in the lines behind this sentence.", f.Text)
		}
	}
}
