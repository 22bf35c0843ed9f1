package scribe

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/clause"
	"github.com/visitwright/visitwright/scribe/lexicon"
	"github.com/visitwright/visitwright/scribe/reword"
)

// who is what a note says of the patient before anything else.
type who struct {
	sex      ehr.Sex
	name     string // as printed, "" where not known
	age      int    // years, 0 where not known
	pronouns reword.Pronouns
	chart    bool // name and age come from the chart
	segments []ehr.SegmentID
}

var sexWords = map[string]int{
	"mr.": 2, "sir": 1, "gentleman": 3, "prostate": 2, "ma'am": 2, "mrs.": -2, "ms.": -2, "miss": -1, "pregnant": -2, "pregnancy": -2, "menstrual": -2,
	"periods": -2, "mammogram": -2, "uterus": -2, "hysterectomy": -2, "lady": -1, "testicular": 2, "erectile": 2, "psa": 1, "ovarian": -2, "menopause": -2, "husband": -1, "wife": 1, "pap": -2, "tamsulosin": 1, "flomax": 1,
}

// whoIs takes name, age and sex from the chart, else from what was said.
func whoIs(cs []clause.Clause, chart ehr.Chart, now time.Time) who {
	p := chart.Patient
	w := who{sex: p.Sex}
	if p.GivenName != "" || p.FamilyName != "" {
		w.name, w.chart = strings.TrimSpace(p.Name()), true
	}
	if !p.BirthDate.IsZero() && !now.IsZero() {
		w.age, w.chart = p.Age(ehr.DateOf(now)), true
	}
	score := 0
	another := speaksFor(cs)
	for i, c := range cs {
		score += sexOf(c)
		if w.age == 0 {
			a := ageIn(c)
			if !another && c.Speaker == ehr.PatientVoice && slices.ContainsFunc(c.Words[:min(len(c.Words), 3)], func(s string) bool { return s == "he" || s == "she" }) {
				a = 0 // of a daughter: "she is 16 years old"
			}
			if a == 0 && i > 0 {
				a = ageAnswered(cs[i-1], c)
			}
			if a > 0 {
				w.age = a
				w.segments = append(w.segments, c.Segment)
			}
		}
		if w.name == "" && i < 12 {
			if n := calledBy(c); n != "" {
				w.name = reword.Capitalise(n)
				w.segments = append(w.segments, c.Segment)
				if s := lexicon.NameSex(n); s == 'M' {
					score += 3
				} else if s == 'F' {
					score -= 3
				}
			}
		}
	}
	if w.sex == "" || w.sex == ehr.UnknownSex || w.sex == ehr.OtherSex {
		switch {
		case score >= 2:
			w.sex = ehr.Male
		case score <= -2:
			w.sex = ehr.Female
		}
	}
	w.pronouns = reword.For(w.sex)
	if n, ok := inCharge(cs); ok {
		if p.Sex == "" || p.Sex == ehr.UnknownSex {
			w.sex = map[bool]ehr.Sex{true: ehr.Male, false: ehr.Female}[n > 0]
			w.pronouns = reword.For(w.sex)
		}
		w.pronouns.Teller = "the caregiver"
	}
	return w
}

// inCharge reports whether someone else tells of the patient, as a mother of her child,
// and how much oftener the patient is "he" than "she": the patient is named by what they
// are to the teller, or the teller never speaks of themselves.
func inCharge(cs []clause.Clause) (he int, ok bool) {
	long, of, self, named := 0, 0, 0, false
	for _, c := range cs {
		patient := c.Speaker != ehr.ClinicianVoice
		third := false
		for i, s := range c.Words {
			switch {
			case s == "he" || s == "his" || s == "him":
				he++
				third = true
			case s == "she":
				he--
				third = true
			case patient && (s == "i" || s == "my" || s == "me"):
				self++
			case charge[s] && i > 0 && (!patient && c.Words[i-1] == "your" || patient && c.Words[i-1] == "my"), s == "one" && i > 1 && c.Words[i-1] == "little":
				named = true
			}
		}
		if patient && len(c.Words) > 3 {
			long++
			if third {
				of++
			}
		}
	}
	return he, he != 0 && (named && 4*of > long || self == 0 && of > 2 && 2*of > long)
}

// meant writes "he" or "she" for "my son" and "your daughter" where they are the patient.
func (w who) meant(cs []clause.Clause) []clause.Clause {
	if w.pronouns.Teller == "" {
		return cs
	}
	out := slices.Clone(cs)
	for k := range out {
		in := out[k].Words
		own := map[bool]string{true: "your", false: "my"}[out[k].Speaker == ehr.ClinicianVoice]
		var words []string
		for i := 0; i < len(in); i++ {
			n := 1
			if i+2 < len(in) && in[i+1] == "little" {
				n = 2
			}
			last := ""
			if i+n < len(in) {
				last = in[i+n]
			}
			name := strings.TrimSuffix(last, "'s")
			if in[i] != own || !charge[name] && !(n == 2 && name == "one") {
				words = append(words, in[i])
				continue
			}
			switch {
			case name != last:
				words = append(words, w.pronouns.His)
			case i == 0 || opening[in[i-1]]:
				words = append(words, w.pronouns.He)
			default:
				words = append(words, w.pronouns.Him)
			}
			i += n
		}
		out[k].Words = words
	}
	return out
}

// opening are words behind which a patient named by kinship does something.
var opening = map[string]bool{",": true, "and": true, "but": true, "so": true, "that": true, "because": true, "think": true, "believe": true, "is": true, "has": true, "does": true, "did": true, "was": true, "if": true, "when": true, "can": true, "will": true}

// charge are words for a patient for whom someone else speaks.
var charge = map[string]bool{"son": true, "daughter": true, "baby": true, "child": true, "kid": true, "boy": true, "girl": true}

func sexOf(c clause.Clause) int {
	n := 0
	for i, s := range c.Words {
		n += sexWords[s]
		if c.Speaker == ehr.ClinicianVoice && i+1 < len(c.Words) {
			old := strings.Contains(strings.Join(c.Words[max(0, i-4):i], " "), "year-old") || strings.Contains(strings.Join(c.Words[max(0, i-5):i], " "), "year old")
			switch {
			case old && (s == "male" || s == "man" || s == "gentleman"):
				n += 8
			case old && (s == "female" || s == "woman" || s == "lady"):
				n -= 8
			}
		}
	}
	if c.Speaker == ehr.PatientVoice {
		for i, s := range c.Words { // "39, I'm a male"
			if s == "male" && i > 0 && (c.Words[i-1] == "a" || len(c.Words) < 4) {
				n += 8
			}
			if s == "female" && (i == 0 || c.Words[i-1] == "a" || len(c.Words) < 4) {
				n -= 8
			}
			if s == "my" && i+1 < len(c.Words) && c.Words[i+1] == "wife" {
				n++
			}
		}
	}
	return n
}

// ageIn reads "50-year-old", "50 year old", "I am 62 years old".
func ageIn(c clause.Clause) int {
	for i, w := range c.Words {
		digits := w
		switch {
		case strings.HasSuffix(w, "-year-old"):
			digits = strings.TrimSuffix(w, "-year-old")
		case i+1 < len(c.Words) && c.Words[i+1] == "year-old",
			i+2 < len(c.Words) && (c.Words[i+1] == "year" || c.Words[i+1] == "years") && c.Words[i+2] == "old":
		default:
			continue
		}
		if slices.ContainsFunc(c.Words, func(s string) bool { return kin[s] }) || slices.Contains(c.Words[:i], "was") || slices.Contains(c.Words[:i], "when") || slices.Contains(c.Words[:i], "since") {
			continue
		}
		if n, err := strconv.Atoi(digits); err == nil && n > 0 && n < 120 {
			return n
		}
	}
	return 0
}

// ageAnswered reads a number that opens the patient's answer to "how old are you?" or "your age?", in years.
func ageAnswered(question, answer clause.Clause) int {
	asked := strings.Join(question.Words, " ") + " "
	about := strings.Contains(asked, "how old are you") || strings.Contains(asked, "your age ") && !strings.Contains(asked, "age group") || strings.Contains(asked, "gender and age ") || strings.Contains(asked, "age and gender ")
	if question.Speaker != ehr.ClinicianVoice || answer.Speaker != ehr.PatientVoice || !about {
		return 0
	}
	for i, w := range answer.Words[:min(len(answer.Words), 5)] {
		n, err := strconv.Atoi(w)
		if err != nil || n < 1 || n > 119 {
			continue
		}
		if i+1 < len(answer.Words) && (strings.HasPrefix(answer.Words[i+1], "month") || strings.HasPrefix(answer.Words[i+1], "week") || strings.HasPrefix(answer.Words[i+1], "day")) {
			return 0
		}
		return n
	}
	return 0
}

// kin are words for people who are not the patient.
var kin = map[string]bool{
	"mother": true, "father": true, "mom": true, "dad": true, "brother": true, "sister": true, "son": true, "daughter": true, "grandson": true,
	"granddaughter": true, "grandmother": true, "grandfather": true, "aunt": true, "uncle": true, "cousin": true, "wife": true, "husband": true,
	"kids": true, "kid": true, "child": true, "children": true, "niece": true, "nephew": true, "parents": true, "grandma": true, "grandpa": true, "girlfriend": true, "boyfriend": true, "friend": true,
}

// calledBy finds the given name a clinician greets the patient with. "I am Dr.
// Thompson" is the clinician's own name and is passed over.
func calledBy(c clause.Clause) string {
	if c.Speaker != ehr.ClinicianVoice {
		return ""
	}
	w := c.Words
	for i, s := range w {
		if lexicon.NameSex(s) == 0 || ambiguousName[s] && !(i > 0 && (w[i-1] == "hi" || w[i-1] == "hello" || w[i-1] == "hey" || w[i-1] == ",")) {
			continue
		}
		before := strings.Join(w[max(0, i-3):i], " ")
		if strings.Contains(before, "dr.") || strings.HasSuffix(before, "i am") || strings.Contains(before, "doctor") || strings.Contains(before, "name is") || strings.Contains(before, "this is") {
			continue
		}
		greeted := i <= 4 && (i == 0 || w[i-1] == "hi" || w[i-1] == "hello" || w[i-1] == "hey" || w[i-1] == "morning" || w[i-1] == "afternoon" || w[i-1] == ",")
		about := i == 0 && i+1 < len(w) && (w[i+1] == "is" || w[i+1] == "presents")
		if greeted || about || i+1 < len(w) && w[i+1] == "is" && i+2 < len(w) && (w[i+2] == "a" || w[i+2] == "an" || w[i+2] == "here") {
			return s
		}
	}
	return ""
}

var ambiguousName = map[string]bool{"will": true, "mark": true, "bill": true, "rose": true, "grace": true, "may": true, "joy": true, "faith": true, "hunter": true, "dawn": true, "june": true, "frank": true, "jack": true, "ray": true, "amber": true, "hazel": true, "holly": true, "heather": true, "crystal": true, "wade": true, "earl": true, "dale": true, "glen": true, "gene": true, "drew": true, "austin": true, "jordan": true, "virginia": true, "madison": true, "florence": true}

// intro is the opening line of a history: "Martha Collins is a 50-year-old
// female." It says only what is known.
func (w who) intro() string {
	kind := map[ehr.Sex]string{ehr.Male: "male", ehr.Female: "female"}[w.sex]
	name := w.name
	if name == "" {
		name = "The patient"
	}
	switch {
	case w.age > 0 && kind != "":
		return fmt.Sprintf("%s is a %d-year-old %s", name, w.age, kind)
	case w.age > 0:
		return fmt.Sprintf("%s is a %d-year-old patient", name, w.age)
	case kind != "" && w.chart:
		return fmt.Sprintf("%s is a %s", name, kind)
	}
	return name
}
