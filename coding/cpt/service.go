package cpt

import (
	_ "embed"
	"regexp"
	"strings"
	"sync"

	"github.com/visitwright/visitwright/ehr"
)

// Service is one thing that offices do.
type Service struct {
	Group string
	Code  string
	Words string         // our own
	said  *regexp.Regexp // nil: not looked for in notes
}

//go:embed data/services.tsv
var servicesTSV string

// Services is our list, in its order.
var Services = sync.OnceValue(func() []Service {
	var out []Service
	for _, line := range strings.Split(servicesTSV, "\n") {
		f := strings.Split(line, "\t")
		if strings.HasPrefix(line, "#") || len(f) != 4 {
			continue
		}
		s := Service{Group: f[0], Code: f[1], Words: f[2]}
		if f[3] != "" {
			s.said = regexp.MustCompile(`(?i)` + f[3])
		}
		out = append(out, s)
	}
	return out
})

// Words is what we call a code; ok is false for codes that are not in our list.
func Words(code string) (string, bool) {
	for _, s := range Services() {
		if s.Code == code {
			return s.Words, true
		}
	}
	return "", false
}

// Done is a service that a note says was done at the visit.
type Done struct {
	Service
	Sentence ehr.Sentence
	// Sure: the sentence says in so many words that it was done here.
	Sure bool
}

var (
	// did opens what was done at the visit; performed elsewhere or planned is not.
	did = regexp.MustCompile(`(?i)\b(was|were|has been|have been) (then |also |successfully )?(performed|done|given|administered|inject\w*|obtained|taken|applied|placed|removed|drained|repaired|sutured|closed|excised|frozen|treated|debrided|irrigated|completed|aspirated|dressed|inserted|strapped|taped|cauterized|collected|drawn|provided|pared|trimmed|evacuated|avulsed)\b|\b(we|i) (performed|did|gave|administered|injected|obtained|applied|placed|removed|drained|repaired|excised|froze|treated|debrided|irrigated|aspirated|attempted|proceeded|inserted)\b|\b(today|in (the |our )?office|at (this|today's) visit|performed today|received)\b|^(results?|rapid|ekg|ecg)\b`)
	// notHere marks what is planned, was done before or elsewhere, or not at all.
	notHere = regexp.MustCompile(`(?i)\b(will|would|recommend\w*|order(ed|s)?|schedule[ds]?|scheduling|consider\w*|plan(ned|s)? (to|for)|refer\w*|if|discussed|offered|should|needs?|due for|declin\w+|refus\w+|defer\w*|no |not |never|previous(ly)?|prior|last (year|month|week|visit)|(weeks?|months?|years?|days?) ago|in (19|20)\d\d|(january|february|march|april|may|june|july|august|september|october|november|december|\d{1,2}/)\s?\d|emergency (room|department)|outside|elsewhere|history of|status post|had (a|an|his|her)|underwent|return for|may |could|wants?|would like|i am (also )?going to|follow[- ]?up)\b`)
	// today overrides a date or an "ordered" in the same sentence.
	today = regexp.MustCompile(`(?i)\b(today|in (the |our )?office|at this visit|during (the|this) visit)\b`)
)

// Find returns the services that a note says were done at the visit, each code
// once, in the order of our list. What was planned, ordered, refused or done
// before is not among them.
func Find(note ehr.Note) []Done {
	var out []Done
	taken := map[string]bool{}
	for _, s := range Services() {
		if s.said == nil || taken[s.Group] {
			continue
		}
		if d, ok := findOne(note, s); ok {
			taken[s.Group] = true
			out = append(out, d)
		}
	}
	return out
}

func findOne(note ehr.Note, s Service) (Done, bool) {
	for _, sec := range note.Sections {
		switch sec.Name {
		case ehr.ChiefComplaint, ehr.ROS, ehr.PastMedical, ehr.PastSurgical, ehr.FamilyHistory, ehr.SocialHistory, ehr.MedicationList, ehr.AllergyList:
			continue
		}
		for _, x := range sec.Sentences {
			if x.Kind == ehr.ProblemTitle || !s.said.MatchString(x.Text) {
				continue
			}
			if sec.Name == "procedure" && !future.MatchString(x.Text) && !never.MatchString(x.Text) {
				return Done{Service: s, Sentence: x, Sure: true}, true
			}
			planned := notHere.MatchString(x.Text)
			now := did.MatchString(x.Text) && (!planned || today.MatchString(x.Text) && !future.MatchString(x.Text))
			if now {
				return Done{Service: s, Sentence: x, Sure: today.MatchString(x.Text) || sec.Name == "procedure"}, true
			}
		}
	}
	return Done{}, false
}

// never marks what did not take place.
var never = regexp.MustCompile(`(?i)\b(not (done|performed|given)|no \w+ (was|were)|cancel\w*|abandon\w*)\b`)

var future = regexp.MustCompile(`(?i)\b(will|would|recommend\w*|consider\w*|declin\w+|refus\w+|defer\w*|discussed|offered|should|if|plan(s|ned)? (to|for)|want(s|ed)?|going to)\b`)
