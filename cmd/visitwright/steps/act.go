package steps

import (
	"context"
	"slices"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

// ActOnAlert does what one of an alert's buttons says and notes that the alert
// was followed. Nothing is sent by it: orders are staged, staged ones that the
// alert speaks against are rejected. text is what to give instead, the new dose or
// the test; empty: as the alert says.
func (s *Steps) ActOnAlert(ctx context.Context, tx *store.Tx, visit ehr.VisitID, id ehr.AlertID, action int, text string) error {
	v, err := tx.Visit(ctx, visit)
	if err != nil {
		return err
	}
	if v.State == ehr.Signed || v.State == ehr.Void {
		return ehr.Errorf(ehr.Conflict, "this visit takes no orders any more")
	}
	checks, err := tx.Checks(ctx, visit)
	if err != nil {
		return err
	}
	a, err := alertOf(checks, id)
	if err != nil {
		return err
	}
	if action < 0 || action >= len(a.Actions) {
		return ehr.Errorf(ehr.NotFound, "this alert has no such action")
	}
	if err := s.act(ctx, tx, visit, a.Actions[action], text); err != nil {
		return err
	}
	if err := tx.AnswerAlert(ctx, visit, id, ehr.Accepted, a.Actions[action].Label); err != nil {
		return err
	}
	return s.again(ctx, tx, visit)
}

func alertOf(c *ehr.Checks, id ehr.AlertID) (ehr.Alert, error) {
	if c != nil {
		if i := slices.IndexFunc(c.Alerts, func(a ehr.Alert) bool { return a.ID == id }); i >= 0 {
			return c.Alerts[i], nil
		}
	}
	return ehr.Alert{}, ehr.Errorf(ehr.NotFound, "there is no such alert")
}

func (s *Steps) act(ctx context.Context, tx *store.Tx, visit ehr.VisitID, do ehr.AlertAction, text string) error {
	stage := func(kind ehr.OrderKind, verb ehr.OrderVerb, what string) error {
		_, err := tx.AddOrder(ctx, ehr.Order{Visit: visit, Kind: kind, Verb: verb, Text: what})
		return err
	}
	if text == "" && do.Text != do.Subject {
		text = do.Text
	}
	switch do.Kind {
	case "order_test":
		if text == "" {
			text = do.Text
		}
		return stage(ehr.TestOrder, ehr.StartOrder, text)
	case "stop":
		return s.takeOff(ctx, tx, visit, do.Subject)
	case "replace":
		if err := s.takeOff(ctx, tx, visit, do.Subject); err != nil || text == "" {
			return err // what to give instead is ordered when it is decided
		}
		return stage(ehr.MedicationOrder, ehr.StartOrder, text)
	case "adjust_dose":
		if text == "" {
			return ehr.Errorf(ehr.Invalid, "say the new dose, e.g. %s 5 mg once daily", do.Subject)
		}
		verb := ehr.ChangeOrder
		staged, err := s.reject(ctx, tx, visit, do.Subject)
		if err != nil {
			return err
		}
		if slices.Contains(staged, ehr.StartOrder) {
			verb = ehr.StartOrder
		}
		return stage(ehr.MedicationOrder, verb, text)
	case "acknowledge":
		return nil
	}
	return ehr.Errorf(ehr.Invalid, "nothing is known to do about this alert")
}

// takeOff rejects what is staged of a drug, and stages stopping it where it was
// more than a new order of this visit.
func (s *Steps) takeOff(ctx context.Context, tx *store.Tx, visit ehr.VisitID, drug string) error {
	verbs, err := s.reject(ctx, tx, visit, drug)
	if err != nil || len(verbs) > 0 && !slices.ContainsFunc(verbs, func(v ehr.OrderVerb) bool { return v != ehr.StartOrder }) {
		return err
	}
	_, err = tx.AddOrder(ctx, ehr.Order{Visit: visit, Kind: ehr.MedicationOrder, Verb: ehr.StopOrder, Text: drug})
	return err
}

// reject rejects the staged orders that give a drug and tells their verbs.
func (s *Steps) reject(ctx context.Context, tx *store.Tx, visit ehr.VisitID, drug string) ([]ehr.OrderVerb, error) {
	orders, err := tx.Orders(ctx, visit)
	if err != nil || s.Checker == nil {
		return nil, err
	}
	var verbs []ehr.OrderVerb
	for _, o := range orders {
		if o.Status != ehr.OrderStaged || o.Verb == ehr.StopOrder || !s.Checker.Concerns(o, drug) {
			continue
		}
		if err := tx.AnswerOrder(ctx, visit, o.ID, ehr.Rejected, "an alert was followed"); err != nil {
			return nil, err
		}
		verbs = append(verbs, o.Verb)
	}
	return verbs, nil
}
