package onnx

import (
	"fmt"
	"os"
	"sync"

	ort "github.com/yalue/onnxruntime_go"
)

var (
	starting sync.Mutex
	started  string
)

// Start loads the ONNX Runtime library at path; later calls with the same path do nothing. One process has one runtime.
func Start(path string) error {
	starting.Lock()
	defer starting.Unlock()
	if started == path {
		return nil
	}
	if started != "" || ort.IsInitialized() {
		started = path
		return nil // another package of the process has started it
	}
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("onnx runtime library: %w", err)
	}
	ort.SetSharedLibraryPath(path)
	if err := ort.InitializeEnvironment(ort.WithLogLevelError()); err != nil {
		return fmt.Errorf("onnx runtime: %w", err)
	}
	if err := ort.DisableTelemetry(); err != nil {
		return fmt.Errorf("onnx runtime: %w", err)
	}
	started = path
	return nil
}

// Network is one loaded graph. It may be run by several goroutines at once.
type Network struct {
	session *ort.DynamicAdvancedSession
	outputs int
}

// Load prepares a graph for runs of one thread each. Fold spends memory for speed: weights stored as 8-bit numbers whose
// use the runtime cannot keep in 8 bits are written out once instead of at each run.
func Load(graph Graph, fold bool) (*Network, error) {
	options, err := ort.NewSessionOptions()
	if err != nil {
		return nil, err
	}
	defer func() { _ = options.Destroy() }()
	if err := options.SetIntraOpNumThreads(1); err != nil {
		return nil, err
	}
	if err := options.SetInterOpNumThreads(1); err != nil {
		return nil, err
	}
	if fold {
		if err := options.AddSessionConfigEntry("session.disable_quant_qdq", "1"); err != nil {
			return nil, err
		}
	}
	session, err := ort.NewDynamicAdvancedSessionWithONNXData(graph.Data, graph.Inputs, graph.Outputs, options)
	if err != nil {
		return nil, err
	}
	return &Network{session: session, outputs: len(graph.Outputs)}, nil
}

// Run feeds the inputs in the graph's order and returns the outputs. The caller frees both.
func (n *Network) Run(inputs []ort.Value) ([]ort.Value, error) {
	outputs := make([]ort.Value, n.outputs)
	if err := n.session.Run(inputs, outputs); err != nil {
		Free(outputs)
		return nil, err
	}
	return outputs, nil
}

// Close frees the session; no run may be under way.
func (n *Network) Close() error {
	if n == nil || n.session == nil {
		return nil
	}
	session := n.session
	n.session = nil
	return session.Destroy()
}

// Free releases tensors; nil entries are passed over.
func Free(values []ort.Value) {
	for _, v := range values {
		if v != nil {
			_ = v.Destroy()
		}
	}
}

// Floats makes a tensor over data, which it keeps using.
func Floats(data []float32, shape ...int64) (*ort.Tensor[float32], error) {
	return ort.NewTensor(ort.NewShape(shape...), data)
}

// Data is the content of a float tensor, nil for another kind.
func Data(v ort.Value) []float32 {
	if t, ok := v.(*ort.Tensor[float32]); ok {
		return t.GetData()
	}
	return nil
}
