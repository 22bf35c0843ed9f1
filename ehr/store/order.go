package store

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype/zeronull"

	"github.com/visitwright/visitwright/ehr"
)

const orderColumns = `id, patient_id, visit_id, kind, verb, text, code_system, code, display, dose, detail, status, sentences, segments, decided_by, decided_at`

func scanOrder(r pgx.CollectableRow) (o ehr.Order, err error) {
	err = r.Scan(&o.ID, &o.Patient, &o.Visit, &o.Kind, &o.Verb, &o.Text, &o.Code.System, &o.Code.Code, &o.Code.Display, &o.Dose, &o.Detail,
		&o.Status, &o.Sentences, &o.Segments, (*zeronull.Text)(&o.By), (*zeronull.Timestamptz)(&o.At))
	o.At = o.At.UTC()
	return o, err
}

// Orders lists the orders of a visit, staged ones among them.
func (t *Tx) Orders(ctx context.Context, visit ehr.VisitID) ([]ehr.Order, error) {
	if _, err := t.ofVisit(ctx, ehr.ReadVisit, visit, "orders", false); err != nil {
		return nil, err
	}
	return rows(ctx, t, "the orders", scanOrder, `SELECT `+orderColumns+` FROM orders
		WHERE practice_id = $1 AND visit_id = $2 AND superseded_at IS NULL ORDER BY place, id`, t.who.Practice, visit)
}

// ReplaceStagedOrders puts a new list of staged orders in the place of the old one.
// Orders that somebody placed or rejected stay as they are, and so do those that
// somebody staged by hand, which rest on no sentence and on nothing heard.
func (t *Tx) ReplaceStagedOrders(ctx context.Context, visit ehr.VisitID, orders []ehr.Order) error {
	patient, err := t.ofVisit(ctx, ehr.EditNote, visit, "staged orders", true)
	if err != nil {
		return err
	}
	orders = append([]ehr.Order(nil), orders...)
	for i := range orders {
		orders[i].ID = given(orders[i].ID)
		if orders[i].Verb == "" {
			orders[i].Verb = ehr.StartOrder
		}
	}
	return replaceList(ctx, t, "the orders", orders, func(o ehr.Order) ehr.OrderID { return o.ID },
		`UPDATE orders SET superseded_at = $4 WHERE practice_id = $1 AND visit_id = $2 AND status = 'staged' AND superseded_at IS NULL AND id <> ALL ($3::text[])
			AND cardinality(sentences) + cardinality(segments) > 0`,
		visit, func(b *pgx.Batch, place int, o ehr.Order) {
			b.Queue(`INSERT INTO orders (practice_id, visit_id, id, patient_id, place, kind, verb, text, code_system, code, display, dose, detail,
					status, sentences, segments)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'staged', $14, $15)
				ON CONFLICT (practice_id, visit_id, id) DO UPDATE SET place = excluded.place, kind = excluded.kind, verb = excluded.verb,
					text = excluded.text, code_system = excluded.code_system, code = excluded.code, display = excluded.display,
					dose = excluded.dose, detail = excluded.detail, sentences = excluded.sentences, segments = excluded.segments, superseded_at = NULL
				WHERE orders.status = 'staged'`,
				t.who.Practice, visit, o.ID, patient, place, o.Kind, o.Verb, o.Text, o.Code.System, o.Code.Code, o.Code.Display, o.Dose, o.Detail,
				list(o.Sentences), list(o.Segments))
		})
}

// AddOrder stages one more order in a visit.
func (t *Tx) AddOrder(ctx context.Context, o ehr.Order) (ehr.Order, error) {
	patient, err := t.ofVisit(ctx, ehr.EditNote, o.Visit, "order", true)
	if err != nil {
		return o, err
	}
	o.ID, o.Patient, o.Status = given(o.ID), patient, ehr.OrderStaged
	if o.Verb == "" {
		o.Verb = ehr.StartOrder
	}
	return o, t.exec(ctx, "the order", `INSERT INTO orders (practice_id, visit_id, id, patient_id, place, kind, verb, text, code_system, code, display,
			dose, detail, status, sentences, segments)
		SELECT $1, $2, $3, $4, coalesce(max(place), -1) + 1, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15 FROM orders WHERE practice_id = $1 AND visit_id = $2`,
		t.who.Practice, o.Visit, o.ID, patient, o.Kind, o.Verb, o.Text, o.Code.System, o.Code.Code, o.Code.Display, o.Dose, o.Detail, o.Status,
		list(o.Sentences), list(o.Segments))
}

// AnswerOrder places a staged order (Accepted) or rejects it. Conflict where it is
// not staged any more. Placing is the clinician's or nurse's, as editing the note.
func (t *Tx) AnswerOrder(ctx context.Context, visit ehr.VisitID, id ehr.OrderID, choice ehr.Choice, reason string) error {
	if _, err := t.ofVisit(ctx, ehr.EditNote, visit, "answer to an order", true); err != nil {
		return err
	}
	if err := validChoice(choice); err != nil {
		return err
	}
	status := ehr.OrderPlaced
	if choice == ehr.Rejected {
		status = ehr.OrderRejected
	}
	err := t.exec(ctx, "a staged order", `UPDATE orders SET status = $4, answer_reason = $5, decided_by = $6, decided_at = $7
		WHERE practice_id = $1 AND visit_id = $2 AND id = $3 AND status = 'staged' AND superseded_at IS NULL`,
		t.who.Practice, visit, id, status, reason, zeronull.Text(t.who.User), t.now)
	if ehr.KindOf(err) == ehr.NotFound && err != nil {
		var there bool
		if e := t.tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM orders WHERE practice_id = $1 AND visit_id = $2 AND id = $3)`, t.who.Practice, visit, id).
			Scan(&there); e == nil && there {
			return ehr.Errorf(ehr.Conflict, "this order has been answered already")
		}
	}
	return err
}
