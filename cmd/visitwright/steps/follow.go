package steps

import (
	"context"
	"slices"
	"time"

	"github.com/visitwright/visitwright/cds"
	"github.com/visitwright/visitwright/coding"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

// follow makes again what follows from a note and its orders: proposed codes,
// then checks. It runs in the transaction that changed the note, so that nobody
// can sign a note whose alerts are those of another version.
func (s *Steps) follow(ctx context.Context, tx *store.Tx, v ehr.Visit, n ehr.Note, chart ehr.Chart, chosen ...coding.Choice) error {
	if err := s.code(ctx, tx, v, n, chart, chosen); err != nil {
		return err
	}
	return s.check(ctx, tx, v, n, chart)
}

// chooseWithin bounds how long the language model may take for the codes of a draft;
// what it has not chosen by then stays as the rules have it.
const chooseWithin = time.Minute

// Choices asks the language model, where one is configured, to choose among the
// codes that are retrieved for a note; dropped counts its answers that were not among
// them. It calls over the network and is not to be run in a transaction.
func (s *Steps) Choices(ctx context.Context, n ehr.Note, chart ehr.Chart, service ehr.Date) (chosen []coding.Choice, dropped int) {
	if s.Chooser == nil {
		return nil, 0
	}
	catalog, err := s.catalog(ctx)
	if err != nil {
		return nil, 0
	}
	ctx, cancel := context.WithTimeout(ctx, chooseWithin)
	defer cancel()
	return catalog.Suggest(n, chart, service).Choices(ctx, s.Chooser)
}

// code proposes diagnosis codes, the level of the visit and the services that were
// done. What the language model chose for this note, or for a sentence that still
// stands, is kept. Without code sets the former proposals go, and CodesNotice says
// why there are none.
func (s *Steps) code(ctx context.Context, tx *store.Tx, v ehr.Visit, n ehr.Note, chart ehr.Chart, chosen []coding.Choice) error {
	before, err := tx.Codes(ctx, v.ID)
	if err != nil {
		return err
	}
	var codes []ehr.Code
	if catalog, err := s.catalog(ctx); err == nil {
		proposed := catalog.Suggest(n, chart, v.Service)
		proposed.Apply(append(chosen, coding.Chosen(before)...))
		found, err := byPractice(ctx, tx, proposed)
		if err != nil {
			return err
		}
		coded := coding.Visit(n, s.About(chart, v.Service), found)
		codes = coded.Codes(v.ID)
		level, err := levelOf(coded)
		if err != nil {
			return err
		}
		if err := tx.SaveLevel(ctx, v.ID, level); err != nil {
			return err
		}
	}
	return tx.ReplaceCodes(ctx, v.ID, steadyCodes(before, codes))
}

// check runs the checks of chart, note and orders. An alert that was answered
// for this patient in another visit stays quiet until something changes; one
// answered in this visit keeps its place and its answer.
func (s *Steps) check(ctx context.Context, tx *store.Tx, v ehr.Visit, n ehr.Note, chart ehr.Chart) error {
	if s.Checker == nil {
		return tx.SaveChecks(ctx, v.ID, ehr.Checks{NotChecked: []ehr.Unchecked{{What: "Everything", Why: "no content is loaded"}}})
	}
	orders, err := tx.Orders(ctx, v.ID)
	if err != nil {
		return err
	}
	orders = slices.DeleteFunc(orders, func(o ehr.Order) bool { return o.Status == ehr.OrderRejected })
	answered, err := tx.AnsweredAlerts(ctx, v.Patient)
	if err != nil {
		return err
	}
	var before []ehr.Alert
	if old, err := tx.Checks(ctx, v.ID); err != nil {
		return err
	} else if old != nil {
		before = old.Alerts
	}
	for _, a := range before {
		if a.Answer != nil {
			delete(answered, a.Key)
		}
	}
	checker, err := CheckerOf(ctx, tx, s.Checker)
	if err != nil {
		return err
	}
	report := checker.Run(cds.Input{Chart: chart, Note: n, Orders: orders, Now: tx.Now(), Acknowledged: answered})
	report.Alerts = steadyAlerts(before, report.Alerts)
	if err := tx.SaveShadow(ctx, v.ID, report.Shadow); err != nil {
		return err
	}
	return tx.SaveChecks(ctx, v.ID, report.Checks)
}

// CheckChart runs the checks of a chart as it is now, with the practice's rules.
func (s *Steps) CheckChart(ctx context.Context, tx *store.Tx, patient ehr.PatientID) (ehr.Checks, error) {
	base := cds.With(cds.Options{}) // which says that nothing is checked
	if s != nil && s.Checker != nil {
		base = s.Checker
	}
	chart, err := tx.Chart(ctx, patient)
	if err != nil {
		return ehr.Checks{}, err
	}
	answered, err := tx.AnsweredAlerts(ctx, patient)
	if err != nil {
		return ehr.Checks{}, err
	}
	checker, err := CheckerOf(ctx, tx, base)
	if err != nil {
		return ehr.Checks{}, err
	}
	return checker.Run(cds.Input{Chart: chart, Now: tx.Now(), Acknowledged: answered}).Checks, nil
}

// Again makes what follows a note once more, after the chart or an order changed.
// It does nothing for a visit that is not in review.
func (s *Steps) Again(ctx context.Context, tx *store.Tx, visit ehr.VisitID) error {
	return s.again(ctx, tx, visit)
}

func (s *Steps) again(ctx context.Context, tx *store.Tx, visit ehr.VisitID) error {
	v, err := tx.Visit(ctx, visit)
	if err != nil || v.State != ehr.Review {
		return err
	}
	n, err := tx.Note(ctx, visit)
	if err != nil || n == nil {
		return err
	}
	chart, err := tx.Chart(ctx, v.Patient)
	if err != nil {
		return err
	}
	return s.follow(ctx, tx, v, *n, chart)
}
