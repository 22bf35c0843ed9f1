package interactions

import (
	"regexp"
	"strconv"
	"strings"
)

// How often and how many, as prescriptions write it. What cannot be read is 0 and is
// said not to be checked: "6 times daily" taken for "daily" would hide an overdose.

// count is a number as it is written in an instruction.
const count = `(\d+(?:\.\d+)?|half|an?|one|two|three|four|five|six|seven|eight|ten|twelve)`

var numerals = map[string]float64{
	"half": 0.5, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "ten": 10, "twelve": 12,
}

// days is how long a period is.
var days = map[string]float64{"h": 1.0 / 24, "d": 1, "w": 7, "m": 30, "y": 365}

var (
	everyPeriod = regexp.MustCompile(`\b(?:(?:` + count + `|once|twice|thrice)(?:\s*times|\s*x)?\s+)?(?:every|each|q)\s*(?:` + count + `(?:\s*(?:-|to|or)\s*` + count + `)?\s*|(other)\s+)?(h|hr|hrs|hours?|d|days?|wk|weeks?|mo|months?|years?)\b`)
	nTimes      = regexp.MustCompile(`\b(?:x\s*)?` + count + `\s*(?:(?:-|to|or)\s*` + count + `\s*)?(?:(?:times|x|doses?)\s*(?:a|an|per|each|/)?\s*(daily|day|weekly|week|monthly|month)|(?:a|per|each|/)\s*(day|week|month)|(daily|weekly|monthly))\b`)
	onceOrTwice = regexp.MustCompile(`\b(once|twice|thrice)\s*(?:a|per|each|/)?\s*(daily|day|weekly|week|monthly|month)\b`)
	pieces      = regexp.MustCompile(`\b(?:` + count + `\s*(?:-|to|or)\s*)?` + count + `\s*(?:and a half\s+)?(?:tablets?|capsules?|tabs?|caps?|pills?|caplets?|chewables?)\b`)
	explained   = regexp.MustCompile(`\([^()]*\)`)
	oneAndHalf  = regexp.MustCompile(`\b(\d+)(?:\s+1/2|½)`)
	half        = regexp.MustCompile(`\b1/2\b|½|\bhalf (?:of )?an?\b`)
	strengths   = regexp.MustCompile(`[0-9][0-9.,]*\s*(?:mg|mcg|µg|g|ml|units?|%)\b(?:/[0-9.]*\s*(?:ml|mg|day)\b)?`)
)

// shorthand is read where nothing else is; the longer stands before what it holds.
var shorthand = []struct {
	words  []string
	perDay float64
}{
	{[]string{"qid", "q.i.d", "qds", "four times", "before meals and at bedtime", "with meals and at bedtime"}, 4},
	{[]string{"tid", "t.i.d", "tds", "three times", "thrice", "with meals", "before meals", "after meals", "with each meal", "before each meal"}, 3},
	{[]string{"bid", "b.i.d", "twice", "two times", "morning and evening", "morning and night", "morning and at bedtime", "am and pm"}, 2},
	{[]string{"weekly"}, 1.0 / 7}, {[]string{"monthly"}, 1.0 / 30},
	{[]string{"once", "daily", "every day", "each day", "qd", "q.d", "nightly", "at bedtime", "at night", "every morning", "every evening", "every night", "in the morning", "in the evening", "qhs", "qam", "qpm", "hs"}, 1},
}

// perDay reads how many times a day something is taken; 0 where it cannot be read.
// Where a range is given the more counts.
func perDay(s string) float64 {
	s = strengths.ReplaceAllString(halves(s), " ; ")
	s = pieces.ReplaceAllString(s, " ; ")
	if m := everyPeriod.FindStringSubmatch(s); m != nil {
		n, period := 1.0, 1.0
		switch head := strings.Fields(m[0])[0]; {
		case m[1] != "":
			n = numeral(m[1])
		case head == "twice":
			n = 2
		case head == "thrice":
			n = 3
		}
		switch {
		case m[4] != "":
			period = 2
		case m[2] != "" && m[3] != "":
			period = min(numeral(m[2]), numeral(m[3]))
		case m[2] != "":
			period = numeral(m[2])
		}
		if period > 0 {
			return n / (period * days[m[5][:1]])
		}
		return 0
	}
	if m := onceOrTwice.FindStringSubmatch(s); m != nil {
		return map[string]float64{"once": 1, "twice": 2, "thrice": 3}[m[1]] / lasting(m[2])
	}
	if m := nTimes.FindStringSubmatch(s); m != nil {
		return max(numeral(m[1]), numeral(m[2])) / lasting(m[3]+m[4]+m[5])
	}
	for _, f := range shorthand {
		for _, w := range f.words {
			if containsWord(s, w) {
				return f.perDay
			}
		}
	}
	return 0
}

// halves writes halves as figures and words that count knows.
func halves(s string) string {
	return half.ReplaceAllString(oneAndHalf.ReplaceAllString(strings.ToLower(s), "$1.5"), "half")
}

// lasting is the days in "daily", "day", "weekly", "month".
func lasting(word string) float64 { return days[word[:1]] }

func numeral(s string) float64 {
	if n, ok := numerals[s]; ok {
		return n
	}
	n, _ := strconv.ParseFloat(s, 64)
	return n
}

// most is the number of tablets that is taken for an amount at once, and not for one
// that is dispensed.
const most = 8

// atOnce reads how many tablets are taken at once; 1 where that is not said. Where a
// range is given the larger counts. "1000 mg (2 tablets)" says only how the dose is
// made up.
func atOnce(s string) float64 {
	m := pieces.FindStringSubmatch(explained.ReplaceAllString(halves(s), " "))
	if m == nil {
		return 1
	}
	n := max(numeral(m[1]), numeral(m[2]))
	if strings.Contains(m[0], "and a half") {
		n += 0.5
	}
	if n == 0 || n > most {
		return 1
	}
	return n
}
