package header

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"sync"

	"github.com/visitwright/visitwright/ehr"
)

// Header is a section header of MTS-Dialog.
type Header string

// All are the headers, in the order of the model.
var All = []Header{"ALLERGY", "ASSESSMENT", "CC", "DIAGNOSIS", "DISPOSITION", "EDCOURSE", "EXAM", "FAM/SOCHX", "GENHX", "GYNHX", "IMAGING", "IMMUNIZATIONS", "LABS", "MEDICATIONS", "OTHER_HISTORY", "PASTMEDICALHX", "PASTSURGICAL", "PLAN", "PROCEDURES", "ROS"}

var sections = map[Header]ehr.SectionName{
	"ALLERGY": ehr.AllergyList, "ASSESSMENT": ehr.AssessmentPlan, "CC": ehr.ChiefComplaint, "DIAGNOSIS": ehr.AssessmentPlan, "DISPOSITION": ehr.AssessmentPlan, "EDCOURSE": ehr.HPI, "EXAM": ehr.Exam, "FAM/SOCHX": ehr.SocialHistory,
	"GENHX": ehr.HPI, "GYNHX": ehr.PastMedical, "IMAGING": ehr.ResultList, "IMMUNIZATIONS": ehr.PastMedical, "LABS": ehr.ResultList, "MEDICATIONS": ehr.MedicationList, "OTHER_HISTORY": ehr.PastMedical, "PASTMEDICALHX": ehr.PastMedical,
	"PASTSURGICAL": ehr.PastSurgical, "PLAN": ehr.AssessmentPlan, "PROCEDURES": ehr.PastSurgical, "ROS": ehr.ROS,
}

// Section is the section of our notes that stands for the header.
func (h Header) Section() ehr.SectionName { return sections[h] }

// Model scores the headers. Rare says how rare a feature is, 1 and up.
type Model struct {
	Bias, Scale []float32
	W           [][]int8 // by header, by feature
	Rare        []uint8  // in steps of rareStep
}

// rareStep is the step in which rarity is kept.
const rareStep = 1.0 / 24

// Rarity returns how rare a feature is.
func (m *Model) Rarity(f uint32) float64 { return float64(m.Rare[f]) * rareStep }

// Quantised turns rarity into the step it is kept as.
func Quantised(rarity float64) uint8 { return uint8(math.Min(255, math.Round(rarity/rareStep))) }

// Scores returns the margin of each header, in the order of All; the highest
// wins.
func (m *Model) Scores(x Features) []float64 {
	out := make([]float64, len(m.W))
	for k := range m.W {
		sum := 0.0
		for f, v := range x {
			sum += float64(m.W[k][f]) * v
		}
		out[k] = float64(m.Bias[k]) + float64(m.Scale[k])*sum
	}
	return out
}

//go:embed weights.bin
var file []byte

var embedded = sync.OnceValue(func() *Model {
	m, err := Read(file)
	if err != nil { // embedded: it is right or the program was not built
		panic(err)
	}
	return m
})

// Of returns the header of a piece of talk, and how far its score stands before
// the next one's, 0 and up; "" where nothing was said.
func Of(segments []ehr.Segment) (Header, float64) { return embedded().Of(segments) }

// Of is the function of that name with this model's weights.
func (m *Model) Of(segments []ehr.Segment) (Header, float64) {
	x := Weigh(Count(segments), m.Rarity)
	if len(x) == 0 {
		return "", 0
	}
	best, lead := 0, math.Inf(1)
	s := m.Scores(x)
	for k := range s {
		if s[k] > s[best] {
			best = k
		}
	}
	for k := range s {
		if k != best {
			lead = math.Min(lead, s[best]-s[k])
		}
	}
	return All[best], lead
}

// Write writes the model as a gzip stream of numbers.
func (m *Model) Write(w io.Writer) error {
	z := gzip.NewWriter(w)
	for _, v := range []any{m.Bias, m.Scale, m.Rare} {
		if err := binary.Write(z, binary.LittleEndian, v); err != nil {
			return err
		}
	}
	for _, row := range m.W {
		if err := binary.Write(z, binary.LittleEndian, row); err != nil {
			return err
		}
	}
	return z.Close()
}

var errFormat = errors.New("header: not a model file")

// Read reads what Write wrote.
func Read(b []byte) (*Model, error) {
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, errors.Join(errFormat, err)
	}
	n := len(All)
	m := &Model{Bias: make([]float32, n), Scale: make([]float32, n), Rare: make([]uint8, 1<<Bits), W: make([][]int8, n)}
	parts := []any{m.Bias, m.Scale, m.Rare}
	for k := range m.W {
		m.W[k] = make([]int8, 1<<Bits)
		parts = append(parts, m.W[k])
	}
	for _, v := range parts {
		if err := binary.Read(z, binary.LittleEndian, v); err != nil {
			return nil, errors.Join(errFormat, err)
		}
	}
	return m, nil
}
