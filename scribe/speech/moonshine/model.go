package moonshine

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	ort "github.com/yalue/onnxruntime_go"

	"github.com/visitwright/visitwright/scribe/speech/onnx"
)

// Model is one size of Moonshine. It may be used by several goroutines at once; each call uses one thread.
type Model struct {
	Name  string
	words *Vocabulary

	encoder, cross, step *onnx.Network
	layers               int
}

// Load reads encoder_model.onnx and decoder_model_merged.onnx of a folder.
func Load(name, dir string, words *Vocabulary) (*Model, error) {
	m := &Model{Name: name, words: words}
	if err := m.load(dir); err != nil {
		_ = m.Close()
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return m, nil
}

func (m *Model) load(dir string) error {
	data, err := os.ReadFile(filepath.Join(dir, "encoder_model.onnx"))
	if err != nil {
		return err
	}
	encoder := onnx.Graph{Data: data, Inputs: []string{"input_values"}, Outputs: []string{"last_hidden_state"}}
	if m.encoder, err = onnx.Load(encoder, false); err != nil {
		return err
	}
	if data, err = os.ReadFile(filepath.Join(dir, "decoder_model_merged.onnx")); err != nil {
		return err
	}
	ofSound := func(name string) bool { return strings.Contains(name, ".encoder.") }
	cross, err := onnx.Lift(data, onnx.Else, ofSound, func(string) bool { return false })
	if err != nil {
		return err
	}
	step, err := onnx.Lift(data, onnx.Then, func(name string) bool { return !ofSound(name) },
		func(name string) bool { return strings.HasSuffix(name, ".encoder.key") })
	if err != nil {
		return err
	}
	m.layers = len(cross.Outputs) / 2
	if m.layers == 0 || len(step.Inputs) != 1+4*m.layers || len(step.Outputs) != 1+2*m.layers || len(cross.Inputs) != 2 {
		return fmt.Errorf("%w: %d layers, %d inputs, %d outputs", onnx.ErrGraph, m.layers, len(step.Inputs), len(step.Outputs))
	}
	if m.cross, err = onnx.Load(cross, false); err != nil {
		return err
	}
	m.step, err = onnx.Load(step, true)
	return err
}

// Close frees the networks; no recognition may be under way.
func (m *Model) Close() error {
	for _, n := range []*onnx.Network{m.encoder, m.cross, m.step} {
		if err := n.Close(); err != nil {
			return err
		}
	}
	return nil
}

// MinSamples is the shortest sound the encoder takes; shorter sound is padded with silence.
const MinSamples = 4000

// Sound is an encoded window, ready for any number of decodings. Close frees it.
type Sound struct {
	// Turn, if set, is handed each step of a decoding and runs it when its turn has come.
	Turn func(step func())

	seconds     float64
	heads, size int64
	memory      []ort.Value // per layer: keys with the last two dimensions swapped, values
}

// Encode reads a window of 16 kHz sound, -1..1, at most about 30 seconds (the time grows with the square of the length).
func (m *Model) Encode(sound []float32) (*Sound, error) {
	if len(sound) < MinSamples {
		sound = append(append(make([]float32, 0, MinSamples), sound...), make([]float32, MinSamples-len(sound))...)
	}
	input, err := onnx.Floats(sound, 1, int64(len(sound)))
	if err != nil {
		return nil, err
	}
	defer func() { _ = input.Destroy() }()
	hidden, err := m.encoder.Run([]ort.Value{input})
	if err != nil {
		return nil, err
	}
	defer onnx.Free(hidden)
	start, err := ort.NewTensor(ort.NewShape(1, 1), []int64{tokenStart})
	if err != nil {
		return nil, err
	}
	defer func() { _ = start.Destroy() }()
	memory, err := m.cross.Run([]ort.Value{start, hidden[0]})
	if err != nil {
		return nil, err
	}
	s := &Sound{seconds: float64(len(sound)) / 16000, memory: memory}
	for i := 0; i < len(memory); i += 2 {
		if err := s.swap(i); err != nil {
			s.Close()
			return nil, err
		}
	}
	return s, nil
}

// swap exchanges the last two dimensions of one layer's keys, once for all steps.
func (s *Sound) swap(i int) error {
	shape := s.memory[i].GetShape()
	heads, frames, size := shape[1], shape[2], shape[3]
	s.heads, s.size = heads, size
	from, to := onnx.Data(s.memory[i]), make([]float32, heads*frames*size)
	for h := range heads {
		src, dst := from[h*frames*size:(h+1)*frames*size], to[h*frames*size:(h+1)*frames*size]
		for t := range frames {
			for d, x := range src[t*size : (t+1)*size] {
				dst[int64(d)*frames+t] = x
			}
		}
	}
	turned, err := onnx.Floats(to, 1, heads, size, frames)
	if err != nil {
		return err
	}
	onnx.Free(s.memory[i : i+1])
	s.memory[i] = turned
	return nil
}

func (s *Sound) turn(step func()) {
	if s.Turn == nil {
		step()
		return
	}
	s.Turn(step)
}

// Close frees the sound's tensors.
func (s *Sound) Close() { onnx.Free(s.memory); s.memory = nil }

// limit is the most tokens a window of this length can hold: fast speech stays under 6.5 a second.
func (s *Sound) limit() int { return 12 + int(s.seconds*6.5) }
