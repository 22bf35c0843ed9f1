package steps

import (
	"context"
	"slices"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

// Reconcile enters what was heard into the chart, or notes that it stays out.
// Withdrawn, what was entered is void again.
func (s *Steps) Reconcile(ctx context.Context, tx *store.Tx, visit ehr.VisitID, id ehr.ReconciliationID, choice ehr.Choice, reason string) (*ehr.Note, error) {
	v, err := tx.Visit(ctx, visit)
	if err != nil {
		return nil, err
	}
	list, err := tx.Reconciliations(ctx, visit)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(list, func(r ehr.Reconciliation) bool { return r.ID == id })
	if at < 0 {
		return nil, ehr.Errorf(ehr.NotFound, "there is no such line")
	}
	switch choice {
	case ehr.Rejected:
		return nil, tx.AnswerReconciliation(ctx, visit, id, choice, reason)
	case ehr.Withdrawn:
		err = withdrawReconciliation(ctx, tx, v, list[at])
	default:
		err = acceptReconciliation(ctx, tx, v, list[at], reason)
	}
	if err != nil {
		return nil, err
	}
	return nil, s.again(ctx, tx, visit) // an allergy or drug may matter to what is ordered
}

func acceptReconciliation(ctx context.Context, tx *store.Tx, v ehr.Visit, r ehr.Reconciliation, reason string) error {
	if err := tx.AnswerReconciliation(ctx, v.ID, r.ID, ehr.Accepted, reason); err != nil {
		return err
	}
	return enter(ctx, tx, v, r)
}

// withdrawReconciliation asks the question again and voids what its answer entered.
func withdrawReconciliation(ctx context.Context, tx *store.Tx, v ehr.Visit, r ehr.Reconciliation) error {
	if v.State != ehr.Review {
		return ehr.Errorf(ehr.Conflict, "answers are taken back while the visit is in review")
	}
	if r.Answer != nil && r.Answer.Choice == ehr.Accepted {
		if r.Relation == ehr.Contradicts && r.Chart != nil && r.Kind == "medication" {
			return ehr.Errorf(ehr.Conflict, "the chart's entry was changed by this answer; change it back in the chart")
		}
		entry, err := entered(ctx, tx, v, r)
		if err != nil {
			return err
		}
		if entry.ID != "" {
			if err := tx.VoidEntry(ctx, entry, v.Patient, "the answer that entered it was taken back"); err != nil {
				return err
			}
		}
	}
	return tx.Reopen(ctx, v.ID, "reconciliation", string(r.ID))
}

// entered finds what accepting r put into the chart; empty where it is gone.
func entered(ctx context.Context, tx *store.Tx, v ehr.Visit, r ehr.Reconciliation) (ehr.ChartRef, error) {
	chart, err := tx.Chart(ctx, v.Patient)
	if err != nil {
		return ehr.ChartRef{}, err
	}
	is := func(what ehr.Coded, from ehr.Provenance) bool {
		return from.Source == "visit" && from.Visit == v.ID && what.Display == r.Heard
	}
	ref := ehr.ChartRef{Kind: r.Kind}
	switch r.Kind {
	case "medication":
		for _, x := range chart.Medications {
			if is(x.Code, x.Provenance) {
				ref.ID = string(x.ID)
			}
		}
	case "allergy":
		for _, x := range chart.Allergies {
			if is(x.Substance, x.Provenance) {
				ref.ID = string(x.ID)
			}
		}
	case "problem":
		for _, x := range chart.Problems {
			if is(x.Code, x.Provenance) {
				ref.ID = string(x.ID)
			}
		}
	}
	return ref, nil
}

// enter adds to the chart what a person accepted. An entry that it contradicts
// is left for a person to change or void: which of the two is right was not said.
func enter(ctx context.Context, tx *store.Tx, v ehr.Visit, r ehr.Reconciliation) error {
	from := ehr.Provenance{Source: "visit", Visit: v.ID, RecordedBy: tx.Who().User, RecordedAt: tx.Now()}
	thing := ehr.Coded{Display: r.Heard}
	var err error
	switch r.Kind {
	case "medication":
		if r.Relation == ehr.Contradicts && r.Chart != nil {
			return changeMedication(ctx, tx, v, r, from)
		}
		_, err = tx.AddMedication(ctx, ehr.Medication{Patient: v.Patient, Code: thing, Dose: r.Dose, Status: ehr.MedicationActive, Provenance: from})
	case "allergy":
		if err = tx.SetAllergyStatus(ctx, v.Patient, ehr.AllergiesListed, v.Service); err == nil {
			_, err = tx.AddAllergy(ctx, ehr.Allergy{Patient: v.Patient, Substance: thing, Active: true, Provenance: from})
		}
	case "problem":
		_, err = tx.AddProblem(ctx, ehr.Problem{Patient: v.Patient, Code: thing, Status: ehr.ProblemActive, Provenance: from})
	}
	return err
}

// changeMedication gives the chart's entry the dose that was heard.
func changeMedication(ctx context.Context, tx *store.Tx, v ehr.Visit, r ehr.Reconciliation, from ehr.Provenance) error {
	if r.Dose == "" {
		return nil // stopped or denied: the person changes the entry by hand
	}
	chart, err := tx.Chart(ctx, v.Patient)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(chart.Medications, func(m ehr.Medication) bool { return string(m.ID) == r.Chart.ID })
	if at < 0 {
		return ehr.Errorf(ehr.Conflict, "the chart's entry is gone meanwhile")
	}
	m := chart.Medications[at]
	m.Dose, m.Provenance = r.Dose, from
	return tx.UpdateMedication(ctx, m)
}
