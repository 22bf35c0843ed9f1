package steps

import (
	"fmt"
	"slices"

	"github.com/visitwright/visitwright/cds/interactions"
	"github.com/visitwright/visitwright/ehr"
)

// newSentenceID names a sentence made for version of a note. Versions are never
// made twice, so the name is never used again, also not after its sentence went.
func newSentenceID(version, number int) ehr.SentenceID {
	return ehr.SentenceID(fmt.Sprintf("v%d.%d", version, number))
}

// Renumber gives a draft's sentences the identities of version, in the note and
// wherever the draft speaks of them.
func Renumber(d ehr.Draft, version int) ehr.Draft {
	to := map[ehr.SentenceID]ehr.SentenceID{}
	sections := make([]ehr.Section, len(d.Note.Sections))
	for i, sec := range d.Note.Sections {
		sec.Sentences = slices.Clone(sec.Sentences)
		for j := range sec.Sentences {
			id := newSentenceID(version, len(to)+1)
			to[sec.Sentences[j].ID] = id
			sec.Sentences[j].ID = id
		}
		sections[i] = sec
	}
	d.Note.Sections = sections
	d.Orders = slices.Clone(d.Orders)
	for i, o := range d.Orders {
		o.Sentences = slices.Clone(o.Sentences)
		for j, s := range o.Sentences {
			if id, ok := to[s]; ok {
				o.Sentences[j] = id
			}
		}
		d.Orders[i] = o
	}
	return d
}

// steady gives each new thing the identity of the one before that says the same,
// and a fresh one where there is none. same must compare what a person answered
// about, and nothing else.
func steady[T any, ID ~string](before, now []T, id func(*T) *ID, same func(a, b T) bool) []T {
	used := map[ID]bool{}
	now = slices.Clone(now)
	for i := range now {
		*id(&now[i]) = ""
		for j := range before {
			was := *id(&before[j])
			if !used[was] && same(before[j], now[i]) {
				*id(&now[i]), used[was] = was, true
				break
			}
		}
		if *id(&now[i]) == "" {
			*id(&now[i]) = ehr.NewID[ID]()
		}
	}
	return now
}

func steadyOmissions(before, now []ehr.Omission) []ehr.Omission {
	return steady(before, now, func(o *ehr.Omission) *ehr.OmissionID { return &o.ID }, func(a, b ehr.Omission) bool {
		return a.Text == b.Text && a.Section == b.Section && slices.Equal(a.Segments, b.Segments)
	})
}

func steadyReconciliations(before, now []ehr.Reconciliation) []ehr.Reconciliation {
	return steady(before, now, func(r *ehr.Reconciliation) *ehr.ReconciliationID { return &r.ID }, func(a, b ehr.Reconciliation) bool {
		return a.Kind == b.Kind && a.Heard == b.Heard && a.Dose == b.Dose && a.Relation == b.Relation && slices.Equal(a.Segments, b.Segments)
	})
}

func steadyOrders(before, now []ehr.Order) []ehr.Order {
	return steady(before, now, func(o *ehr.Order) *ehr.OrderID { return &o.ID }, func(a, b ehr.Order) bool {
		return a.Kind == b.Kind && a.Verb == b.Verb && a.Text == b.Text && a.Dose == b.Dose && a.Detail == b.Detail
	})
}

func steadyCodes(before, now []ehr.Code) []ehr.Code {
	return steady(before, now, func(c *ehr.Code) *ehr.CodeID { return &c.ID }, func(a, b ehr.Code) bool {
		return a.System == b.System && a.Code == b.Code
	})
}

func steadyAlerts(before, now []ehr.Alert) []ehr.Alert {
	return steady(before, now, func(a *ehr.Alert) *ehr.AlertID { return &a.ID }, func(a, b ehr.Alert) bool {
		return a.Key == b.Key || a.Live && interactions.Matter(a.Key) == interactions.Matter(b.Key)
	})
}
