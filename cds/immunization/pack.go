package immunization

import (
	_ "embed"
	"fmt"
	"slices"
	"sync"

	"github.com/goccy/go-yaml"

	"github.com/visitwright/visitwright/ehr"
)

//go:embed packs.yaml
var packsYAML []byte

// pack is a body's recommendations where they differ from the schedule that they
// stand on.
type pack struct {
	ID       string `yaml:"id"`
	Name     string `yaml:"name"`
	Released string `yaml:"released"`
	What     string `yaml:"what"`
	Source   string `yaml:"source"`
	// Below is the age from which the pack changes nothing.
	Below string `yaml:"below"`
	// Decided are vaccine groups that are not for everybody, with for whom they are.
	Decided map[string]string `yaml:"decided"`
	// Enough are vaccine groups with fewer doses: how many suffice.
	Enough map[string]int `yaml:"enough"`

	below period
}

var packs = sync.OnceValue(func() []pack {
	var out []pack
	if err := yaml.UnmarshalWithOptions(packsYAML, &out, yaml.Strict()); err != nil {
		panic(fmt.Sprintf("packs: %v", err)) // part of the program, tested with it
	}
	for i := range out {
		r := &reader{}
		if out[i].below = r.period(out[i].Below); r.err != nil {
			panic(fmt.Sprintf("packs: %v", r.err))
		}
	}
	return out
})

// Packs names the schedules that can be chosen (With).
func Packs() []string {
	var out []string
	for _, p := range packs() {
		out = append(out, p.ID)
	}
	return out
}

// With is the schedule as a pack of Packs changes it; every forecast then names
// the pack. Invalid where there is no such pack.
func (s *Schedule) With(id string) (*Schedule, error) {
	i := slices.IndexFunc(packs(), func(p pack) bool { return p.ID == id })
	if i < 0 {
		return nil, ehr.Errorf(ehr.Invalid, "there is no schedule of this name; there are %v", Packs())
	}
	out := *s
	out.pack = &packs()[i]
	return &out, nil
}

// Option is a schedule that can be chosen.
type Option struct {
	ID       string `json:"id"`
	Name     string `json:"name"` // as every recommendation names it
	Released string `json:"released,omitempty"`
	What     string `json:"what"`
	Source   string `json:"source"`
}

// The schedules that stand by themselves.
const (
	Loaded  = "loaded"  // as it was loaded or built in, without a pack
	BuiltIn = "routine" // the built-in one, where another is loaded
)

// Options lists what can be chosen on top of the schedule, which is what is loaded
// here.
func (s *Schedule) Options() []Option {
	base := s.plain()
	out := []Option{{ID: Loaded, Name: base.Pack(), Released: base.Released, What: "The schedule that is loaded here, as its publisher has it", Source: base.source()}}
	for _, p := range packs() {
		with, _ := base.With(p.ID) // it is one of Packs
		out = append(out, Option{ID: p.ID, Name: with.Pack(), Released: p.Released, What: p.What, Source: p.Source})
	}
	if base.Name != Routine().Name {
		r := Routine()
		out = append(out, Option{ID: BuiltIn, Name: r.Pack(), Released: r.Released, What: "The built-in routine schedule", Source: r.source()})
	}
	return out
}

// Choose is the schedule of one of Options; Invalid where there is no such one.
func (s *Schedule) Choose(id string) (*Schedule, error) {
	switch id {
	case Loaded:
		return s.plain(), nil
	case BuiltIn:
		return Routine(), nil
	}
	return s.plain().With(id)
}

// Chosen is which of Options the schedule is.
func (s *Schedule) Chosen() string {
	if s.pack != nil {
		return s.pack.ID
	}
	return Loaded
}

func (s *Schedule) plain() *Schedule {
	out := *s
	out.pack = nil
	return &out
}

func (s *Schedule) source() string {
	if s.Name == Routine().Name {
		return "CDC, Child and Adolescent and Adult Immunization Schedules, United States, 2025; each line's own source in the table"
	}
	return "CDC, Clinical Decision Support for Immunization, supporting data " + s.Version
}

// differ changes a forecast to what the pack recommends.
func (p *pack) differ(h *history, f *Forecast) {
	if p == nil || f.Risk || h.asOf >= p.below.afterOr(h.birth, beginning) {
		return
	}
	valid := 0
	for _, d := range f.Doses {
		if d.Status == DoseValid {
			valid++
		}
	}
	why, decided := p.Decided[f.Group]
	enough, fewer := p.Enough[f.Group]
	switch {
	case f.Status != NotComplete:
		return
	case fewer && valid >= enough:
		f.Status = Complete
		f.Reasons = append(f.Reasons, fmt.Sprintf("%s: %d is enough", p.Name, enough))
	case decided:
		f.Status = NotRecommended
		f.Reasons = append(f.Reasons, p.Name+": "+why)
	default:
		return
	}
	f.Earliest, f.Recommended, f.PastDue, f.Latest = ehr.Date{}, ehr.Date{}, ehr.Date{}, ehr.Date{}
	f.Dose, f.Antigens, f.Vaccines = 0, nil, nil
}
