package sense

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"io"
	"math"
)

// Model is a set of logistic models over one space of 1<<Bits hashed features.
type Model struct {
	Labels []string
	Bits   uint
	Bias   []float32
	// Scale times W is the weight.
	Scale []float32
	W     [][]int8
}

// Feature is a hashed feature.
type Feature uint32

// Hash makes a feature from its parts (FNV-1a).
func Hash(parts ...string) Feature {
	h := uint32(2166136261)
	for _, p := range parts {
		for i := 0; i < len(p); i++ {
			h = (h ^ uint32(p[i])) * 16777619
		}
		h = (h ^ 31) * 16777619
	}
	return Feature(h ^ h>>15)
}

// Score returns the probability of each label.
func (m *Model) Score(fs []Feature) []float64 {
	out := make([]float64, len(m.Labels))
	if len(fs) == 0 {
		return out
	}
	mask := Feature(1)<<m.Bits - 1
	norm := 1 / math.Sqrt(float64(len(fs)))
	for l := range m.Labels {
		sum := 0
		w := m.W[l]
		for _, f := range fs {
			sum += int(w[f&mask])
		}
		out[l] = 1 / (1 + math.Exp(-(float64(m.Bias[l]) + float64(m.Scale[l])*float64(sum)*norm)))
	}
	return out
}

var errFormat = errors.New("sense: not a model file")

// Write writes the model: a gzip stream of label names, biases, scales, weights.
func (m *Model) Write(w io.Writer) error {
	z, _ := gzip.NewWriterLevel(w, gzip.BestCompression)
	put := func(v any) { _ = binary.Write(z, binary.LittleEndian, v) } // a gzip writer keeps its error for Close
	put(uint8(m.Bits))
	put(uint8(len(m.Labels)))
	for i, l := range m.Labels {
		put(uint8(len(l)))
		put([]byte(l))
		put(m.Bias[i])
		put(m.Scale[i])
		put(m.W[i])
	}
	return z.Close()
}

// Read reads what Write wrote.
func Read(b []byte) (*Model, error) {
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(z)
	if err != nil || len(data) < 2 {
		return nil, errors.Join(errFormat, err)
	}
	m := &Model{Bits: uint(data[0])}
	n, r := int(data[1]), bytes.NewReader(data[2:])
	for range n {
		size, err := r.ReadByte()
		if err != nil {
			return nil, errFormat
		}
		label := make([]byte, size)
		var bias, scale float32
		w := make([]int8, 1<<m.Bits)
		for _, v := range []any{label, &bias, &scale, w} {
			if err := binary.Read(r, binary.LittleEndian, v); err != nil {
				return nil, errors.Join(errFormat, err)
			}
		}
		m.Labels, m.Bias, m.Scale, m.W = append(m.Labels, string(label)), append(m.Bias, bias), append(m.Scale, scale), append(m.W, w)
	}
	return m, nil
}
