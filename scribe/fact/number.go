package fact

import (
	"strings"

	"github.com/visitwright/visitwright/scribe/clause"
)

// unit folds the ways a unit is written.
var unit = map[string]string{
	"mg": "mg", "milligrams": "mg", "milligram": "mg", "mcg": "mcg", "micrograms": "mcg", "g": "g", "grams": "g", "gram": "g", "ml": "ml", "milliliters": "ml", "units": "unit", "unit": "unit",
	"cm": "cm", "centimeters": "cm", "centimeter": "cm", "mm": "mm", "millimeters": "mm", "kg": "kg", "kilograms": "kg", "lbs": "pound", "lb": "pound", "pounds": "pound", "pound": "pound",
	"%": "%", "percent": "%", "day": "day", "days": "day", "week": "week", "weeks": "week", "month": "month", "months": "month", "year": "year", "years": "year", "hour": "hour", "hours": "hour",
	"minute": "minute", "minutes": "minute", "times": "times", "time": "times", "tablets": "tablet", "tablet": "tablet", "pills": "tablet", "pill": "tablet", "puffs": "puff", "puff": "puff",
	"packs": "pack", "pack": "pack", "degrees": "degree", "degree": "degree", "mph": "mph", "miles": "mile", "mile": "mile", "feet": "foot-length", "inches": "inch", "inch": "inch", "cc": "ml", "refills": "refill", "drinks": "drink", "beers": "drink", "beer": "drink", "drink": "drink",
	"day's": "day", "days'": "day", "week's": "week", "weeks'": "week", "month's": "month", "months'": "month", "year's": "year", "years'": "year", "year-old": "year", "yo": "year", "capsules": "tablet", "drops": "drop", "meq": "meq", "mmhg": "mmhg", "bpm": "bpm", "ounces": "ounce", "mg/dl": "mg/dl", "mcg/dl": "mcg/dl", "l": "litre", "liters": "litre", "liter": "litre", "meters": "meter", "cartons": "carton", "microgram": "mcg", "mmol": "mmol",
}

var months = map[string]string{"january": "1", "february": "2", "march": "3", "april": "4", "june": "6", "july": "7", "august": "8", "september": "9", "october": "10", "november": "11", "december": "12",
	"monday": "mon", "tuesday": "tue", "wednesday": "wed", "thursday": "thu", "friday": "fri", "saturday": "sat", "sunday": "sun", "yesterday": "yesterday", "christmas": "christmas", "thanksgiving": "thanksgiving"}

// numbers finds numbers with units, and dates.
func numbers(words []string) []Fact {
	var out []Fact
	for i, w := range words {
		if m, ok := months[w]; ok && !(w == "march" && i > 0 && words[i-1] == "to") {
			out = append(out, Fact{Kind: Date, Name: m, Text: w, Start: i, End: i + 1})
			continue
		}
		if w == "" || w[0] < '0' || w[0] > '9' {
			continue
		}
		num, u := cutUnit(w)
		for _, n := range parts(num) {
			f := Fact{Kind: Number, Name: n, Text: w, Start: i, End: i + 1, Unit: u}
			if u == "" {
				f.Unit, f.End = unitAfter(words, i)
			}
			if len(n) == 4 && (n[:2] == "19" || n[:2] == "20") && f.Unit == "" {
				f.Kind = Date
			}
			out = append(out, f)
		}
	}
	return out
}

// cutUnit splits "50-year-old", "40mg", "45%", "3-day".
func cutUnit(w string) (num, u string) {
	i := 0
	for i < len(w) && (w[i] >= '0' && w[i] <= '9' || (w[i] == '.' || w[i] == '/' || w[i] == ',' || w[i] == ':' || w[i] == '-' && i+1 < len(w) && w[i+1] >= '0' && w[i+1] <= '9') && i+1 < len(w)) {
		i++
	}
	rest := strings.Trim(w[i:], "-+.")
	if v, ok := unit[rest]; ok {
		return w[:i], v
	}
	if a, _, ok := strings.Cut(rest, "-"); ok && unit[a] != "" {
		return w[:i], unit[a]
	}
	return w[:i], ""
}

// parts folds "127/80", "6-8", "1,000", "07.0" into single numbers.
func parts(n string) []string {
	n = strings.ReplaceAll(n, ",", "")
	var out []string
	for _, p := range strings.FieldsFunc(n, func(r rune) bool { return r == '/' || r == '-' || r == ':' }) {
		p = strings.Trim(p, ".")
		if strings.Contains(p, ".") {
			p = strings.TrimRight(strings.TrimRight(p, "0"), ".")
		}
		if t := strings.TrimLeft(p, "0"); t != "" && t[0] != '.' {
			p = t
		}
		if p != "" {
			out = append(out, p)
		}
	}
	return out
}

func unitAfter(words []string, i int) (string, int) {
	for j := i + 1; j < len(words) && j <= i+3; j++ {
		if u, ok := unit[words[j]]; ok {
			return u, j + 1
		}
		if clause.Mark(words[j]) || words[j] != "to" && words[j] != "or" && words[j] != "and" && words[j] != "-" && !(words[j][0] >= '0' && words[j][0] <= '9') && words[j] != "more" && words[j] != "plus" {
			break
		}
	}
	return "", i + 1
}

// UnitOf folds a unit word, "" for other words: "weeks", "wks" are "week".
func UnitOf(w string) string {
	if u := unit[w]; u != "" {
		return u
	}
	if w != "" && w[0] >= '0' && w[0] <= '9' {
		_, u := cutUnit(w)
		return u
	}
	return ""
}

// Digits returns the numbers in a word: "127/80" holds two.
func Digits(w string) []string {
	if w == "" || w[0] < '0' || w[0] > '9' {
		return nil
	}
	n, _ := cutUnit(w)
	return parts(n)
}
