package preventive

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"github.com/visitwright/visitwright/cds/facts"
	"github.com/visitwright/visitwright/ehr"
)

//go:embed excused.yaml
var excusedFile []byte

// Excuse takes a patient out of every recommendation that names it.
type Excuse struct {
	ID         string   `yaml:"id"`
	Needs      []string `yaml:"needs"`       // facts of which one is needed
	Months     int      `yaml:"months"`      // how far back they count; 0 for ever
	With       []string `yaml:"with"`        // further facts of which one is needed
	WithMonths int      `yaml:"with_months"` // how far back those count
	WithDrugs  []string `yaml:"with_drugs"`  // drugs that stand for one of those
	From       int      `yaml:"from"`        // completed years
	Say        string   `yaml:"say"`
	Source     string   `yaml:"source"`
}

// Excuses lists the table.
var Excuses = sync.OnceValue(func() []Excuse { return table[Excuse](excusedFile) })

func excuse(id string) (Excuse, bool) {
	for _, e := range Excuses() {
		if e.ID == id {
			return e, true
		}
	}
	return Excuse{}, false
}

// holds reports whether the excuse is the patient's, and which entries say so.
func (e Excuse) holds(f *facts.Facts, takes Takes, age int) ([]ehr.ChartRef, bool) {
	if age < e.From {
		return nil, false
	}
	ref, ok := within(f, e.Needs, e.Months)
	if !ok || len(e.With) == 0 {
		return []ehr.ChartRef{ref}, ok
	}
	if also, ok := within(f, e.With, e.WithMonths); ok {
		return []ehr.ChartRef{ref, also}, true
	}
	return []ehr.ChartRef{ref}, len(e.WithDrugs) > 0 && takes != nil && takes(e.WithDrugs)
}

func within(f *facts.Facts, names []string, months int) (ehr.ChartRef, bool) {
	for _, n := range names {
		if ref, ok := f.HadWithin(n, months); ok {
			return ref, true
		}
	}
	return ehr.ChartRef{}, false
}

// excluded puts into the gap what takes the patient out of the recommendation.
func (r Recommendation) excluded(f *facts.Facts, takes Takes, age int, gap *ehr.CareGap) bool {
	for _, x := range r.Excluded {
		if e, ok := excuse(x); ok {
			if refs, ok := e.holds(f, takes, age); ok {
				gap.Status, gap.Satisfied = "excluded", refs
				gap.Recommendation = "excluded: " + e.Say + " (" + e.Source + ")"
				return true
			}
			continue
		}
		if all := strings.Split(x, "+"); !slices.ContainsFunc(all, func(c string) bool { return !excludes(f, c) }) {
			gap.Status = "excluded"
			gap.Recommendation = "excluded: " + strings.NewReplacer("_", " ", "+", " and ").Replace(x)
			if ref, ok := f.Ref(all[0]); ok {
				gap.Satisfied = []ehr.ChartRef{ref}
			}
			return true
		}
	}
	return false
}

// excludes reports whether a condition takes the patient out: one that is or was on
// record, save a pregnancy, which ends, and what is dated after today.
func excludes(f *facts.Facts, name string) bool {
	if name == "pregnancy" {
		return f.Pregnant() == facts.Yes
	}
	_, ok := f.HadWithin(name, 0)
	return ok
}

// reasons are the words of a reason for which a test may be left out: the patient
// would not, or must not have it. A machine that was broken is none.
var reasons = []string{"declined", "refus", "contraindicated", "not indicated", "not tolerated", "objection", "religious"}

// declined reports whether what would satisfy the recommendation was offered in the
// last twelve months, after it was last done, and not done for a reason of the
// patient's or of medicine. The offer comes back after a year.
// Source: CMS2v15, CMS22v14 and CMS69v14 (2026), denominator exceptions: patient
// reasons, medical reasons.
func (r Recommendation) declined(f *facts.Facts, gap *ehr.CareGap) bool {
	since := f.Today.Add(0, -12, 0)
	if since.Before(gap.LastDone) {
		since = gap.LastDone
	}
	for _, n := range f.Chart.NotDone {
		why := strings.ToLower(n.Reason)
		if n.Date.Before(since) || f.Today.Before(n.Date) || !slices.ContainsFunc(reasons, func(w string) bool { return strings.Contains(why, w) }) {
			continue
		}
		codes := append([]ehr.Coded{n.Code}, n.Also...)
		if slices.ContainsFunc(r.Satisfied, func(s Satisfaction) bool { return s.means(codes) }) {
			gap.Status, gap.Due = "excluded", n.Date.Add(0, 12, 0)
			gap.Recommendation = "not done on " + n.Date.String() + ": " + n.Reason
			gap.Satisfied = []ehr.ChartRef{{Kind: "not_done", ID: n.ID}}
			return true
		}
	}
	return false
}

// means reports whether codes name the test or procedure.
func (s Satisfaction) means(codes []ehr.Coded) bool {
	if s.Test != "" {
		return slices.Contains(facts.TestsOf(codes), s.Test)
	}
	return slices.ContainsFunc(codes, func(c ehr.Coded) bool { return strings.Contains(facts.Text(c), s.Procedure) })
}
