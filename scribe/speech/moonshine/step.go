package moonshine

import (
	"math"

	ort "github.com/yalue/onnxruntime_go"

	"github.com/visitwright/visitwright/scribe/speech/onnx"
)

// past holds the decoder's keys and values of the tokens so far, one row per text in play.
type past struct {
	rows   int64
	length int64
	values []ort.Value
}

func (m *Model) begin(s *Sound) (*past, error) {
	p := &past{rows: 1, values: make([]ort.Value, 2*m.layers)}
	for i := range p.values {
		t, err := onnx.Floats(nil, 1, s.heads, 0, s.size)
		if err != nil {
			p.free()
			return nil, err
		}
		p.values[i] = t
	}
	return p, nil
}

func (p *past) free() { onnx.Free(p.values); p.values = nil }

// advance feeds one token per row and gives the scores of the next token, one slice per row. It replaces p.
func (m *Model) advance(s *Sound, p *past, tokens []int64) (*past, [][]float32, error) {
	return m.feed(s, p, tokens, int64(len(tokens)))
}

// follow feeds tokens one after the other to the one row there is, in one run, and gives the scores after each. Many at once
// cost little more than one: nearly all of a step is reading the weights.
func (m *Model) follow(s *Sound, p *past, tokens []int64) (*past, [][]float32, error) {
	return m.feed(s, p, tokens, 1)
}

func (m *Model) feed(s *Sound, p *past, tokens []int64, rows int64) (next *past, scores [][]float32, err error) {
	s.turn(func() { next, scores, err = m.run(s, p, tokens, rows) })
	return next, scores, err
}

func (m *Model) run(s *Sound, p *past, tokens []int64, rows int64) (*past, [][]float32, error) {
	each := int64(len(tokens)) / rows
	ids, err := ort.NewTensor(ort.NewShape(rows, each), tokens)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = ids.Destroy() }()
	inputs := make([]ort.Value, 1, 1+4*m.layers)
	inputs[0] = ids
	for layer := range m.layers {
		inputs = append(inputs, p.values[2*layer], p.values[2*layer+1], s.memory[2*layer], s.memory[2*layer+1])
	}
	outputs, err := m.step.Run(inputs)
	if err != nil {
		return nil, nil, err
	}
	p.free()
	all := onnx.Data(outputs[0])
	width := len(all) / len(tokens)
	scores := make([][]float32, len(tokens))
	for i := range scores {
		scores[i] = all[i*width : (i+1)*width]
	}
	_ = outputs[0].Destroy() // the numbers stay: they lie in Go's memory
	return &past{rows: rows, length: p.length + each, values: outputs[1:]}, scores, nil
}

// keep forgets all but the first length tokens of the one row there is.
func (p *past) keep(s *Sound, length int64) error {
	if length == p.length {
		return nil
	}
	for i, v := range p.values {
		from, to := onnx.Data(v), make([]float32, s.heads*length*s.size)
		for h := range s.heads {
			copy(to[h*length*s.size:(h+1)*length*s.size], from[h*p.length*s.size:])
		}
		t, err := onnx.Floats(to, 1, s.heads, length, s.size)
		if err != nil {
			return err
		}
		_ = v.Destroy()
		p.values[i] = t
	}
	p.length = length
	return nil
}

// choose gives each new row the past of the row it continues.
func (p *past) choose(s *Sound, parents []int) error {
	same := int64(len(parents)) == p.rows
	for i, parent := range parents {
		same = same && i == parent
	}
	if same {
		return nil
	}
	row := s.heads * p.length * s.size
	for i, v := range p.values {
		from, to := onnx.Data(v), make([]float32, int64(len(parents))*row)
		for r, parent := range parents {
			copy(to[int64(r)*row:], from[int64(parent)*row:int64(parent+1)*row])
		}
		t, err := onnx.Floats(to, int64(len(parents)), s.heads, p.length, s.size)
		if err != nil {
			return err
		}
		_ = v.Destroy()
		p.values[i] = t
	}
	p.rows = int64(len(parents))
	return nil
}

// logSum is the logarithm of the sum of exponentials, the divisor that turns scores into probabilities.
func logSum(scores []float32) float32 {
	top := scores[0]
	for _, x := range scores {
		top = max(top, x)
	}
	var sum float32
	for _, x := range scores {
		if x > top-20 { // smaller ones add less than 2e-9 each
			sum += float32(math.Exp(float64(x - top)))
		}
	}
	return top + float32(math.Log(float64(sum)))
}
