package reword

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/lexicon"
)

// WhAnswer joins a question that asks where, how long, since when, what it is like
// or what makes it better or worse with an answer that is no sentence of its own.
func WhAnswer(question, answer []string, p Pronouns) ([]string, bool) {
	if out, ok := rated(question, answer, p); ok {
		return out, true
	}
	answer = opened(answer)
	if len(answer) == 0 || own[answer[0]] || len(answer) > 16 || answer[0] == "no" || answer[0] == "yes" || answer[0] == "not" || answer[0] == "we" {
		return nil, false
	}
	if out, ok := described(question, answer, p); ok {
		return out, true
	}
	if out, ok := located(question, answer, p); ok {
		return out, true
	}
	if answer[0] == "my" {
		return nil, false
	}
	a := Third(answer, ehr.PatientVoice, p)
	for _, w := range []struct{ asked, says string }{
		{"how long does it last", "it lasts"}, {"how long do they last", "they last"}, {"how long have you had", "it has been present for"}, {"how long has", "it has been going on for"}, {"how long have", "it has been going on for"},
		{"when did", "it started"}, {"what makes it worse", "it is worse with"}, {"makes it worse", "it is worse with"}, {"what makes it better", "it is better with"}, {"makes it better", "it is better with"},
	} {
		if !Has(question, w.asked) {
			continue
		}
		if strings.HasPrefix(w.says, "it has been") && !(Verbless(answer) && lasting(answer) && !slices.ContainsFunc(strings.Fields("smoking smoked drinking married living taking working using"), func(s string) bool { return Has(question, s) })) {
			return nil, false
		}
		if w.asked == "when did" && (!slices.ContainsFunc(strings.Fields("start started begin notice happen"), func(s string) bool { return Has(question, s) }) || !Verbless(answer)) {
			return nil, false
		}
		if strings.HasSuffix(w.says, "for") && (a[0] == "for" || a[0] == "since") {
			a = append([]string{}, a...)
			if a[0] == "for" {
				a = a[1:]
			} else {
				w.says = strings.TrimSuffix(w.says, " for")
			}
		}
		return append(strings.Fields(w.says), a...), true
	}
	return nil, false
}

// opened takes off what only opens an answer.
func opened(a []string) []string {
	for len(a) > 1 && (leads[a[0]] || a[0] == "just" || a[0] == "like" || a[0] == "maybe" && a[1] == ",") {
		if a[0] == "right" && a[1] != "," {
			break
		}
		a = a[1:]
	}
	return a
}

// lasting reports whether words give a length of time or a beginning.
func lasting(a []string) bool {
	return slices.ContainsFunc(a, func(s string) bool {
		switch s {
		case "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks", "month", "months", "year", "years", "since", "yesterday", "morning", "night", "while":
			return true
		}
		return false
	})
}

var places = map[string]bool{"on": true, "in": true, "at": true, "around": true, "over": true, "right": true, "near": true, "behind": true, "under": true, "along": true, "across": true, "below": true, "above": true, "between": true}

// located writes where it hurts: "in the lower back" and "my right knee".
func located(question, a []string, p Pronouns) ([]string, bool) {
	if !slices.ContainsFunc([]string{"where does it hurt", "where is the pain", "where is your pain", "where exactly", "where is it", "where the pain is", "point to where", "where do you feel", "where are you feeling", "where on your", "where in your", "show me where", "tell me where", "which part"}, func(s string) bool { return Has(question, s) }) {
		return nil, false
	}
	if !Verbless(principal(a)) || len(lexicon.Find(a, lexicon.Anatomy)) == 0 && !Has(a, "side") {
		return nil, false
	}
	subj := "it"
	if Has(question, "pain") || Has(question, "hurt") {
		subj = "the pain"
	}
	for len(a) > 1 && (a[0] == "mostly" || a[0] == "mainly" || a[0] == "just") && (a[1] == "my" || a[1] == "the") {
		a = a[1:]
	}
	lead := strings.Fields(subj + " is located")
	switch {
	case places[a[0]]:
	case a[0] == "my" || a[0] == "the":
		lead = strings.Fields(subj + " is in")
	case (a[0] == "mostly" || a[0] == "mainly" || a[0] == "just") && len(a) > 1 && places[a[1]]:
	default:
		return nil, false
	}
	return append(lead, Third(a, ehr.PatientVoice, p)...), true
}

// principal is what stands before a "when" or an "if".
func principal(w []string) []string {
	for i, s := range w {
		if s == "when" || s == "if" || s == "because" || s == "after" || s == "while" {
			return w[:i]
		}
	}
	return w
}

var feels = map[string]bool{"sharp": true, "dull": true, "aching": true, "achy": true, "achey": true, "stabbing": true, "burning": true, "throbbing": true, "crampy": true, "cramping": true, "shooting": true, "tight": true, "squeezing": true, "pounding": true, "sore": true, "constant": true, "intermittent": true, "deep": true, "stinging": true, "pressure": true, "ache": true, "pain": true, "nagging": true, "stiff": true, "tingling": true, "heavy": true, "tearing": true}

// described writes what a pain is like: "dull and achy" as "the pain is dull and
// achy".
func described(question, a []string, p Pronouns) ([]string, bool) {
	if !slices.ContainsFunc([]string{"describe", "feel like", "what kind of pain", "what type of pain", "quality", "character", "sharp", "dull", "achy", "constant"}, func(s string) bool { return Has(question, s) }) || len(a) > 10 || !Verbless(a) {
		return nil, false
	}
	at := slices.IndexFunc(a, func(s string) bool { return feels[s] })
	if at < 0 || at > 3 || slices.ContainsFunc(a, func(s string) bool { return s == "no" || s == "not" || s == "or" }) {
		return nil, false
	}
	for len(a) > 1 && (a[0] == "kind" || a[0] == "like" || a[0] == "of" || a[0] == "more" && a[1] == "of") {
		a = a[1:]
	}
	subj := "it"
	if Has(question, "pain") && !slices.Contains(a, "pain") && !slices.Contains(a, "ache") {
		subj = "the pain"
	}
	return append(append(strings.Fields(subj), "is"), Third(a, ehr.PatientVoice, p)...), true
}

// rated writes "probably a 7" behind a question for a number from 0 to 10.
func rated(question, a []string, p Pronouns) ([]string, bool) {
	if !slices.Contains(question, "10") && !Has(question, "scale") || len(a) > 9 {
		return nil, false
	}
	if !Has(question, "scale") && !Has(question, "rate") && !Has(question, "severe") && !Has(question, "bad") {
		return nil, false
	}
	var nums []string
	for _, w := range a {
		score, _, _ := strings.Cut(strings.TrimSuffix(w, "ish"), "/")
		if len(score) == 1 && score[0] >= '0' && score[0] <= '9' || score == "10" {
			nums = append(nums, score)
		}
	}
	if len(nums) == 0 || len(nums) > 2 || slices.Contains(a, "not") || slices.Contains(a, "but") || slices.Contains(a, "no") || slices.Contains(a, "was") || slices.Contains(a, "when") {
		return nil, false
	}
	what := "the pain"
	if !Has(question, "pain") {
		what = "it"
	}
	out := append([]string{p.He, "rates"}, strings.Fields(what)...)
	if Has(a, "out of") || slices.ContainsFunc(a, func(s string) bool { return strings.HasSuffix(s, "/10") }) || len(nums) == 1 || len(nums) == 2 && nums[1] != "10" {
		if len(nums) == 2 && nums[1] == "10" && nums[0] != "10" && Has(a, "out of") {
			nums = nums[:1]
		}
		return append(append(out, strings.Join(nums, " to ")), "out", "of", "10"), slices.Contains(question, "10") || slices.Contains(a, "10") || slices.ContainsFunc(a, func(s string) bool { return strings.HasSuffix(s, "/10") })
	}
	return nil, false
}

// Radiated writes where a pain goes: "sometimes to my left arm" behind "does it go
// anywhere" is "it sometimes radiates to his left arm".
func Radiated(question, answer []string, p Pronouns) ([]string, bool) {
	if !slices.ContainsFunc([]string{"radiate", "go anywhere", "goes anywhere", "going anywhere", "spread", "travel anywhere", "move anywhere", "moves anywhere", "moved anywhere", "shoot", "radiating"}, func(s string) bool { return Has(question, s) }) {
		return nil, false
	}
	a := opened(answer)
	for len(a) > 1 && (a[0] == "yes" || a[0] == ",") {
		a = a[1:]
	}
	often := []string{}
	if len(a) > 1 && (a[0] == "sometimes" || a[0] == "occasionally") {
		often, a = a[:1], a[1:]
	}
	if len(a) < 2 || len(a) > 10 || !Verbless(a) || slices.Contains(a, "no") || slices.Contains(a, "not") || len(lexicon.Find(a, lexicon.Anatomy)) == 0 || a[0] != "to" && a[0] != "into" && a[0] != "down" && a[0] != "up" && a[0] != "through" && a[0] != "toward" && a[0] != "towards" {
		return nil, false
	}
	return slices.Concat([]string{"it"}, often, []string{"radiates"}, Third(a, ehr.PatientVoice, p)), true
}
