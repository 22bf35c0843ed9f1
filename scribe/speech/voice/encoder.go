package voice

import (
	"fmt"
	"math"
	"os"

	ort "github.com/yalue/onnxruntime_go"

	"github.com/visitwright/visitwright/scribe/speech/onnx"
)

// Window is the number of 16 kHz samples the encoder looks at: 1.6 s and half a frame on either side.
const Window = 25600 + 240

const (
	size  = 256   // of a point
	level = 0.032 // loudness that quiet speech is brought up to (-30 dBFS), as in the encoder's training
	batch = 8     // windows in one run; more is not faster
)

// Point is where a voice lies; of unit length.
type Point []float32

// Encoder is the loaded network, shared by all streams.
type Encoder struct{ net *onnx.Network }

// Load reads the graph that set-up made of Resemblyzer's weights.
func Load(path string) (*Encoder, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	net, err := onnx.Load(onnx.Graph{Data: data, Inputs: []string{"wav"}, Outputs: []string{"embedding"}}, false)
	if err != nil {
		return nil, fmt.Errorf("voice encoder: %w", err)
	}
	return &Encoder{net: net}, nil
}

// Close frees the network.
func (e *Encoder) Close() error {
	if e == nil {
		return nil
	}
	return e.net.Close()
}

// Points encodes windows of Window samples each.
func (e *Encoder) Points(windows [][]float32) ([]Point, error) {
	out := make([]Point, 0, len(windows))
	for len(windows) > 0 {
		n := min(batch, len(windows))
		points, err := e.run(windows[:n])
		if err != nil {
			return nil, err
		}
		out, windows = append(out, points...), windows[n:]
	}
	return out, nil
}

func (e *Encoder) run(windows [][]float32) ([]Point, error) {
	data := make([]float32, 0, len(windows)*Window)
	for _, w := range windows {
		if len(w) != Window {
			return nil, fmt.Errorf("voice encoder: window of %d samples", len(w))
		}
		data = append(data, louder(w)...)
	}
	input, err := onnx.Floats(data, int64(len(windows)), 1, Window)
	if err != nil {
		return nil, err
	}
	defer func() { _ = input.Destroy() }()
	outputs, err := e.net.Run([]ort.Value{input})
	if err != nil {
		return nil, err
	}
	defer onnx.Free(outputs)
	all, points := onnx.Data(outputs[0]), make([]Point, len(windows))
	for i := range points {
		points[i] = Point(all[i*size : (i+1)*size])
	}
	return points, nil
}

// louder brings a quiet window up to the level the encoder knows.
func louder(w []float32) []float32 {
	var energy float64
	for _, x := range w {
		energy += float64(x) * float64(x)
	}
	rms := math.Sqrt(energy / float64(len(w)))
	if rms == 0 || rms >= level {
		return w
	}
	out, gain := make([]float32, len(w)), float32(level/rms)
	for i, x := range w {
		out[i] = x * gain
	}
	return out
}

// Likeness is the cosine between two points: 1 the same, 0 nothing in common.
func Likeness(a, b Point) float64 {
	var sum float32
	for i := range min(len(a), len(b)) {
		sum += a[i] * b[i]
	}
	return float64(sum)
}

// mean is the direction of the sum of points.
func mean(points []Point) Point {
	out := make(Point, size)
	for _, p := range points {
		for i, x := range p {
			out[i] += x
		}
	}
	var length float64
	for _, x := range out {
		length += float64(x) * float64(x)
	}
	if length == 0 {
		return out
	}
	scale := float32(1 / math.Sqrt(length))
	for i := range out {
		out[i] *= scale
	}
	return out
}
