package coding

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"
)

// Past is one verdict that a coder of the practice gave about a proposed code.
type Past struct {
	Case       string // the visit: what is learnt is tried on other visits only
	Code       string
	Phrase     string // the sentence the code rested on
	Selected   bool   // as it was proposed
	Confidence float64
	Kept       bool     // accepted
	With       string   // the code that took its place; empty where none did
	Offered    []string // the codes that were offered beside it
}

// Habits are what a practice's verdicts say about further proposals: for each
// code, and for each code on a sentence that reads alike, how much likelier than
// elsewhere it is kept, as a log-odds shrunken towards nothing where the verdicts
// are few; and which code usually takes its place.
type Habits struct {
	base    float64 // the practice's share of kept proposals
	codes   map[string]tally
	phrase  map[string]tally          // code and sentence
	instead map[string]map[string]int // code and sentence -> the codes put in its place
}

type tally struct{ kept, seen int }

const (
	// doubtWeight is how many verdicts at the practice's usual share are added to
	// each code's own before they count: with four, one odd verdict moves little.
	doubtWeight = 4.0
	// insteadAtLeast is how often a replacement was made before it is proposed.
	insteadAtLeast = 2
)

// Learn reads the verdicts.
func Learn(past []Past) *Habits {
	h := &Habits{base: 0.5, codes: map[string]tally{}, phrase: map[string]tally{}, instead: map[string]map[string]int{}}
	all := tally{}
	count := func(m map[string]tally, k string, kept bool) {
		t := m[k]
		t.seen++
		if kept {
			t.kept++
		}
		m[k] = t
	}
	for _, p := range past {
		all.seen++
		if p.Kept {
			all.kept++
		}
		count(h.codes, p.Code, p.Kept)
		k := p.Code + "|" + alike(p.Phrase)
		count(h.phrase, k, p.Kept)
		if p.With != "" {
			if h.instead[k] == nil {
				h.instead[k] = map[string]int{}
			}
			h.instead[k][p.With]++
		}
	}
	h.base = (float64(all.kept) + 1) / (float64(all.seen) + 2)
	return h
}

// alike is a sentence without what differs between patients: numbers, case, signs.
func alike(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) }), " ")
}

// shift is what the verdicts add to the log-odds of a proposal, and how many there
// were.
func (h *Habits) shift(code, phrase string) (by float64, t tally) {
	c := h.codes[code]
	p := shrunken(c, h.base)
	own := h.phrase[code+"|"+alike(phrase)]
	p = shrunken(own, p) // where nothing reads alike this is p itself
	if own.seen == 0 {
		own = c
	}
	return logit(p) - logit(h.base), own
}

func shrunken(t tally, towards float64) float64 {
	return (float64(t.kept) + doubtWeight*towards) / (float64(t.seen) + doubtWeight)
}

func logit(p float64) float64 {
	p = min(max(p, 0.01), 0.99)
	return math.Log(p / (1 - p))
}

// judged is a proposal after the habits were asked.
type judged struct {
	confidence float64
	selected   bool
	seen       tally
	instead    string
}

func (h *Habits) judge(code, phrase string, selected bool, confidence float64, offered []string) judged {
	by, t := h.shift(code, phrase)
	j := judged{confidence: confidence, selected: selected, seen: t}
	if t.seen == 0 {
		return j
	}
	j.confidence = 1 / (1 + math.Exp(-(logit(confidence) + by)))
	switch {
	case by < 0 && selected && j.confidence < 0.5 && t.seen >= insteadAtLeast:
		j.selected = false
	case by > 0 && !selected && j.confidence >= 0.5 && t.seen >= insteadAtLeast:
		j.selected = true
	}
	most := 0
	for _, o := range offered { // only what was found in the code set beside it
		if n := h.instead[code+"|"+alike(phrase)][o]; n >= insteadAtLeast && 2*n > t.seen && n > most {
			j.instead, most = o, n
		}
	}
	return j
}

// Rerank applies the habits: confidence and ticks move, and where most verdicts
// put one of the alternatives in the code's place, that one is proposed and the
// code becomes its alternative. Nothing that was not found for the note can
// appear. Ticked ones come first, each group in the order it had.
func (h *Habits) Rerank(list []Suggestion) []Suggestion {
	out := slices.Clone(list)
	standing := map[string]bool{}
	for _, s := range out {
		standing[s.Code] = true
	}
	for i := range out {
		s := &out[i]
		offered := make([]string, 0, len(s.Alternatives))
		for _, a := range s.Alternatives {
			offered = append(offered, a.Code)
		}
		j := h.judge(s.Code, s.Sentence, s.Selected, s.Confidence, offered)
		if j.seen.seen == 0 {
			continue
		}
		rule := fmt.Sprintf("practice (kept %d of %d here)", j.seen.kept, j.seen.seen)
		s.Rules = append(slices.Clone(s.Rules), rule)
		if j.instead != "" && !standing[j.instead] {
			k := slices.Index(offered, j.instead)
			s.Alternatives = slices.Clone(s.Alternatives)
			other := s.Alternatives[k]
			s.Alternatives[k] = Alternative{s.Code, s.Description}
			s.Code, s.Description = other.Code, other.Description
			standing[other.Code] = true
			continue
		}
		s.Confidence, s.Selected = j.confidence, j.selected
	}
	slices.SortStableFunc(out, func(a, b Suggestion) int { return cmp.Compare(tick(b), tick(a)) })
	return out
}

func tick(s Suggestion) int {
	if s.Selected {
		return 1
	}
	return 0
}

// Effect is what ranking by the practice's own verdicts would have done to them.
type Effect struct {
	Verdicts int `json:"verdicts"`
	Cases    int `json:"cases"`
	// Before and After count the verdicts that the proposal had right: ticked and
	// kept, not ticked and not kept, or the code that took its place.
	Before int `json:"before"`
	After  int `json:"after"`
}

// Replay tries the habits on past verdicts: those of each case are judged by what
// all other cases teach, so that nothing is judged by itself.
func Replay(past []Past) Effect {
	cases := map[string][]Past{}
	for _, p := range past {
		cases[p.Case] = append(cases[p.Case], p)
	}
	e := Effect{Verdicts: len(past), Cases: len(cases)}
	for id, own := range cases {
		others := make([]Past, 0, len(past)-len(own))
		for _, p := range past {
			if p.Case != id {
				others = append(others, p)
			}
		}
		h := Learn(others)
		for _, p := range own {
			if p.Selected == p.Kept {
				e.Before++
			}
			j := h.judge(p.Code, p.Phrase, p.Selected, p.Confidence, p.Offered)
			if j.instead != "" {
				if j.instead == p.With {
					e.After++
				}
			} else if j.selected == p.Kept {
				e.After++
			}
		}
	}
	return e
}
