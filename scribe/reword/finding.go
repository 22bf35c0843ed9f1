package reword

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/clause"
)

var comforts = map[string]bool{"good": true, "great": true, "fine": true, "okay": true, "excellent": true, "reassuring": true, "normal": false, "fantastic": true, "wonderful": true, "encouraging": true}

// teller is what a clinician says to state what a study shows, and what it
// becomes behind the study's name.
type teller struct{ said, written string }

// shows tell outright, sees as something found, states by how the study is.
var (
	shows = []teller{
		{"it also shows", "also demonstrates"}, {"also shows", "also demonstrates"}, {"also showed", "also demonstrated"}, {"does show", "demonstrates"}, {"did show", "demonstrated"}, {"shows me", "demonstrates"}, {"showed me", "demonstrated"}, {"is showing", "demonstrates"}, {"are showing", "demonstrate"}, {"does not show any", "demonstrates no"}, {"did not show any", "demonstrated no"}, {"does not show", "does not demonstrate"}, {"did not show", "did not demonstrate"}, {"shows", "demonstrates"}, {"showed", "demonstrated"}, {"demonstrates", "demonstrates"}, {"demonstrated", "demonstrated"}, {"reveals", "demonstrates"}, {"revealed", "demonstrated"},
	}
	sees = []teller{
		{"i really do not see any", "demonstrates no"}, {"i do not see any", "demonstrates no"}, {"do not see any", "demonstrates no"}, {"did not see any", "demonstrates no"}, {"i do not see a", "demonstrates no"}, {"i do not see", "demonstrates no"}, {"do not see", "demonstrates no"}, {"you do not have any", "demonstrates no"}, {"you do not have a", "demonstrates no"}, {"you do not have", "demonstrates no"}, {"there is not any", "demonstrates no"}, {"there are not any", "demonstrates no"}, {"there is not a", "demonstrates no"},
		{"i do not appreciate a", "demonstrates no"}, {"i do not appreciate any", "demonstrates no"}, {"i do not appreciate", "demonstrates no"}, {"i noticed", "demonstrates"}, {"i notice", "demonstrates"}, {"what i am noticing is", "demonstrates"}, {"i am noticing", "demonstrates"},
		{"there is", "demonstrates"}, {"there are", "demonstrates"}, {"there was", "demonstrated"}, {"there were", "demonstrated"}, {"what i am seeing here is", "demonstrates"}, {"i am seeing", "demonstrates"}, {"i can see", "demonstrates"}, {"i do see", "demonstrates"}, {"i see", "demonstrates"}, {"we can see", "demonstrates"}, {"we see", "demonstrates"}, {"you can see", "demonstrates"},
		{"you do have", "demonstrates"}, {"you actually have", "demonstrates"}, {"you actually do have", "demonstrates"}, {"you still have", "still demonstrates"}, {"you have got", "demonstrates"}, {"you also have", "also demonstrates"}, {"you have", "demonstrates"}, {"you had", "demonstrated"},
	}
	states = []teller{{"came back", "came back"}, {"comes back", "comes back"}, {"looks", "looks"}, {"looked", "looked"}, {"look", "look"}, {"appears", "appears"}, {"remains", "remains"}, {"is", "is"}, {"was", "was"}, {"are", "are"}, {"were", "were"}, {"seem", "seem"}, {"seems", "seems"}}
)

// asides end what is told of a study: what follows is comfort or explanation.
var asides = []string{", so that is", "so that is", ", which is good", ", which is great", ", which is very", ", which is really", "which is good", "which is really good", "which is great", ", that is", ", which is not surprising", ", and that is", ", but that is", ", which is not", "that we are", "there that", "from that standpoint", "or anything", ", and so", "which means", ", so i", ", so we", ", so it", "so i am", "so we", ", because", ", you know", "that can be", ", and that can"}

// Finding writes what is told of a study as it stands behind the study's name:
// "so it looks like you have a fracture" is "demonstrates a fracture". It
// returns nil where the words tell nothing of it. With own set the words have a
// subject of their own and stand without the name.
func Finding(words []string, imaging bool, p Pronouns) (predicate []string, own bool) {
	w := told(words)
	if t, at := first(w, shows); at >= 0 {
		return found(t, w[at+count(t.said):], p), false
	}
	if t, at := final(w, sees); at >= 0 {
		return found(t, w[at+count(t.said):], p), false
	}
	t, at := first(w, states[:2]) // "came back" tells, whatever is said of it behind
	if at < 0 {
		t, at = final(w, states)
	}
	if at >= 0 {
		return stated(t, w[:at], w[at+count(t.said):], imaging, p)
	}
	if i := slices.Index(w, "no"); i >= 0 && !noun(w[:i]) && len(w) > i+1 {
		return append([]string{"demonstrates"}, impersonal(w[i:], p)...), false
	}
	return nil, false
}

// told takes off what opens a finding and what comforts behind it.
func told(words []string) []string {
	w := lead(words)
	for _, l := range []string{"look like", "looks like", "looked like", "looking like", "appears that", "appears to be", "seems like", "good news is"} {
		if i := Index(w, l); i >= 0 && i < 6 && len(w) > i+3 {
			w = w[i+count(l):]
		}
	}
	for i := 3; i+2 < len(w); i++ { // "which is pretty good"
		if w[i] == "which" && (w[i+1] == "is" || w[i+1] == "looks") && comforts[w[min(len(w)-1, i+3)]] || w[i] == "which" && w[i+1] == "is" && comforts[w[i+2]] {
			w = w[:i]
		}
	}
	for _, a := range asides {
		if i := Index(w, a); i > 2 {
			w = w[:i]
		}
	}
	return w
}

// stated writes "the white count is not elevated" and, where the subject is only
// "it", the predicate alone.
func stated(t teller, subject, rest []string, imaging bool, p Pronouns) ([]string, bool) {
	for i := len(subject) - 1; i >= 0; i-- {
		if subject[i] == "," {
			subject = subject[i+1:]
			break
		}
	}
	switch {
	case len(rest) == 0 || len(rest) > 18 || slices.Contains(rest, "i") || slices.Contains(rest, "we"):
		return nil, false
	case noun(subject) && (subject[0] == "over" || subject[0] == "from" || subject[0] == "for" || subject[0] == "if"):
		return nil, false
	case noun(subject):
		return impersonal(slices.Concat(subject, strings.Fields(t.said), rest), p), true
	}
	return fair(append(strings.Fields(t.written), impersonal(unlisted(rest), p)...), imaging), false
}

// found writes a finding behind its teller.
func found(t teller, rest []string, p Pronouns) []string {
	rest = unthat(rest)
	for len(rest) > 1 && (rest[0] == "," || rest[0] == "here" || rest[0] == "actually" || rest[0] == "really" || rest[0] == "just" || rest[0] == "basically" || rest[0] == "also") {
		rest = rest[1:]
	}
	if i := Index(rest, ", everything"); i >= 0 && i < 3 {
		rest = rest[i+1:]
		return append([]string{rest[1]}, impersonal(rest[2:], p)...)
	}
	if len(rest) > 2 && rest[0] == "that" && !helper[rest[1]] && !pointing[rest[1]] {
		rest = rest[1:]
	}
	if len(rest) > 0 && (rest[0] == "positive" || rest[0] == "negative" || rest[0] == "normal" && len(rest) == 1) {
		return append([]string{"is"}, impersonal(rest, p)...)
	}
	if len(rest) == 0 || len(rest) > 26 || rest[0] == "to" || rest[0] == "on" && len(rest) < 3 {
		return nil
	}
	return append(strings.Fields(t.written), impersonal(rest, p)...)
}

// unlisted takes the article off a lone adjective: "is a stable".
func unlisted(w []string) []string {
	for len(w) > 1 && (w[0] == "," || w[0] == "essentially" || w[0] == "just" || w[0] == "actually" || w[0] == "really") {
		w = w[1:]
	}
	if len(w) == 2 && w[0] == "a" {
		return w[1:]
	}
	return w
}

// first returns the teller that stands first in the words, final the one that
// stands last; at is -1 where there is none.
func first(w []string, ts []teller) (best teller, at int) {
	at = -1
	for _, t := range ts {
		if i := Index(w, t.said); i >= 0 && (at < 0 || i < at) {
			best, at = t, i
		}
	}
	return best, at
}

func final(w []string, ts []teller) (best teller, at int) {
	at = -1
	end := -1
	for _, t := range ts {
		for from := 0; ; {
			i := Index(w[from:], t.said)
			if i < 0 {
				break
			}
			stop := from + i + count(t.said)
			if stop < len(w) && (stop > end || stop == end && from+i < at) {
				best, at, end = t, from+i, stop
			}
			from += i + 1
		}
	}
	return best, at
}

// unthat takes "that you have" off a finding.
func unthat(w []string) []string {
	for _, l := range []string{"that there is", "that there are", "that you do have", "that you have got", "that you have", "that you had", "you do have", "you actually have", "you have", "there is", "there are"} {
		if Index(w, l) == 0 && len(w) > len(strings.Fields(l)) {
			return w[len(strings.Fields(l)):]
		}
	}
	return w
}

// noun reports whether words name a subject other than the study: more than
// pronouns, adverbs and what is said of when and where.
func noun(w []string) bool {
	return slices.ContainsFunc(w, func(s string) bool { return !pointing[s] && !clause.Mark(s) })
}

var pointing = map[string]bool{}

func init() {
	for _, s := range strings.Fields("it this that they these those which and so here today everything all here's also luckily thankfully fortunately honestly essentially actually now then really from of the your my in on at we i did got took had before you came done last year week month ago itself as well just and, but results result again, again for me looking overall otherwise completely been recently obtained office emergency room er department") {
		pointing[s] = true
	}
}

// impersonal takes the patient out of a finding: "your lungs" is "the lungs".
func impersonal(w []string, p Pronouns) []string {
	out := make([]string, 0, len(w))
	for _, s := range w {
		if s == "your" {
			s = "the"
		}
		out = append(out, s)
	}
	return Third(out, ehr.ClinicianVoice, p)
}

// fair writes "looks really good" of an image as "is unremarkable".
func fair(w []string, imaging bool) []string {
	if !imaging || len(w) < 2 || len(w) > 5 || w[0] != "looks" && w[0] != "looked" && w[0] != "is" {
		return w
	}
	switch w[len(w)-1] {
	case "good", "great", "fine", "okay", "perfect", "excellent":
		if slices.Contains(w, "not") {
			return w
		}
		return []string{"is", "unremarkable"}
	}
	return w
}
