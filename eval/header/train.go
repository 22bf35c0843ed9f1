package header

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/eval/note/visits"
	"github.com/visitwright/visitwright/scribe/header"
)

// Setting is what is chosen by cross-validation.
type Setting struct {
	Cost float64
	// Balance is the power to which a header's rarity weighs its errors: 0 all
	// items alike, 1 all headers alike.
	Balance float64
}

// Default is the setting with the best cross-validation.
var Default = Setting{Cost: 1, Balance: 1}

// Segments are the lines of a dialogue of MTS-Dialog.
func Segments(dialogue string) []ehr.Segment {
	var out []ehr.Segment
	for _, line := range strings.Split(dialogue, "\n") {
		who, text, ok := strings.Cut(line, ":")
		if !ok || len(who) > 24 {
			who, text = "", line
		}
		s := ehr.Segment{Speaker: ehr.PatientVoice, Text: strings.TrimSpace(text)}
		if w := strings.ToLower(strings.TrimSpace(who)); w == "doctor" || strings.HasPrefix(w, "guest_clinician") {
			s.Speaker = ehr.ClinicianVoice
		}
		if s.Text != "" {
			out = append(out, s)
		}
	}
	return out
}

// vector is a sparse vector in a fixed order.
type vector struct {
	at  []uint32
	val []float64
	sq  float64
}

func vectorOf(x header.Features) vector {
	v := vector{sq: 1} // of the bias
	for f := range x {
		v.at = append(v.at, f)
	}
	slices.Sort(v.at)
	for _, f := range v.at {
		v.val = append(v.val, x[f])
		v.sq += x[f] * x[f]
	}
	return v
}

// Train learns a model.
func Train(items []visits.Item, s Setting) *header.Model {
	counts := make([]map[uint32]float64, len(items))
	df := make([]float64, 1<<header.Bits)
	for i, it := range items {
		counts[i] = header.Count(Segments(it.Dialogue))
		for f := range counts[i] {
			df[f]++
		}
	}
	m := &header.Model{Rare: make([]uint8, len(df))}
	for f, n := range df {
		m.Rare[f] = header.Quantised(1 + math.Log((1+float64(len(items)))/(1+n)))
	}
	xs := make([]vector, len(items))
	for i := range items {
		xs[i] = vectorOf(header.Weigh(counts[i], m.Rarity))
	}
	size := map[string]float64{}
	for _, it := range items {
		size[it.Header]++
	}
	for _, h := range header.All {
		cost := make([]float64, len(items))
		sign := make([]float64, len(items))
		for i, it := range items {
			sign[i], cost[i] = -1, s.Cost
			if it.Header == string(h) {
				sign[i] = 1
				cost[i] = s.Cost * math.Pow(float64(len(items))/(20*size[it.Header]), s.Balance)
			}
		}
		w, b := machine(xs, sign, cost)
		add(m, w, b)
	}
	return m
}

// add keeps a header's weights in 8 bits each.
func add(m *header.Model, w []float64, b float64) {
	top := 1e-9
	for _, v := range w {
		top = math.Max(top, math.Abs(v))
	}
	row := make([]int8, len(w))
	for f, v := range w {
		row[f] = int8(math.Round(v / top * 127))
	}
	m.W, m.Bias, m.Scale = append(m.W, row), append(m.Bias, float32(b)), append(m.Scale, float32(top/127))
}

// machine fits a linear support vector machine with squared hinge loss by dual
// coordinate descent (Hsieh et al., ICML 2008).
func machine(xs []vector, sign, cost []float64) ([]float64, float64) {
	w := make([]float64, 1<<header.Bits)
	b := 0.0
	alpha := make([]float64, len(xs))
	order := rand.New(rand.NewPCG(1, 1)).Perm(len(xs))
	shuffle := rand.New(rand.NewPCG(2, 2))
	for range 60 {
		shuffle.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		moved := 0.0
		for _, i := range order {
			x := xs[i]
			z := b
			for k, f := range x.at {
				z += w[f] * x.val[k]
			}
			d := 1 / (2 * cost[i])
			next := math.Max(0, alpha[i]-(sign[i]*z-1+d*alpha[i])/(x.sq+d))
			step := (next - alpha[i]) * sign[i]
			if step == 0 {
				continue
			}
			alpha[i] = next
			moved = math.Max(moved, math.Abs(step))
			b += step
			for k, f := range x.at {
				w[f] += step * x.val[k]
			}
		}
		if moved < 1e-3 {
			break
		}
	}
	return w, b
}

// Accuracy counts the items whose header the model names.
func Accuracy(m *header.Model, items []visits.Item) int {
	right := 0
	for _, it := range items {
		if h, _ := m.Of(Segments(it.Dialogue)); string(h) == it.Header {
			right++
		}
	}
	return right
}

// Cross counts the items named rightly by models that have not seen them.
func Cross(items []visits.Item, folds int, s Setting) int {
	right := 0
	for k := range folds {
		var train, test []visits.Item
		for i, it := range items {
			if i%folds == k {
				test = append(test, it)
			} else {
				train = append(train, it)
			}
		}
		right += Accuracy(Train(train, s), test)
	}
	return right
}
