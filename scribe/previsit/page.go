package previsit

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/visitwright/visitwright/ehr"
)

// Input is what a page is made of.
type Input struct {
	Chart  ehr.Chart
	Reason string // why the patient comes, in the front desk's words
	// Last is the end of the last signed visit; zero where there was none: then
	// nothing is called new.
	Last time.Time
	// LastPlan holds the plan sentences of the last signed note.
	LastPlan []ehr.Sentence
	Gaps     []ehr.CareGap
	Vaccines []ehr.VaccineForecast
	Now      time.Time
}

// Page is the page before a visit.
type Page struct {
	Who    string    `json:"who"` // "52-year-old female"
	Reason string    `json:"reason,omitempty"`
	Last   time.Time `json:"last_visit,omitzero"`
	Topics []Topic   `json:"topics"`
	Made   time.Time `json:"made_at"`
	Empty  []string  `json:"empty"` // headings under which the chart holds nothing
}

// Topic is one heading with its lines.
type Topic struct {
	Title   string  `json:"title"`
	Entries []Entry `json:"entries"`
}

// Entry is one line with the chart's entries it states.
type Entry struct {
	Text  string         `json:"text"`
	Flag  string         `json:"flag,omitempty"` // "high", "low", "overdue", "allergy"
	Chart []ehr.ChartRef `json:"chart,omitempty"`
}

// the lengths of lists: one page holds no more.
const (
	mostResults = 12
	mostLines   = 20
)

// Of makes the page.
func Of(in Input) Page {
	p := Page{Who: who(in), Reason: strings.TrimSpace(in.Reason), Last: in.Last, Made: in.Now, Topics: []Topic{}, Empty: []string{}}
	for _, part := range []struct {
		title string
		lines []Entry
	}{
		{"Allergies", allergies(in.Chart)},
		{"Since last time", since(in)},
		{"Planned last time", planned(in)},
		{"Open orders", open(in)},
		{"Results", results(in)},
		{"Due care", due(in)},
		{"Problems", problems(in.Chart)},
		{"Medications", medications(in.Chart)},
	} {
		if len(part.lines) == 0 {
			p.Empty = append(p.Empty, part.title)
			continue
		}
		if over := len(part.lines) - mostLines; over > 0 {
			part.lines = append(part.lines[:mostLines:mostLines], Entry{Text: fmt.Sprintf("and %d more in the chart", over)})
		}
		p.Topics = append(p.Topics, Topic{part.title, part.lines})
	}
	return p
}

func who(in Input) string {
	p := in.Chart.Patient
	if p.BirthDate.IsZero() {
		return string(p.Sex)
	}
	return strings.TrimSpace(strconv.Itoa(p.Age(ehr.DateOf(in.Now))) + "-year-old " + string(p.Sex))
}

// since lists what was entered after the last visit.
func since(in Input) []Entry {
	if in.Last.IsZero() {
		return nil
	}
	var out []Entry
	add := func(at time.Time, kind, id, text string) {
		if at.After(in.Last) {
			out = append(out, Entry{Text: text, Chart: []ehr.ChartRef{{Kind: kind, ID: id}}})
		}
	}
	for _, x := range in.Chart.Problems {
		add(x.Provenance.RecordedAt, "problem", string(x.ID), "Problem: "+x.Code.Display)
	}
	for _, x := range in.Chart.Medications {
		text := "Medication: " + medication(x)
		if x.Status == ehr.MedicationStopped {
			text = "Medication stopped: " + medication(x)
		}
		add(x.Provenance.RecordedAt, "medication", string(x.ID), text)
	}
	for _, x := range in.Chart.Allergies {
		add(x.Provenance.RecordedAt, "allergy", string(x.ID), "Allergy: "+x.Substance.Display)
	}
	for _, x := range in.Chart.Immunizations {
		if !x.NotDone {
			add(x.Provenance.RecordedAt, "immunization", string(x.ID), "Vaccine given "+x.Date.String()+": "+x.Name)
		}
	}
	for _, x := range in.Chart.Procedures {
		add(x.Provenance.RecordedAt, "procedure", string(x.ID), "Procedure "+x.Date.String()+": "+x.Code.Display)
	}
	return out
}

// planned lists what the last note announced.
func planned(in Input) []Entry {
	var out []Entry
	for _, t := range in.LastPlan {
		switch t.Kind {
		case ehr.PlanMedication, ehr.PlanTest, ehr.PlanReferral, ehr.PlanFollowUp:
			out = append(out, Entry{Text: t.Text})
		}
	}
	return out
}

// open lists orders that are staged or placed, oldest first.
func open(in Input) []Entry {
	orders := slices.DeleteFunc(slices.Clone(in.Chart.Orders), func(o ehr.Order) bool {
		return o.Status != ehr.OrderPlaced && o.Status != ehr.OrderStaged || o.Kind == ehr.MedicationOrder && o.Status == ehr.OrderPlaced
	})
	slices.SortStableFunc(orders, func(a, b ehr.Order) int { return a.At.Compare(b.At) })
	var out []Entry
	for _, o := range orders {
		text := o.Text
		switch {
		case o.Status == ehr.OrderStaged:
			text += " (heard, not sent)"
		case !o.At.IsZero():
			text += fmt.Sprintf(" (sent %s, %d days ago)", ehr.DateOf(o.At), int(in.Now.Sub(o.At).Hours()/24))
		}
		out = append(out, Entry{Text: text, Chart: []ehr.ChartRef{{Kind: "order", ID: string(o.ID)}}})
	}
	return out
}

// results lists the results that came after the last visit, or the latest of
// each kind where there was none; those out of their range first.
func results(in Input) []Entry {
	var obs []ehr.Observation
	seen := map[string]bool{}
	for _, o := range in.Chart.Observations {
		switch {
		case o.Category == "vital-signs" || o.Category == "social-history" || o.Category == "survey":
		case in.Last.IsZero() && seen[o.Code.Display]:
		case in.Last.IsZero() || o.At.After(in.Last) || o.Provenance.RecordedAt.After(in.Last):
			seen[o.Code.Display] = true
			obs = append(obs, o)
		}
	}
	slices.SortStableFunc(obs, func(a, b ehr.Observation) int {
		if c := cmp.Compare(b2i(flag(a) == ""), b2i(flag(b) == "")); c != 0 {
			return c
		}
		return b.At.Compare(a.At)
	})
	var out []Entry
	for _, o := range obs[:min(len(obs), mostResults)] {
		out = append(out, Entry{Text: o.Code.Display + " " + value(o) + ", " + ehr.DateOf(o.At).String() + trend(in.Chart, o), Flag: flag(o), Chart: []ehr.ChartRef{{Kind: "observation", ID: string(o.ID)}}})
	}
	return out
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

func value(o ehr.Observation) string {
	switch {
	case o.HasValue:
		return strings.TrimSpace(strconv.FormatFloat(o.Value, 'f', -1, 64) + " " + o.Unit)
	case o.Text != "":
		return o.Text
	}
	return o.ValueCode.Display
}

// flag says whether a value lies outside its reference range.
func flag(o ehr.Observation) string {
	switch {
	case o.HasValue && o.High != nil && o.Value > *o.High:
		return "high"
	case o.HasValue && o.Low != nil && o.Value < *o.Low:
		return "low"
	}
	return ""
}

// trend names the value before it, in the same unit.
func trend(c ehr.Chart, o ehr.Observation) string {
	var before *ehr.Observation
	for i, x := range c.Observations {
		if x.HasValue && o.HasValue && x.Unit == o.Unit && x.Code == o.Code && x.At.Before(o.At) && (before == nil || x.At.After(before.At)) {
			before = &c.Observations[i]
		}
	}
	if before == nil {
		return ""
	}
	return " (before: " + strconv.FormatFloat(before.Value, 'f', -1, 64) + ", " + ehr.DateOf(before.At).String() + ")"
}

// due lists care that is due or overdue, overdue first.
func due(in Input) []Entry {
	var over, now []Entry
	for _, g := range in.Gaps {
		l := Entry{Text: g.Summary, Chart: g.Satisfied}
		switch g.Status {
		case "overdue":
			l.Flag = "overdue"
			over = append(over, l)
		case "due":
			now = append(now, l)
		}
	}
	today := ehr.DateOf(in.Now)
	for _, v := range in.Vaccines {
		if v.Status != "Not Complete" || v.Recommended.IsZero() || today.Before(v.Recommended) {
			continue
		}
		l := Entry{Text: "Vaccine: " + v.Group + " dose " + v.Dose + ", recommended from " + v.Recommended.String()}
		if !v.PastDue.IsZero() && !today.Before(v.PastDue) {
			l.Flag = "overdue"
			over = append(over, l)
		} else {
			now = append(now, l)
		}
	}
	return append(over, now...)
}

func problems(c ehr.Chart) []Entry {
	var out []Entry
	for _, p := range c.Problems {
		if p.Status == ehr.ProblemActive {
			out = append(out, Entry{Text: p.Code.Display, Chart: []ehr.ChartRef{{Kind: "problem", ID: string(p.ID)}}})
		}
	}
	return out
}

func medications(c ehr.Chart) []Entry {
	var out []Entry
	for _, m := range c.Medications {
		if m.Status == ehr.MedicationActive {
			out = append(out, Entry{Text: medication(m), Chart: []ehr.ChartRef{{Kind: "medication", ID: string(m.ID)}}})
		}
	}
	return out
}

func medication(m ehr.Medication) string {
	return strings.Join(strings.Fields(strings.Join([]string{m.Code.Display, m.Dose, m.Route, m.Frequency}, " ")), " ")
}

func allergies(c ehr.Chart) []Entry {
	var out []Entry
	for _, a := range c.Allergies {
		if !a.Active {
			continue
		}
		text := a.Substance.Display
		if a.Reaction != "" {
			text += ": " + a.Reaction
		}
		out = append(out, Entry{Text: text, Flag: "allergy", Chart: []ehr.ChartRef{{Kind: "allergy", ID: string(a.ID)}}})
	}
	return out
}

// Text is the page as plain text.
func (p Page) Text() string {
	var b strings.Builder
	fmt.Fprintln(&b, strings.TrimSpace(p.Who+". "+p.Reason))
	for _, part := range p.Topics {
		fmt.Fprintf(&b, "\n%s\n", strings.ToUpper(part.Title))
		for _, l := range part.Entries {
			mark := ""
			if l.Flag != "" && l.Flag != "allergy" {
				mark = " [" + l.Flag + "]"
			}
			fmt.Fprintf(&b, "- %s%s\n", l.Text, mark)
		}
	}
	if len(p.Empty) > 0 {
		fmt.Fprintf(&b, "\nNothing in the chart under: %s.\n", strings.Join(p.Empty, ", "))
	}
	return b.String()
}
