package vad

import (
	"fmt"
	"os"

	ort "github.com/yalue/onnxruntime_go"

	"github.com/visitwright/visitwright/scribe/speech/onnx"
)

// Frame is the number of samples one probability stands for: 32 ms at 16 kHz.
const Frame = 512

const (
	context = 64  // samples of the frame before that the network looks back to
	memory  = 128 // numbers the network remembers from frame to frame, twice
)

// Network is the loaded detector, shared by all streams.
type Network struct{ net *onnx.Network }

// Load reads Silero's 16 kHz sequence graph.
func Load(path string) (*Network, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	graph := onnx.Graph{Data: data, Inputs: []string{"input", "h", "c"}, Outputs: []string{"speech_probs", "hn", "cn"}}
	net, err := onnx.Load(graph, false)
	if err != nil {
		return nil, fmt.Errorf("silero: %w", err)
	}
	return &Network{net: net}, nil
}

// Close frees the network.
func (n *Network) Close() error {
	if n == nil {
		return nil
	}
	return n.net.Close()
}

// Detector follows one stream. It is not safe for use by several goroutines.
type Detector struct {
	net    *Network
	before [context]float32
	h, c   []float32
}

// NewDetector starts a stream.
func (n *Network) NewDetector() *Detector {
	return &Detector{net: n, h: make([]float32, memory), c: make([]float32, memory)}
}

// Probabilities reads whole frames (a multiple of Frame samples, -1..1) that follow those read before.
func (d *Detector) Probabilities(sound []float32) ([]float32, error) {
	frames := len(sound) / Frame
	if frames == 0 {
		return nil, nil
	}
	rows := make([]float32, 0, frames*(context+Frame))
	for i := range frames {
		rows = append(rows, d.before[:]...)
		rows = append(rows, sound[i*Frame:(i+1)*Frame]...)
		copy(d.before[:], sound[(i+1)*Frame-context:])
	}
	inputs := make([]ort.Value, 3)
	defer func() { onnx.Free(inputs) }()
	var err error
	if inputs[0], err = onnx.Floats(rows, int64(frames), context+Frame); err != nil {
		return nil, err
	}
	if inputs[1], err = onnx.Floats(d.h, 1, 1, memory); err != nil {
		return nil, err
	}
	if inputs[2], err = onnx.Floats(d.c, 1, 1, memory); err != nil {
		return nil, err
	}
	outputs, err := d.net.net.Run(inputs)
	if err != nil {
		return nil, err
	}
	defer onnx.Free(outputs)
	d.h, d.c = onnx.Data(outputs[1]), onnx.Data(outputs[2])
	return onnx.Data(outputs[0]), nil
}
