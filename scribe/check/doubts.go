package check

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/fact"
)

// Claim is a sentence to check with what it rests on.
type Claim struct {
	Text     string
	Segments []ehr.SegmentID
	// Chart holds the text of the chart's entries it rests on.
	Chart []string
	// Known are further facts that hold of the patient, such as the age.
	Known []string
	// Day is the day of the visit, for months said without their year; zero where
	// it is not known.
	Day ehr.Date
	// Family says that the sentence stands under the family's history.
	Family bool
}

// Doubts returns what the evidence does not bear out, in the order of the
// sentence; nothing where all is borne out.
func (h *Hearing) Doubts(c Claim) []ehr.Doubt {
	ev := h.evidence(c.Segments)
	if len(ev) == 0 && len(c.Chart) == 0 {
		return []ehr.Doubt{{Kind: ehr.NoEvidence, Text: c.Text, Detail: "Nothing that was said stands behind this sentence."}}
	}
	for _, t := range append(slices.Clone(c.Chart), c.Known...) {
		w := fact.Plain(t)
		x := &heard{words: w, stems: map[string]bool{}, spans: spansIn(w, told{})}
		for _, s := range w {
			x.stems[Stem(s)] = true
		}
		for _, f := range fact.In(w) {
			x.facts = append(x.facts, mention{Fact: f})
		}
		ev = append(ev, x)
	}
	words := fact.Plain(c.Text)
	e := examiner{words: words, label: labelled(c.Text), facts: fact.In(words), ev: ev, idf: h.idf, sided: h.sided, day: c.Day, guarded: h.guarded, only: h.only}
	if valued.MatchString(c.Text) { // "Swelling: none"
		e.label = 0
		for i := range e.facts {
			e.facts[i].Negated = true
		}
	}
	if c.Family && !ofPatient(words) {
		for i := range e.facts {
			if e.facts[i].Kin == "" {
				e.facts[i].Kin = "family"
			}
		}
	}
	e.drugs()
	e.numbers()
	e.dates()
	e.sides()
	e.people()
	e.terms()
	e.verbs()
	e.denials()
	e.affirmed()
	e.loosened()
	e.spans()
	e.moved()
	e.plans()
	return e.out
}

// examiner goes through one sentence.
type examiner struct {
	words []string
	label int // words of a heading before a colon: "Neck: supple"
	facts []fact.Fact
	ev    []*heard
	idf   map[string]float64
	sided map[string]map[string]bool
	day   ehr.Date
	// guarded and only are the hearing's.
	guarded bool
	only    string
	out     []ehr.Doubt
}

func (e *examiner) doubt(kind ehr.DoubtKind, text, detail string, args ...any) {
	d := ehr.Doubt{Kind: kind, Text: text, Detail: fmt.Sprintf(detail, args...)}
	if !slices.ContainsFunc(e.out, func(o ehr.Doubt) bool { return o.Kind == kind && o.Text == text }) {
		e.out = append(e.out, d)
	}
}

// valued finds a heading whose whole text is that it is not there.
var valued = regexp.MustCompile(`(?i)^[^:.]{3,60}(?::|\s[-–]|\()\s*(?:no|none|nil|negative|neg|denies|denied|absent|not present|-ve|-)\)?\W*$`)

// labelled counts the words of a heading that stands before a colon.
func labelled(text string) int {
	head, _, ok := strings.Cut(text, ":")
	if !ok || strings.ContainsAny(head, ".;0123456789") {
		return 0
	}
	if w := fact.Plain(head); len(w) <= 8 {
		return len(w)
	}
	return 0
}

// said returns the mentions of a term in the evidence.
func (e *examiner) said(k fact.Kind, name string) []mention {
	var out []mention
	for _, x := range e.ev {
		for _, m := range x.facts {
			if m.Kind == k && m.Name == name {
				m.near = e.nearness(m)
				out = append(out, m)
			}
		}
	}
	return out
}

// spoken reports whether all words of a text were said close together.
func (e *examiner) spoken(text string) bool {
	for _, w := range strings.Fields(text) {
		if !slices.ContainsFunc(e.ev, func(x *heard) bool { return x.stems[Stem(w)] || len(w) > 7 && x.apart(w) }) {
			return false
		}
	}
	return true
}

// apart reports whether a word was said as two: "heart burn".
func (x *heard) apart(w string) bool {
	for i := 1; i < len(x.words); i++ {
		if len(x.words[i-1]) > 2 && x.words[i-1]+x.words[i] == w {
			return true
		}
	}
	return false
}

func (e *examiner) drugs() {
	for _, f := range e.facts {
		if f.Kind == fact.Drug && len(e.said(fact.Drug, f.Name)) == 0 && !e.spoken(f.Text) && !e.member(f) && !e.misheard(f.Text) {
			e.doubt(ehr.DrugDoubt, f.Text, "%q was not said in the lines behind this sentence.", f.Text)
		}
	}
	for i, w := range e.words {
		if drugLike(w) && !slices.ContainsFunc(e.facts, func(f fact.Fact) bool { return f.Start <= i && i < f.End }) && !e.spoken(w) && !e.misheard(w) {
			e.doubt(ehr.DrugDoubt, w, "%q was not said in the lines behind this sentence.", w)
		}
	}
}

// member reports whether a drug class stands for a drug of it that was said.
func (e *examiner) member(f fact.Fact) bool {
	return f.Term.Class && slices.ContainsFunc(e.ev, func(x *heard) bool {
		return slices.ContainsFunc(x.facts, func(m mention) bool { return m.Kind == fact.Drug && of(m.Name, f.Name) })
	})
}

var stemsOfDrugs = []string{"pril", "sartan", "olol", "statin", "azole", "cillin", "mycin", "floxacin", "prazole", "dipine", "gliptin", "gliflozin", "triptan", "setron", "oxetine", "azepam", "zosin", "glutide", "cycline", "thiazide", "profen", "coxib", "parin", "xaban", "mab", "nib", "tidine", "zine", "done"}

func drugLike(w string) bool {
	return len(w) > 7 && slices.ContainsFunc(stemsOfDrugs[:26], func(s string) bool { return strings.HasSuffix(w, s) })
}

var classOf = map[string][]string{
	"statin": {"statin"}, "ace inhibitor": {"pril"}, "beta blocker": {"olol"}, "antibiotic": {"amoxicillin-clavulanate", "cef", "cephalexin", "cefdinir", "ceftriaxone", "cefuroxime", "nitrofurantoin", "metronidazole", "sulfamethoxazole-trimethoprim", "vancomycin", "cillin", "mycin", "floxacin", "cycline"}, "nsaid": {"ibuprofen", "naproxen", "meloxicam", "diclofenac", "celecoxib", "ketorolac", "indomethacin", "etodolac", "nabumetone"},
	"steroid": {"prednisone", "methylprednisolone", "dexamethasone", "cortisone", "triamcinolone"}, "diuretic": {"spironolactone", "furosemide", "thiazide", "torsemide", "bumetanide", "thalidone"}, "inhaler": {"albuterol", "budesonide", "formoterol", "fluticasone", "salmeterol", "tiotropium", "ipratropium", "mometasone"}, "proton pump inhibitor": {"prazole"}, "blood thinner": {"warfarin", "xaban", "clopidogrel"}, "antidepressant": {"oxetine", "sertraline", "citalopram", "bupropion", "venlafaxine", "mirtazapine", "trazodone", "triptyline", "vilazodone"},
	"antihistamine": {"cetirizine", "loratadine", "fexofenadine", "diphenhydramine", "hydroxyzine"}, "muscle relaxer": {"cyclobenzaprine", "methocarbamol", "tizanidine", "baclofen", "carisoprodol", "metaxalone"}, "antacid": {"calcium carbonate", "famotidine", "tidine"}, "painkiller": {"acetaminophen", "ibuprofen", "naproxen", "tramadol", "codone", "morphine", "codeine", "meloxicam"}, "birth control": {"estradiol", "norethindrone", "levonorgestrel", "drospirenone"},
}

func of(drug, class string) bool {
	return slices.ContainsFunc(classOf[class], func(s string) bool { return strings.HasSuffix(drug, s) })
}

// nearness says how much of the sentence's weight the clause of a mention
// shares, its own words aside.
func (e *examiner) nearness(m mention) float64 {
	own := stemsOf(strings.Fields(m.Text))
	sum := 0.0
	for s := range stemsOf(e.words) {
		if s != "" && !own[s] && m.clause[s] && s != "left" && s != "right" && s != "no" && s != "not" {
			sum += e.idf[s]
		}
	}
	return sum
}

// closest keeps the mentions in the clauses that share most with the sentence.
// Where a sentence rests on many segments, what was said elsewhere of the same
// thing does not bear it out.
func closest(ms []mention) []mention {
	top := 0.0
	for _, m := range ms {
		top = max(top, m.near)
	}
	return slices.DeleteFunc(slices.Clone(ms), func(m mention) bool { return m.near < 0.9*top })
}
