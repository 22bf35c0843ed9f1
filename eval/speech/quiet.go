package speech

import (
	"math"
	"math/rand/v2"
)

const rate = 16000

// Quiet is a sound in which nobody speaks.
type Quiet struct {
	Name string
	PCM  []int16
}

// Quiets are 100 generated sounds without speech: silence, noises of several colours and levels, hums, tones, telephone
// signals, music, clicks, knocks, breathing, alarms. The same each time.
func Quiets() []Quiet {
	var out []Quiet
	add := func(name string, seconds float64, f func(t float64, r *rand.Rand) float64) {
		r := rand.New(rand.NewPCG(uint64(len(out)), 7))
		pcm := make([]int16, int(seconds*rate))
		for i := range pcm {
			pcm[i] = int16(32767 * max(-1, min(1, f(float64(i)/rate, r))))
		}
		out = append(out, Quiet{Name: name, PCM: pcm})
	}
	for _, length := range []float64{3, 10, 30} {
		add("silence", length, func(float64, *rand.Rand) float64 { return 0 })
		add("dither", length, func(_ float64, r *rand.Rand) float64 { return (r.Float64() - r.Float64()) / 32768 })
	}
	noises(add)
	tones(add)
	signals(add)
	music(add)
	knocks(add)
	return out
}

type adder func(name string, seconds float64, f func(t float64, r *rand.Rand) float64)

func noises(add adder) {
	for _, level := range []float64{0.003, 0.01, 0.03, 0.1, 0.3} {
		add("white noise", 10, func(_ float64, r *rand.Rand) float64 { return level * r.NormFloat64() / 3 })
		for _, keep := range []float64{0.9, 0.99} { // low-passed: towards pink, towards brown
			var y float64
			add("coloured noise", 10, func(_ float64, r *rand.Rand) float64 {
				y = keep*y + (1-keep)*r.NormFloat64()
				return level * y / math.Sqrt((1-keep)/(1+keep)) / 3
			})
		}
		for _, swell := range []float64{0.2, 1, 3} { // wind, waves, breathing
			var y float64
			add("swelling noise", 12, func(t float64, r *rand.Rand) float64 {
				y = 0.95*y + 0.05*r.NormFloat64()
				return level * 6 * y * (0.5 - 0.5*math.Cos(2*math.Pi*swell*t)) / 3
			})
		}
	}
}

func tones(add adder) {
	for _, hz := range []float64{50, 100, 150, 220, 300, 440, 700, 1000, 2000, 3000, 6000} {
		add("tone", 8, func(t float64, _ *rand.Rand) float64 { return 0.2 * wave(hz, t) })
	}
	for _, hz := range []float64{50, 60} { // mains hum, a refrigerator
		for _, level := range []float64{0.02, 0.1, 0.3} {
			add("hum", 10, func(t float64, r *rand.Rand) float64 {
				return level*(wave(hz, t)+wave(2*hz, t)/2+wave(3*hz, t)/3+wave(5*hz, t)/5)/2 + 0.002*r.NormFloat64()
			})
		}
	}
	for _, span := range []float64{1, 5, 10} {
		add("chirp", 10, func(t float64, _ *rand.Rand) float64 {
			x := math.Mod(t, span)
			return 0.2 * math.Sin(2*math.Pi*(200*x+1500*x*x/span))
		})
	}
}

func signals(add adder) {
	type signal struct {
		name    string
		hz      []float64
		on, off float64
	}
	for _, s := range []signal{
		{"ring, North America", []float64{440, 480}, 2, 4}, {"ring, Britain", []float64{400, 450}, 0.4, 0.2},
		{"ring, Europe", []float64{425}, 1, 4}, {"busy", []float64{480, 620}, 0.5, 0.5}, {"busy, Europe", []float64{425}, 0.5, 0.5},
		{"dial tone", []float64{350, 440}, 10, 0}, {"pager", []float64{2700}, 0.1, 0.1}, {"monitor", []float64{960}, 0.1, 0.9},
		{"infusion pump", []float64{660, 1320}, 0.3, 0.7}, {"fire alarm", []float64{3100}, 0.5, 0.5},
		{"message", []float64{880, 1760}, 0.2, 5}, {"reversing lorry", []float64{1200}, 0.5, 0.5},
	} {
		add(s.name, 15, func(t float64, _ *rand.Rand) float64 {
			if math.Mod(t, s.on+s.off) >= s.on {
				return 0
			}
			sum := 0.0
			for _, hz := range s.hz {
				sum += wave(hz, t)
			}
			return 0.3 * sum / float64(len(s.hz))
		})
	}
	low, high := []float64{697, 770, 852, 941}, []float64{1209, 1336, 1477}
	for _, length := range []float64{0.1, 0.25} {
		add("dialling", 6, func(t float64, _ *rand.Rand) float64 {
			n := int(t / length)
			if n%2 == 1 {
				return 0
			}
			return 0.2 * (wave(low[n/2*7%4], t) + wave(high[n/2*5%3], t))
		})
	}
}

func music(add adder) {
	scale := []float64{261.6, 293.7, 329.6, 392, 440, 523.3, 587.3, 659.3}
	for i, beat := range []float64{0.2, 0.35, 0.5, 0.8} {
		add("plucked tune", 15, func(t float64, _ *rand.Rand) float64 {
			n, x := int(t/beat), math.Mod(t, beat)
			hz := scale[(n*(3+2*i)+n/3)%len(scale)]
			return 0.4 * math.Exp(-4*x/beat) * (wave(hz, t) + wave(2*hz, t)/2 + wave(3*hz, t)/4) / 1.75
		})
		add("chords", 15, func(t float64, _ *rand.Rand) float64 {
			n := int(t / (4 * beat))
			root := scale[n*3%len(scale)]
			return 0.12 * (wave(root, t) + wave(root*1.25, t) + wave(root*1.5, t) + wave(root/2, t))
		})
		add("drums", 12, func(t float64, r *rand.Rand) float64 {
			x := math.Mod(t, beat)
			return 0.5*math.Exp(-30*x)*wave(70, x) + 0.2*math.Exp(-60*math.Mod(t+beat/2, beat))*r.NormFloat64()/3
		})
	}
}

func knocks(add adder) {
	for _, every := range []float64{0.08, 0.13, 0.2, 0.4, 1, 2.5} {
		add("clicks", 10, func(t float64, r *rand.Rand) float64 { // a keyboard, a clock
			return 0.6*math.Exp(-900*math.Mod(t, every))*r.NormFloat64()/2 + 0.001*r.NormFloat64()
		})
		add("thuds", 10, func(t float64, r *rand.Rand) float64 { // a door, steps
			x := math.Mod(t, 3*every)
			return 0.7*math.Exp(-25*x)*wave(90, x) + 0.05*math.Exp(-40*x)*r.NormFloat64()
		})
		add("rustling", 10, func(t float64, r *rand.Rand) float64 { // paper
			return 0.15 * r.NormFloat64() / 3 * math.Exp(-6*math.Mod(t, 2*every)) * (0.6 + 0.4*wave(31, t))
		})
	}
}

func wave(hz, t float64) float64 { return math.Sin(2 * math.Pi * hz * t) }
