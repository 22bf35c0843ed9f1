package sense

import (
	"math"
	"math/rand/v2"
)

// Example is one training item: its features and, for each label, how much it
// belongs there, 0 to 1. A negative target is not looked at.
type Example struct {
	Features []Feature
	Targets  []float64
}

// Plan sets a training run.
type Plan struct {
	Bits   uint
	Epochs int
	Rate   float64 // AdaGrad's step
	L2     float64
	Seed   uint64
}

// Train fits one logistic model a label by AdaGrad, in an order set by the
// seed, so that the same material gives the same weights.
func Train(labels []string, examples []Example, p Plan) *Model {
	size := 1 << p.Bits
	w := make([][]float64, len(labels))
	g := make([][]float64, len(labels))
	for l := range labels {
		w[l], g[l] = make([]float64, size+1), make([]float64, size+1) // the last is the bias
	}
	order := make([]int, len(examples))
	for i := range order {
		order[i] = i
	}
	rnd := rand.New(rand.NewPCG(p.Seed, p.Seed))
	for range p.Epochs {
		rnd.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			for l := range labels {
				step(w[l], g[l], examples[i], examples[i].Targets[l], p)
			}
		}
	}
	return quantise(labels, w, p.Bits)
}

func step(w, g []float64, e Example, target float64, p Plan) {
	if target < 0 || len(e.Features) == 0 {
		return
	}
	bias, mask := len(w)-1, Feature(len(w)-2)
	norm := 1 / math.Sqrt(float64(len(e.Features)))
	z := w[bias]
	for _, f := range e.Features {
		z += w[f&mask] * norm
	}
	d := 1/(1+math.Exp(-z)) - target
	g[bias] += d * d
	w[bias] -= p.Rate * d / math.Sqrt(g[bias]+1e-8)
	for _, f := range e.Features {
		k := f & mask
		dk := d*norm + p.L2*w[k]
		g[k] += dk * dk
		w[k] -= p.Rate * dk / math.Sqrt(g[k]+1e-8)
	}
}

// quantise keeps 8 bits a weight.
func quantise(labels []string, w [][]float64, bits uint) *Model {
	m := &Model{Labels: labels, Bits: bits}
	size := 1 << bits
	for l := range labels {
		top := 1e-9
		for _, v := range w[l][:size] {
			top = math.Max(top, math.Abs(v))
		}
		q := make([]int8, size)
		for k, v := range w[l][:size] {
			q[k] = int8(math.Round(v / top * 127))
		}
		m.Bias, m.Scale, m.W = append(m.Bias, float32(w[l][size])), append(m.Scale, float32(top/127)), append(m.W, q)
	}
	return m
}
