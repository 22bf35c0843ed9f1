package scribe

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/fact"
	"github.com/visitwright/visitwright/scribe/reword"
)

// patients reports whether the patient said it, or answered it.
func patients(p placed) bool { return p.Joined != nil || p.Speaker != ehr.ClinicianVoice }

// habits are words for tobacco, alcohol and other drugs taken for pleasure.
var habits = []string{"smoke", "smokes", "smoked", "smoker", "smoking", "vape", "vaping", "cigarettes", "tobacco", "pack a day", "packs a day", "alcohol", "beer", "beers", "glass of wine", "glasses of wine", "marijuana", "cannabis", "recreational drugs"}

// habit reports whether words tell of tobacco, alcohol or drugs of pleasure: of
// the patient's life, not of an illness.
func habit(w []string) bool {
	return slices.ContainsFunc(habits, func(h string) bool { return reword.Has(w, h) }) && !slices.ContainsFunc(w, func(s string) bool { return kin[s] })
}

// missing reports whether words tell that medicine is not taken as it should be.
func missing(w []string) bool {
	return slices.ContainsFunc([]string{"dose", "doses", "pill", "pills", "medication", "medications", "medicine", "it"}, func(s string) bool { return reword.Has(w, s) }) &&
		slices.ContainsFunc([]string{"i miss", "i missed", "i forget", "i forgot", "i skip", "i skipped", "sometimes miss", "sometimes forget", "sometimes skip", "stopped taking", "ran out of"}, func(s string) bool { return reword.Has(w, s) })
}

// bare are the words that may stand beside conditions in a plain list of them.
var bare = map[string]bool{}

func init() {
	for _, w := range strings.Fields("i have had has do does not no never a an any the history of and or also he she they patient denies , yes but been diagnosed with just only my past medical was is were with") {
		bare[w] = true
	}
}

// background reports whether a statement of the patient does nothing but name
// conditions had or not had: "I never had asthma", "I have high blood pressure
// and type 2 diabetes". Such a list is past history.
func background(p placed) bool {
	if !patients(p) || p.phase == "plan" {
		return false
	}
	words := p.Joined
	if words == nil {
		words = p.Source
	}
	covered := make([]bool, len(words))
	conditions := 0
	for _, f := range fact.In(words) {
		if f.Kind == fact.Condition && f.Kin == "" {
			conditions++
			for i := f.Start; i < f.End; i++ {
				covered[i] = true
			}
		}
	}
	if conditions == 0 {
		return false
	}
	for i, w := range words {
		if !covered[i] && !bare[w] && w != "type" && w != "1" && w != "2" {
			return false
		}
	}
	return true
}
