// Package onnx runs the neural networks of the speech chain through ONNX Runtime.
//
// The runtime is one shared library per process; Start loads it once. A Network is a session over one graph. Each run
// uses one thread: the callers decide how many run side by side, so that live visits can be put before final passes.
//
// The published Moonshine decoder keeps its first step and its later steps as two branches of one If node. Inside
// a branch the runtime cannot prepare weights ahead, and so dequantises and transposes the 13.6 million numbers of the
// vocabulary table again for each word. Lift makes one branch a graph of its own, which is 2 to 3 times faster and gives the
// same numbers; the file on disk stays as published.
package onnx
