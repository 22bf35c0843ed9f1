package interactions

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/visitwright/visitwright/ehr"
)

// Taking is one ingredient a patient takes or is about to take.
type Taking struct {
	Drug *Drug
	Ref  ehr.ChartRef
	// New says that it is being started or changed now.
	New bool
	// Topical says that it is not meant to reach the blood (eye drops, creams).
	Topical bool
	// DailyMG is the daily amount in mg; 0 where it cannot be read.
	DailyMG float64
	// Text is the entry as it is written.
	Text       string
	Confidence float64
	Segments   []ehr.SegmentID
	Sentences  []ehr.SentenceID
}

// entry is a medication or an order before its ingredients are known.
type entry struct {
	code             ehr.Coded
	also             []ehr.Coded
	text, dose, freq string
	route            string
	ref              ehr.ChartRef
	fresh            bool
	segments         []ehr.SegmentID
	sentences        []ehr.SentenceID
}

// Takings lists the ingredients of the active medications and the medication
// orders. An order that stops or changes a drug takes the chart's entry of it
// away. Entries that could not be understood come back as not checked.
func (k *Knowledge) Takings(chart ehr.Chart, orders []ehr.Order, today ehr.Date) ([]Taking, []ehr.Unchecked) {
	var out []Taking
	var unknown []ehr.Unchecked
	for _, m := range chart.Medications {
		if m.Status == ehr.MedicationStopped || (!m.Stop.IsZero() && m.Stop.Before(today)) {
			continue
		}
		e := entry{code: m.Code, also: m.Also, text: m.Code.Display, dose: m.Dose, freq: m.Frequency, route: m.Route, ref: ehr.ChartRef{Kind: "medication", ID: string(m.ID)}}
		got, not := k.understand(e)
		out, unknown = append(out, got...), append(unknown, not...)
	}
	for _, o := range append(slices.Clone(chart.Orders), orders...) {
		if o.Kind != ehr.MedicationOrder || o.Status == ehr.OrderRejected || o.Status == ehr.OrderDone {
			continue
		}
		e := entry{
			code: o.Code, text: o.Text, dose: o.Dose, freq: o.Text, route: o.Text, ref: ehr.ChartRef{Kind: "order", ID: string(o.ID)},
			fresh: o.Verb == ehr.StartOrder || o.Verb == ehr.ChangeOrder || o.Verb == "", segments: o.Segments, sentences: o.Sentences,
		}
		got, not := k.understand(e)
		unknown = append(unknown, not...)
		if o.Verb != ehr.StartOrder && o.Verb != "" {
			out = slices.DeleteFunc(out, func(t Taking) bool {
				return slices.ContainsFunc(got, func(g Taking) bool { return g.Drug == t.Drug })
			})
		}
		if o.Verb != ehr.StopOrder {
			out = append(out, got...)
		}
	}
	return out, unknown
}

// stopping lists the ingredients that orders stop, each once.
func (k *Knowledge) stopping(orders []ehr.Order) []Taking {
	var out []Taking
	for _, o := range orders {
		if o.Kind != ehr.MedicationOrder || o.Verb != ehr.StopOrder || o.Status == ehr.OrderRejected || o.Status == ehr.OrderDone {
			continue
		}
		got, _ := k.understand(entry{code: o.Code, text: o.Text, dose: o.Dose, freq: o.Text, route: o.Text,
			ref: ehr.ChartRef{Kind: "order", ID: string(o.ID)}, segments: o.Segments, sentences: o.Sentences})
		for _, g := range got {
			if !slices.ContainsFunc(out, func(t Taking) bool { return t.Drug == g.Drug }) {
				out = append(out, g)
			}
		}
	}
	return out
}

var topicalWords = regexp.MustCompile(`(?i)\b(topical|ophthalmic|ophth|otic|cream|ointment|lotion|shampoo|eye drops?|ear drops?|nasal|vaginal|gel|mouthwash|lozenge)\b`)

func (k *Knowledge) understand(e entry) ([]Taking, []ehr.Unchecked) {
	text := e.text
	if text == "" {
		text = e.code.Display
	}
	m := k.byCode(append([]ehr.Coded{e.code}, e.also...))
	if len(m.Drugs) == 0 {
		m = k.Resolve(text)
	}
	var not []ehr.Unchecked
	switch {
	case len(m.Drugs) == 0 && text == e.code.Code && text != "":
		return nil, []ehr.Unchecked{{What: "Drug checks for the drug with code " + text, Why: "it has no name, and the code is not known; give the name, or load RxNorm (visitwright content load)"}}
	case len(m.Drugs) == 0 || m.Confidence < certain:
		return nil, []ehr.Unchecked{{What: "Drug checks for " + text, Why: "the name is not in the drug table; check it by hand"}}
	case m.Confidence < 1:
		not = append(not, ehr.Unchecked{
			What: "The name " + text,
			Why:  fmt.Sprintf("checked as %s, %.0f %% sure; confirm or correct the name", m.Name, m.Confidence*100),
		})
	}
	topical := topicalWords.MatchString(text) || topicalWords.MatchString(e.route)
	var out []Taking
	for _, d := range m.Drugs {
		out = append(out, Taking{
			Drug: d, Ref: e.ref, New: e.fresh, Topical: topical || (len(d.Routes) == 1 && d.Routes[0] == "topical"),
			DailyMG: dailyMG(d, m.Drugs, text, e.dose, e.freq), Text: text, Confidence: m.Confidence,
			Segments: e.segments, Sentences: e.sentences,
		})
	}
	return out, not
}

// byCode uses an RxNorm code or a National Drug Code, where a loaded RxNorm table
// knows it.
func (k *Knowledge) byCode(codes []ehr.Coded) Match {
	for _, c := range codes {
		var names []string
		switch c.System {
		case ehr.RxNorm:
			names = k.rxnorm[c.Code]
		case ndcSystem:
			names = k.ndc[plainNDC(c.Code)]
		}
		var m Match
		for _, n := range names {
			if d := k.table.drugs[n]; d != nil {
				m.Drugs = append(m.Drugs, d)
			}
		}
		if len(m.Drugs) > 0 {
			m.Name, m.Confidence = m.Drugs[0].Name, 1
			return m
		}
	}
	return Match{}
}

var (
	strength = regexp.MustCompile(`(?i)([0-9][0-9.,]*)\s*(mg|mcg|µg|g|milligrams?|micrograms?)\b`)
	pair     = regexp.MustCompile(`(?i)\b([0-9.]+)\s*[-/]\s*([0-9.]+)\s*mg\b`)
)

// dailyMG reads how many mg of a drug a day an entry comes to; 0 where dose or
// frequency cannot be read. Where a range is given the larger amount counts.
func dailyMG(d *Drug, all []*Drug, text, dose, freq string) float64 {
	one := strengthOf(d, all, text, dose)
	n := perDay(freq + " " + dose + " " + text)
	if one == 0 || n == 0 {
		return 0
	}
	if told := firstMG(dose); told > firstMG(text) && firstMG(text) > 0 { // the dose is of all tablets together
		return one * n
	}
	return one * atOnce(text+" "+dose+" "+freq) * n
}

func strengthOf(d *Drug, all []*Drug, text, dose string) float64 {
	if len(all) > 1 {
		if m := pair.FindStringSubmatch(text + " " + dose); m != nil && len(all) == 2 {
			v, _ := strconv.ParseFloat(m[1+slices.Index(all, d)], 64)
			return v
		}
		_, after, ok := strings.Cut(strings.ToLower(text), d.Name)
		if !ok {
			return 0
		}
		return firstMG(after)
	}
	if v := firstMG(dose); v > 0 && !concentration.MatchString(dose) {
		return v
	}
	if m := concentration.FindStringSubmatch(text + " " + dose); m != nil {
		return inLiquid(m, dose)
	}
	return firstMG(text)
}

// concentration is how much stands in how many mL, as in "400 mg/5 mL".
var (
	concentration = regexp.MustCompile(`(?i)\b([0-9.,]+\s*(?:mg|mcg|µg|g))\s*/\s*([0-9.]*)\s*ml\b`)
	volume        = regexp.MustCompile(`(?i)(?:^|[^/0-9.])\s*([0-9.]+)\s*ml\b`)
)

// inLiquid is the mg in a dose of a liquid, where the dose is given in mL; 0 where
// it is not.
func inLiquid(conc []string, dose string) float64 {
	m := volume.FindStringSubmatch(concentration.ReplaceAllString(dose, " "))
	if m == nil {
		return 0
	}
	ml, _ := strconv.ParseFloat(m[1], 64)
	per, err := strconv.ParseFloat(conc[2], 64)
	if err != nil || per <= 0 {
		per = 1
	}
	return firstMG(conc[1]) * ml / per
}

func firstMG(s string) float64 {
	m := strength.FindStringSubmatch(s)
	if m == nil {
		return 0
	}
	v, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimRight(m[1], ".,"), ",", ""), 64)
	if err != nil {
		return 0
	}
	switch strings.ToLower(m[2])[0] {
	case 'g':
		return v * 1000
	case 'm':
		if strings.HasPrefix(strings.ToLower(m[2]), "mc") || strings.HasPrefix(strings.ToLower(m[2]), "mic") {
			return v / 1000
		}
		return v
	}
	return v / 1000 // µg
}

// containsWord reports whether w stands in s between other characters than
// letters and digits.
func containsWord(s, w string) bool {
	for at := 0; ; {
		i := strings.Index(s[at:], w)
		if i < 0 {
			return false
		}
		i += at
		if !wordAt(s, i-1) && !wordAt(s, i+len(w)) {
			return true
		}
		at = i + 1
	}
}

func wordAt(s string, i int) bool {
	return i >= 0 && i < len(s) && (s[i] >= 'a' && s[i] <= 'z' || s[i] >= '0' && s[i] <= '9')
}
