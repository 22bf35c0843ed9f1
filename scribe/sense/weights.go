package sense

import (
	_ "embed"
	"sync"

	"github.com/visitwright/visitwright/scribe/clause"
)

// Sections are the labels of the section model, in order.
var Sections = []string{"cc", "hpi", "ros", "pmh", "psh", "family", "social", "meds", "allergy", "vitals", "exam", "results", "ap", "instructions"}

var (
	//go:embed weights/section.bin
	sectionFile []byte
	//go:embed weights/boundary.bin
	boundaryFile []byte
	//go:embed weights/role.bin
	roleFile []byte
)

var (
	sections   = sync.OnceValue(func() *Model { return embedded("section", sectionFile) })
	boundaries = sync.OnceValue(func() *Model { return embedded("boundary", boundaryFile) })
	roles      = sync.OnceValue(func() *Model { return embedded("role", roleFile) })
	replaced   = map[string]*Model{}
)

// Replace puts a freshly trained model in the place of the embedded one of that
// name, for the rest of the process. Training alone calls it, before or between
// scorings and never beside them.
func Replace(name string, m *Model) {
	replaced[name] = m
	sections = sync.OnceValue(func() *Model { return embedded("section", sectionFile) })
	boundaries = sync.OnceValue(func() *Model { return embedded("boundary", boundaryFile) })
	roles = sync.OnceValue(func() *Model { return embedded("role", roleFile) })
}

func embedded(name string, b []byte) *Model {
	if m := replaced[name]; m != nil {
		return m
	}
	m, err := Read(b)
	if err != nil { // embedded: wrong weights are a broken build
		panic(err)
	}
	return m
}

// Section returns how likely clause i belongs in each of Sections, 0 to 1.
func (v *Visit) Section(i int) []float64 { return sections().Score(v.Features(i)) }

// Boundary says how likely a sentence ends before words[i].
func Boundary(words []string, i int) float64 {
	return boundaries().Score(BoundaryFeatures(words, i))[0]
}

// Clinician returns how likely the words are a clinician's.
func Clinician(words []string) float64 { return roles().Score(RoleFeatures(words))[0] }

// RoleFeatures describes words by which a clinician is told from a patient.
func RoleFeatures(words []string) []Feature {
	fs := grams([]Feature{Hash("one")}, "r", words, 3)
	if clause.Asks(words) {
		fs = append(fs, Hash("asks"))
	}
	if len(words) > 0 {
		fs = append(fs, Hash("first", words[0]))
	}
	return fs
}
