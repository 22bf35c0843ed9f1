package check

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/fact"
	"github.com/visitwright/visitwright/scribe/lexicon"
)

// span is a stretch of time that was spoken of: "2 weeks ago", "every 3 months".
type span struct {
	// many are the numbers it names: two for "2 to 3 weeks"; 2 for a couple.
	many []float64
	// vague: a few, several, some.
	vague bool
	unit  string // "minute", "hour", "day", "week", "month", "year"
	rel   relation
	text  string
	// start and end are its words in the sentence.
	start, end int
	in         told // the clause it stands in
	// couple: said as "a couple", which may be three as well.
	couple bool
	// near holds the stems of the words around it.
	near map[string]bool
}

// relation is how a stretch stands to now.
type relation int

const (
	loose  relation = iota // "for 2 weeks", "2 weeks"
	ago                    // "2 weeks ago", "the last 2 weeks"
	ahead                  // "in 2 weeks", "next week"
	repeat                 // "every 2 weeks", "twice a day"
)

// minutes says how long a unit is.
var minutes = map[string]float64{"minute": 1, "hour": 60, "day": 1440, "week": 10080, "month": 43200, "year": 525600}

// spansIn finds the stretches of time in plain words.
func spansIn(words []string, in told) []span {
	var out []span
	for i, w := range words {
		if r, ok := often[w]; ok && !(i+1 < len(words) && (w == "daily" && routine[words[i+1]] || (w == "annual" || w == "yearly") && visited[words[i+1]])) {
			out = append(out, span{many: []float64{1}, unit: r, rel: repeat, text: w, in: in, start: i, end: i + 1, near: stemsAround(words, i, i+1)})
			continue
		}
		if s, ok := brief(words, i); ok {
			s.in = in
			out = append(out, s)
			continue
		}
		u := fact.UnitOf(w)
		if w == "fortnight" {
			u = "week"
		}
		if (u == "minute" || u == "hour") && i > 0 && words[i-1] == "per" {
			continue // beats per minute: a rate of its own
		}
		if i > 0 && u == "month" && seasons[words[i-1]] {
			continue // "the winter months"
		}
		if minutes[u] == 0 || w == "today" || strings.HasSuffix(w, "-old") || i+1 < len(words) && (words[i+1] == "old" || words[i+1] == "-old") {
			continue
		}
		s := span{unit: u, in: in}
		start := s.read(words, i)
		s.halve(words, start, i)
		s.relate(words, start, i)
		s.text, s.start, s.end = strings.Join(words[start:i+1], " "), start, i+1
		s.near = stemsAround(words, start, i+1)
		out = append(out, s)
	}
	return out
}

var (
	hyphened   = regexp.MustCompile(`^(\d+)-to-(\d+)-([a-z]+)$`)
	sevenths   = regexp.MustCompile(`^(\d+)(?:-(\d+))?/(7|52|12)$`)
	lettered   = regexp.MustCompile(`^(\d+)(?:-(\d+))?(d|wk|wks|mo|mths?|yrs?|hrs?|h)$`)
	everyHours = regexp.MustCompile(`^q\.?(\d+)\.?(h|hrs?)?$`)
	letters    = map[string]string{"d": "day", "wk": "week", "wks": "week", "mo": "month", "mth": "month", "mths": "month", "yr": "year", "yrs": "year", "hr": "hour", "hrs": "hour", "h": "hour"}
	parts      = map[string]string{"7": "day", "52": "week", "12": "month"}
)

// brief reads the short forms of British notes, 2/52 for two weeks, and 3d.
func brief(words []string, i int) (span, bool) {
	s := span{text: words[i]}
	m := sevenths.FindStringSubmatch(words[i])
	if q := everyHours.FindStringSubmatch(words[i]); q != nil && (q[2] != "" || i+1 < len(words) && letters[words[i+1]] == "hour") {
		s.unit, s.rel, s.near = "hour", repeat, stemsAround(words, i, i+1) // "q6h", "q.6 h"
		s.add(q[1])
		return s, true
	}
	if m != nil {
		s.unit = parts[m[3]]
	} else if m = lettered.FindStringSubmatch(words[i]); m != nil {
		s.unit = letters[m[3]]
	} else if m = hyphened.FindStringSubmatch(words[i]); m != nil && minutes[fact.UnitOf(m[3])] > 0 {
		s.unit = fact.UnitOf(m[3]) // "6-to-8-week"
	}
	if s.unit == "" {
		return s, false
	}
	s.add(m[1])
	if m[2] != "" {
		s.add(m[2])
	}
	s.relate(words, i, i)
	return s, true
}

var seasons = map[string]bool{"winter": true, "summer": true, "spring": true, "fall": true, "autumn": true}

// often are words that say how often, or since when, without a unit.
var often = map[string]string{"daily": "day", "nightly": "day", "everyday": "day", "weekly": "week", "monthly": "month", "yearly": "year", "annually": "year", "annual": "year", "hourly": "hour", "bedtime": "day",
	"mondays": "week", "tuesdays": "week", "wednesdays": "week", "thursdays": "week", "fridays": "week", "saturdays": "week", "sundays": "week"}

// routine are words after "daily" that say nothing of how often.
var routine = map[string]bool{"activities": true, "activity": true, "living": true, "life": true, "basis": true, "routine": true, "lives": true}

// visited are words after "annual" that name a visit: "my last annual exam".
var visited = map[string]bool{"exam": true, "physical": true, "visit": true, "wellness": true, "check-up": true, "checkup": true, "examination": true, "followup": true, "follow-up": true}

// read takes the quantity before the unit and returns where it starts.
func (s *span) read(words []string, i int) int {
	j := i
	for _, n := range fact.Digits(words[i]) { // "3-day"
		s.add(n)
	}
	for j > 0 {
		w := words[j-1]
		n := fact.Digits(w)
		switch {
		case len(n) > 0 && (fact.UnitOf(w) == "" || fact.UnitOf(w) == s.unit):
			for _, d := range n {
				s.add(d)
			}
		case w == "a" || w == "an" || w == "one" || w == "another" || w == "single":
			if len(s.many) == 0 && !s.vague {
				s.add("1")
			}
		case w == "couple" || w == "both" || w == "two":
			s.add("2")
			s.couple = s.couple || w == "couple"
		case w == "few" || w == "several" || w == "some" || w == "many" || w == "multiple":
			s.vague = true
		case w == "half":
			s.add("0.5")
		case w == "," && j > 1 && len(fact.Digits(words[j-2])) > 0 && len(s.many) > 0: // "7, 8 hours"
		case w == "of" || w == "to" || w == "or" || w == "-" || w == "more" || w == "good" || w == "and" && j > 1 && len(fact.Digits(words[j-2])) > 0:
		default:
			return j
		}
		j--
	}
	return j
}

// halve adds the half of "two and a half weeks" and "a year and a half".
func (s *span) halve(words []string, start, unit int) {
	within := words[start:unit]
	behind := unit+3 < len(words) && words[unit+1] == "and" && words[unit+2] == "a" && words[unit+3] == "half"
	if !behind && !(slices.Contains(within, "half") && slices.Contains(within, "and")) {
		return
	}
	s.many = slices.DeleteFunc(s.many, func(v float64) bool { return v == 0.5 })
	for i := range s.many {
		s.many[i] += 0.5
	}
}

func (s *span) add(n string) {
	if v, err := strconv.ParseFloat(n, 64); err == nil && !slices.Contains(s.many, v) {
		s.many = append(s.many, v)
	}
}

// relate reads the relation from the words around words[start:unit+1].
func (s *span) relate(words []string, start, unit int) {
	before := words[max(0, start-3):start]
	after := words[unit+1 : min(len(words), unit+4)]
	last := ""
	if start > 0 {
		last = words[start-1]
	}
	switch {
	case len(after) > 0 && (after[0] == "ago" || after[0] == "prior" || after[0] == "before" || after[0] == "back"):
		s.rel = ago
	case slices.Contains(after, "from") && slices.Contains(after, "now"):
		s.rel = ahead
	case last == "every" || last == "each" || last == "per" || last == "times" || last == "once" || last == "twice" || last == "other":
		s.rel = repeat
	case last == "last" || last == "past" || last == "previous" || last == "prior" || slices.Contains(before, "ago"):
		s.rel = ago
	case last == "next" || last == "in" || last == "within":
		s.rel = ahead
	}
	if len(s.many) == 1 && s.many[0] == 1 && start < unit && words[start] == "a" && start > 0 && (rated[last] || len(fact.Digits(last)) > 0) {
		s.rel = repeat // "3 times a day", "2 pills a day"
	}
	if len(s.many) == 0 && !s.vague && (s.rel != loose || last == "this") {
		s.many = []float64{1} // "last week"
	}
}

// rated are words before "a day" that make it a rate.
var rated = map[string]bool{"times": true, "time": true, "once": true, "twice": true, "mg": true, "mcg": true, "tablets": true, "tablet": true, "pills": true, "pill": true, "puffs": true, "packs": true, "pack": true, "hours": true, "minutes": true, "days": true, "nights": true, "drinks": true, "beers": true, "glasses": true, "cups": true, "units": true, "cigarettes": true, "weeks": true, "month": true}

// fits reports whether two stretches can be the same: equal length, or one of
// them said vaguely in the same unit.
func (s span) fits(o span) bool {
	if s.vague || o.vague {
		return s.unit == o.unit && (len(s.many) == 0 && len(o.many) == 0 || small(s) && small(o))
	}
	if len(s.many) == 0 || len(o.many) == 0 {
		return s.unit == o.unit
	}
	for _, a := range s.many {
		if o.couple && a == 3 && s.unit == o.unit && slices.Contains(s.many, 2) {
			continue // "2 to 3 weeks" for a couple
		}
		if !slices.ContainsFunc(o.many, func(b float64) bool { return equalTime(a, s.unit, b, o.unit) }) {
			return false
		}
	}
	return true
}

// small reports whether a number of a few was said: 2 to 7, or none.
func small(s span) bool {
	return !slices.ContainsFunc(s.many, func(v float64) bool { return v < 2 || v > 7 })
}

// equalTime compares lengths over units: 14 days and 2 weeks, 4 weeks and a
// month, 18 months and a year and a half.
func equalTime(a float64, u string, b float64, v string) bool {
	if u == v {
		return a == b
	}
	x, y := a*minutes[u], b*minutes[v]
	if (u == "month" || v == "month") && (u == "week" || v == "week") {
		return x/y > 0.9 && x/y < 1.1
	}
	return x/y > 0.97 && x/y < 1.03
}

// spans doubts a stretch of time that nobody spoke of, or that was spoken of
// only the other way round in time.
func (e *examiner) spans() {
	var said []span
	for _, x := range e.ev {
		said = append(said, x.spans...)
	}
	for _, s := range spansIn(e.words, told{}) {
		if e.against(s) {
			e.doubt(ehr.TimeDoubt, s.text, "The sentence contradicts itself: what is planned lies ahead, what was lies behind.")
			continue
		}
		var fit []span
		for _, o := range said {
			if s.fits(o) && s.sameWay(o) {
				fit = append(fit, o)
			}
		}
		if len(fit) == 0 && len(s.many) == 2 && pieced(s, said) {
			continue
		}
		switch {
		case len(fit) > 0 && misread(s, fit, said):
			e.doubt(ehr.UnitDoubt, s.text, "It was said in another unit in the lines behind this sentence.")
		case len(fit) > 0 && e.rivalled(s, fit, said):
			e.doubt(ehr.UnitDoubt, s.text, "It was said in another unit of this; %q was said of something else.", s.text)
		case len(fit) == 0 && s.rel == repeat && e.nearlyDaily(s):
		case len(fit) == 0 && slices.ContainsFunc(said, func(o span) bool {
			return len(s.many) > 0 && slices.Equal(s.many, o.many) && s.unit != o.unit && s.rel != repeat
		}):
			e.doubt(ehr.UnitDoubt, s.text, "It was said in another unit in the lines behind this sentence.")
		case len(fit) == 0 && len(s.many) > 0 && s.rel != repeat && slices.ContainsFunc(said, func(o span) bool { return len(o.many) > 0 && s.unit == o.unit }):
			e.doubt(ehr.NumberDoubt, s.text, "%q was not said in the lines behind this sentence.", s.text)
		case len(fit) == 0 && (len(s.many) > 0 || s.vague):
			e.doubt(ehr.DateDoubt, s.text, "%q was not said in the lines behind this sentence.", s.text)
		case len(fit) == 0:
			e.doubt(ehr.DateDoubt, s.text, "No %s was spoken of in the lines behind this sentence.", s.unit)
		}
	}
}

// misread reports whether the very numbers of a stretch were said in another unit,
// and those that fit it only come near or are vague: "18 weeks" for 18 months
// where 4 months were said of something else.
func misread(s span, fit, said []span) bool {
	if len(s.many) == 0 || s.rel == repeat || s.many[0] <= 1 {
		return false
	}
	if slices.ContainsFunc(fit, func(o span) bool {
		return o.unit == s.unit && len(o.many) > 0 || slices.ContainsFunc(o.many, func(v float64) bool {
			return minutes[o.unit] > 0 && len(s.many) == 1 && v*minutes[o.unit] == s.many[0]*minutes[s.unit]
		})
	}) {
		return false
	}
	return slices.ContainsFunc(said, func(o span) bool { return o.unit != s.unit && o.rel != repeat && slices.Equal(o.many, s.many) })
}

// pieced reports whether a stretch of two numbers was said in two, "10 days to 14
// days", one right behind the other.
func pieced(s span, said []span) bool {
	for i, o := range said {
		if i > 0 && o.unit == s.unit && said[i-1].unit == s.unit && len(o.many) == 1 && len(said[i-1].many) == 1 && o.start <= said[i-1].end+2 {
			if both := []float64{said[i-1].many[0], o.many[0]}; slices.Contains(both, s.many[0]) && slices.Contains(both, s.many[1]) {
				return true
			}
		}
	}
	return false
}

// stemsAround gives the stems of ten words on each side of a place.
func stemsAround(words []string, start, end int) map[string]bool {
	return stemsOf(append(slices.Clone(words[max(0, start-10):start]), words[end:min(len(words), end+10)]...))
}

// rivalled reports whether the same number was said with another unit among words
// that are much closer to the sentence's than those of the stretches that fit:
// "follow up in 3 years" where 3 weeks were said of it and 3 years of a pain.
func (e *examiner) rivalled(s span, fit, said []span) bool {
	if len(s.many) == 0 || s.near == nil {
		return false
	}
	weight := func(o span) float64 {
		sum := 0.0
		for w := range s.near {
			if w != "" && o.near[w] {
				sum += e.idf[w]
			}
		}
		return sum
	}
	ours, theirs := 0.0, 0.0
	for _, o := range fit {
		if o.near == nil || len(o.in.words) > 0 && len(o.in.words) < 8 || slices.Contains(o.in.words, "sorry") {
			return false // a short answer, or the speaker's own correction
		}
		ours = max(ours, weight(o))
	}
	for _, o := range said {
		if o.unit != s.unit && slices.Equal(o.many, s.many) && !s.fits(o) && (s.rel == repeat) == (o.rel == repeat) {
			theirs = max(theirs, weight(o))
		}
	}
	return theirs > 1.5*ours+1.5
}

// against reports whether a stretch goes against the verb of its own sentence:
// "will return 6 weeks ago", "it began a week from now".
func (e *examiner) against(s span) bool {
	head := e.words[max(0, s.start-6):s.start]
	switch {
	case s.end < len(e.words) && e.words[s.end] == "ago":
		for i := len(head) - 1; i >= 0; i-- {
			if head[i] == "will" || head[i] == "until" {
				return true
			}
			if v, ok := lexicon.VerbForm(head[i]); head[i] == "." || head[i] == "that" || ok && head[i] == v.Past && v.Past != v.Base {
				return false
			}
		}
	case s.end+1 < len(e.words) && e.words[s.end] == "from" && e.words[s.end+1] == "now":
		return !slices.ContainsFunc(e.words, func(w string) bool {
			return w == "will" || planWords[w] && w != "get" && w != "start" && w != "can" && w != "may" && w != "could" && w != "come" && w != "follow"
		})
	}
	return false
}

// sameWay reports whether a stretch was said in the same relation to now; one
// said in none is taken as its clause tells.
func (s span) sameWay(o span) bool {
	switch s.rel {
	case repeat:
		return o.rel == repeat || o.rel == loose && len(o.many) > 0 && !o.in.gone && s.unit != "year" && s.unit != "month"
	case ago:
		return o.rel == ago || o.rel == loose && (o.in.gone || !o.in.planned) || o.rel == repeat
	case ahead:
		return o.rel == ahead || o.rel == loose && (o.in.planned || !o.in.gone) || o.rel == repeat
	case loose:
		return true
	}
	return true
}

// nearlyDaily accepts "per day" where the day was spoken of in other words.
func (e *examiner) nearlyDaily(s span) bool {
	return s.unit == "day" && len(s.many) == 1 && s.many[0] == 1 && slices.ContainsFunc(e.ev, func(x *heard) bool {
		return slices.ContainsFunc(x.words, func(w string) bool {
			switch w {
			case "once", "twice", "morning", "mornings", "night", "nights", "times", "evening", "bedtime", "days":
				return true
			}
			return false
		})
	})
}
