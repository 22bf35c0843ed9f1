package edits

import (
	"cmp"
	"slices"

	"github.com/visitwright/visitwright/ehr"
)

// Pairs holds the procedure-to-procedure edits, sorted by their codes: there are
// some two million of them.
type Pairs struct {
	numbers map[string]uint32
	codes   []string
	rows    []row
}

type row struct {
	first, second uint32
	from, until   int32 // YYYYMMDD; until 0: in force
	line          int32 // in its file
	modifier      bool
}

func numeral(d ehr.Date) int32 { return int32(d.Year*10000 + int(d.Month)*100 + d.Day) }

func (p *Pairs) number(code string) uint32 {
	n, ok := p.numbers[code]
	if !ok {
		n = uint32(len(p.codes))
		p.numbers[code] = n
		p.codes = append(p.codes, code)
	}
	return n
}

func (p *Pairs) add(line int, x Pair) {
	p.rows = append(p.rows, row{p.number(x.First), p.number(x.Second), numeral(x.From), numeral(x.Until), int32(line), x.Modifier})
}

// Len counts the edits.
func (p *Pairs) Len() int { return len(p.rows) }

func byCodes(a, b row) int {
	return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(a.second, b.second), cmp.Compare(a.from, b.from))
}

// settle sorts, and refuses a pair that begins twice on the same day.
func (p *Pairs) settle(name string) error {
	slices.SortFunc(p.rows, byCodes)
	for i := 1; i < len(p.rows); i++ {
		if byCodes(p.rows[i-1], p.rows[i]) == 0 {
			return ehr.Errorf(ehr.Invalid, "%s, line %d: the pair %s and %s of %d stands there twice", name, max(p.rows[i-1].line, p.rows[i].line), p.codes[p.rows[i].first], p.codes[p.rows[i].second], p.rows[i].from)
		}
	}
	return nil
}

// With joins another part of the published table to this one; nil is none.
func (p *Pairs) With(other *Pairs) *Pairs {
	if other == nil {
		return p
	}
	for _, r := range other.rows {
		r.first, r.second = p.number(other.codes[r.first]), p.number(other.codes[r.second])
		p.rows = append(p.rows, r)
	}
	slices.SortFunc(p.rows, byCodes)
	return p
}

// on gives the edits of two codes that are in force on a day.
func (p *Pairs) on(first, second string, day ehr.Date) []row {
	a, ok := p.numbers[first]
	b, also := p.numbers[second]
	if !ok || !also {
		return nil
	}
	var out []row
	at, _ := slices.BinarySearchFunc(p.rows, row{first: a, second: b}, byCodes)
	for ; at < len(p.rows) && p.rows[at].first == a && p.rows[at].second == b; at++ {
		if r := p.rows[at]; numeral(day) >= r.from && (r.until == 0 || numeral(day) < r.until) {
			out = append(out, r)
		}
	}
	return out
}
