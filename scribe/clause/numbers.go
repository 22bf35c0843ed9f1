package clause

import (
	"strconv"
	"strings"

	"github.com/visitwright/visitwright/scribe/lexicon"
)

var units = map[string]int{
	"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}

var tens = map[string]int{"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}

// countable are words before which "one" is a number and not a pronoun.
var countable = map[string]bool{
	"day": true, "days": true, "week": true, "weeks": true, "month": true, "months": true, "year": true, "years": true, "hour": true, "hours": true,
	"minute": true, "minutes": true, "pill": true, "pills": true, "tablet": true, "tablets": true, "capsule": true, "time": true, "times": true,
	"pack": true, "packs": true, "plus": true, "over": true, "out": true, "point": true, "milligram": true, "milligrams": true, "mg": true,
	"to": true, "or": true, "percent": true, "half": true, "hundred": true, "centimeter": true, "cm": true, "puff": true, "puffs": true,
	"drink": true, "drinks": true, "beer": true, "beers": true, "glass": true, "glasses": true, "cup": true, "cups": true, "unit": true, "units": true,
	"pound": true, "pounds": true, "gram": true, "grams": true, "refill": true, "bottle": true,
}

// Numbers writes spoken numbers as digits and common units short: "one twenty
// seven over eighty" is 127/80, "ninety eight point two" 98.2, "twenty
// eighteen" 2018, "three out of six" 3/6, "fifteen milligrams" 15 mg.
func Numbers(words []string) []string { return ratios(shortUnits(spoken(words))) }

func spoken(words []string) []string {
	var in []string
	for _, w := range words { // "twenty-five"
		if a, b, ok := strings.Cut(w, "-"); ok && tens[a] > 0 && isUnit(b) {
			in = append(in, a, b)
		} else {
			in = append(in, w)
		}
	}
	var out []string
	for i := 0; i < len(in); {
		if n, used := number(in[i:]); used > 0 {
			if in[i] == "one" && used == 1 && !(i+1 < len(in) && countable[in[i+1]]) {
				out = append(out, "one")
			} else {
				out = append(out, n)
			}
			i += used
			continue
		}
		if in[i] == "point" && i+2 < len(in) && isUnit(in[i+1]) && units[in[i+1]] < 10 && measured(in[i+2:]) && !(i > 0 && numeric(in[i-1])) {
			out = append(out, "0."+strconv.Itoa(units[in[i+1]]))
			i += 2
			continue
		}
		out = append(out, in[i])
		i++
	}
	return out
}

func isUnit(w string) bool { _, ok := units[w]; return ok }

// number reads a spoken number at the start of words: its digits, and how many
// words it took; 0 where there is none.
func number(w []string) (string, int) {
	n, used := group(w)
	if used == 0 {
		return "", 0
	}
	if used < len(w) && w[used] == "thousand" {
		n *= 1000
		used++
		and := 0
		if used < len(w) && w[used] == "and" { // "two thousand and three"
			and = 1
		}
		if m, more := group(w[used+and:]); more > 0 && m < 1000 {
			n, used = n+m, used+and+more
		}
	}
	s := strconv.Itoa(n)
	if n >= 94 && n <= 106 && used+1 < len(w) && w[used] == "." && isUnit(w[used+1]) && units[w[used+1]] < 10 && !(used+2 < len(w) && countable[w[used+2]]) {
		return s + "." + strconv.Itoa(units[w[used+1]]), used + 2 // a transcriber's "ninety eight . seven": a temperature
	}
	if used+2 < len(w) && n < 100 && w[used] == "." && isUnit(w[used+1]) && units[w[used+1]] > 0 && units[w[used+1]] < 10 && measured(w[used+2:]) {
		return s + "." + strconv.Itoa(units[w[used+1]]), used + 2 // the same of a dose: "twelve . five milligrams"
	}
	if used+1 < len(w) && w[used] == "point" { // "eight point two five"
		frac, u := "", used+1
		for u < len(w) && (isUnit(w[u]) && units[w[u]] < 10 || w[u] == "oh" || digits(w[u])) {
			if d, ok := units[w[u]]; ok {
				frac += strconv.Itoa(d)
			} else if w[u] == "oh" {
				frac += "0"
			} else {
				frac += w[u]
			}
			u++
		}
		if frac != "" {
			return s + "." + frac, u
		}
	}
	return s, used
}

// measured reports whether words say what a number before them measures: a unit, or a
// drug of which it is the dose.
func measured(w []string) bool {
	if short[w[0]] != "" || w[0] == "mg" || w[0] == "mcg" || w[0] == "percent" || w[0] == "cm" || w[0] == "mm" {
		return true
	}
	if w[0] == "of" && len(w) > 1 {
		w = w[1:]
	}
	ms := lexicon.Find(w[:min(len(w), 2)], lexicon.Drug)
	return len(ms) > 0 && ms[0].Start == 0
}

// group reads up to 9999 as people say it: "five hundred and ten", "one twenty
// seven", "nineteen eighty five", "twenty eighteen", "one oh five".
func group(w []string) (n, used int) {
	a, ua := pair(w)
	if ua == 0 {
		if len(w) > 1 && w[0] == "a" && w[1] == "hundred" {
			a, ua = 1, 1
		} else {
			return 0, 0
		}
	}
	rest := w[ua:]
	switch {
	case len(rest) > 0 && rest[0] == "hundred":
		n, used = a*100, ua+1
		more := rest[1:]
		skip := 0
		if len(more) > 0 && more[0] == "and" {
			skip = 1
		}
		if b, ub := pair(more[skip:]); ub > 0 {
			n, used = n+b, used+skip+ub
		}
		return n, used
	case len(rest) > 1 && (rest[0] == "oh" || rest[0] == "o") && isUnit(rest[1]) && units[rest[1]] < 10:
		return a*100 + units[rest[1]], ua + 2
	}
	b, ub := pair(rest)
	switch {
	case ub > 0 && ua == 1 && a > 0 && a < 10 && b >= 10: // one twenty seven
		return a*100 + b, ua + ub
	case ub > 0 && (a == 19 || a == 20) && b >= 10: // nineteen eighty, twenty eighteen
		return a*100 + b, ua + ub
	}
	return a, ua
}

// pair reads 0 to 99.
func pair(w []string) (n, used int) {
	if len(w) == 0 {
		return 0, 0
	}
	if t, ok := tens[w[0]]; ok {
		if len(w) > 1 && isUnit(w[1]) && units[w[1]] > 0 && units[w[1]] < 10 {
			return t + units[w[1]], 2
		}
		return t, 1
	}
	if u, ok := units[w[0]]; ok {
		return u, 1
	}
	return 0, 0
}

var short = map[string]string{
	"milligrams": "mg", "milligram": "mg", "mgs": "mg", "micrograms": "mcg", "microgram": "mcg", "milliliters": "ml", "milliliter": "ml",
	"centimeters": "cm", "centimeter": "cm", "millimeters": "mm", "millimeter": "mm", "kilograms": "kg", "kilos": "kg", "cc's": "cc",
}

func shortUnits(in []string) []string {
	var out []string
	for i, w := range in {
		if i > 0 && len(out) > 0 && numeric(out[len(out)-1]) {
			if s, ok := short[w]; ok {
				out = append(out, s)
				continue
			}
			if w == "percent" {
				out[len(out)-1] += "%"
				continue
			}
		}
		out = append(out, w)
	}
	return out
}

func numeric(w string) bool { return w != "" && w[0] >= '0' && w[0] <= '9' }

// ratios joins "127 over 80" and "3 out of 6".
func ratios(in []string) []string {
	var out []string
	for i := 0; i < len(in); i++ {
		last := len(out) - 1
		switch {
		case in[i] == "over" && last >= 0 && digits(out[last]) && i+1 < len(in) && digits(in[i+1]):
			out[last] += "/" + in[i+1]
			i++
		case in[i] == "out" && last >= 0 && digits(out[last]) && i+2 < len(in) && in[i+1] == "of" && digits(in[i+2]):
			out[last] += "/" + in[i+2]
			i += 2
		case in[i] == "point" && last >= 0 && digits(out[last]) && i+1 < len(in) && digits(in[i+1]) && !strings.Contains(out[last], "."):
			out[last] += "." + in[i+1]
			i++
		default:
			out = append(out, in[i])
		}
	}
	return out
}
