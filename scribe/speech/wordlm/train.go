package wordlm

import (
	"math"
	"slices"
	"strings"
)

// Discounts of Kneser-Ney smoothing, per order, and the share of a word never seen among all unseen ones.
const (
	discount = 0.75
	unseen   = 1.0 / 30000
)

// Train learns from texts, each a list of plain words in order, by interpolated Kneser-Ney. Triples seen fewer than least
// times are left out; their words keep the probability of the pair.
func Train(texts [][]string, least int) *Model {
	counts := [orders]map[string]int{{}, {}, {}}
	for _, text := range texts {
		for i := range text {
			for n := 1; n <= orders && n <= i+1; n++ {
				counts[n-1][strings.Join(text[i+1-n:i+1], " ")]++
			}
		}
	}
	t := training{counts: counts, follow: [orders]map[string]tally{{}, {}, {}}}
	t.spread()
	return t.model(least)
}

// tally is what is known of a history: the sum of counts after it and the number of different words.
type tally struct{ sum, kinds int }

type training struct {
	counts [orders]map[string]int   // triples by count; shorter ones by number of different words before them
	follow [orders]map[string]tally // by history; [0] has the empty history alone
}

// spread replaces the counts of words and pairs by the number of different words before them.
func (t *training) spread() {
	for n := orders - 1; n > 0; n-- {
		before := map[string]int{}
		for gram := range t.counts[n] {
			before[gram[strings.IndexByte(gram, ' ')+1:]]++
		}
		t.counts[n-1] = before
	}
	for n := range orders {
		for gram, count := range t.counts[n] {
			history := ""
			if n > 0 {
				history = gram[:strings.LastIndexByte(gram, ' ')]
			}
			f := t.follow[n][history]
			t.follow[n][history] = tally{f.sum + count, f.kinds + 1}
		}
	}
}

// rest is the weight a history leaves to the shorter one.
func (t *training) rest(n int, history string) float64 {
	f, ok := t.follow[n][history]
	if !ok {
		return 1
	}
	return discount * float64(f.kinds) / float64(f.sum)
}

// prob is the interpolated probability of an n-gram's last word.
func (t *training) prob(n int, gram string) float64 {
	if n < 0 {
		return unseen
	}
	history := ""
	if n > 0 {
		history = gram[:strings.LastIndexByte(gram, ' ')]
	}
	shorter := gram[strings.IndexByte(gram, ' ')+1:]
	f, own := t.follow[n][history], 0.0
	if f.sum > 0 {
		own = max(0, float64(t.counts[n][gram])-discount) / float64(f.sum)
	}
	return own + t.rest(n, history)*t.prob(n-1, shorter)
}

func (t *training) model(least int) *Model {
	m := &Model{chance: math.Log(unseen * t.rest(0, ""))}
	for n := range orders {
		type row struct {
			key        uint32
			prob, rest uint8
		}
		var rows []row
		for gram, count := range t.counts[n] {
			if n == orders-1 && count < least {
				continue
			}
			rest := 1.0
			if n < orders-1 {
				rest = t.rest(n+1, gram)
			}
			rows = append(rows, row{key(strings.Split(gram, " ")), pack(t.prob(n, gram)), pack(rest)})
		}
		slices.SortFunc(rows, func(a, b row) int {
			if a.key != b.key {
				return int(int64(a.key) - int64(b.key))
			}
			return int(a.prob) - int(b.prob)
		})
		for _, r := range rows {
			m.hash[n], m.prob[n], m.rest[n] = append(m.hash[n], r.key), append(m.prob[n], r.prob), append(m.rest[n], r.rest)
		}
	}
	return m
}

func pack(p float64) uint8 { return uint8(min(255, math.Round(-math.Log(p)/step))) }

// Perplexity of a text of plain words: how many words the model hesitates between, on average.
func (m *Model) Perplexity(text []string) float64 {
	var sum float64
	for i, w := range text {
		sum += m.after(text[max(0, i-orders+1):i], w)
	}
	return math.Exp(-sum / float64(max(1, len(text))))
}
