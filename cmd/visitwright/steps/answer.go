package steps

import (
	"context"
	"slices"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/scribe"
)

// inReview reads a visit that takes answers, with its note and transcript.
func inReview(ctx context.Context, tx *store.Tx, visit ehr.VisitID) (open, error) {
	v, err := tx.Visit(ctx, visit)
	if err != nil {
		return open{}, err
	}
	if v.State != ehr.Review {
		return open{}, ehr.Errorf(ehr.Conflict, "answers are taken while the visit is in review")
	}
	n, err := tx.Note(ctx, visit)
	if err != nil {
		return open{}, err
	}
	if n == nil {
		return open{}, ehr.Errorf(ehr.NotFound, "there is no note yet")
	}
	t, err := tx.Transcript(ctx, visit)
	return open{visit: v, note: *n, segments: t.Segments}, err
}

// open is a visit that takes answers.
type open struct {
	visit    ehr.Visit
	note     ehr.Note
	segments []ehr.Segment
}

// AnswerSentence keeps a doubted sentence as it stands, with who said so, or
// takes it out; a new version of the note either way.
func (s *Steps) AnswerSentence(ctx context.Context, tx *store.Tx, visit ehr.VisitID, id ehr.SentenceID, choice ehr.Choice, reason string) (ehr.Note, error) {
	o, err := inReview(ctx, tx, visit)
	if err != nil {
		return ehr.Note{}, err
	}
	n := o.note
	sections, found := slices.Clone(n.Sections), false
	for i := range sections {
		list := slices.Clone(sections[i].Sentences)
		at := slices.IndexFunc(list, func(s ehr.Sentence) bool { return s.ID == id })
		if at >= 0 {
			found = true
			if choice == ehr.Rejected {
				list = slices.Delete(list, at, at+1)
			} else {
				list[at].Answer = &ehr.Answer{Choice: choice, Reason: reason, By: tx.Who().User, At: tx.Now()}
			}
		}
		sections[i].Sentences = list
	}
	if !found {
		return n, ehr.Errorf(ehr.NotFound, "there is no such sentence in the note")
	}
	n.Sections, n.ID, n.Version = sections, "", n.Version+1
	return s.save(ctx, tx, o.visit, n, o.segments)
}

// AnswerOmission takes what was heard into the note, as a new version, or notes
// that it stays out. The note is nil where it did not change.
func (s *Steps) AnswerOmission(ctx context.Context, tx *store.Tx, visit ehr.VisitID, id ehr.OmissionID, choice ehr.Choice, reason string) (*ehr.Note, error) {
	o, err := inReview(ctx, tx, visit)
	if err != nil {
		return nil, err
	}
	n := o.note
	list, err := tx.Omissions(ctx, visit)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(list, func(o ehr.Omission) bool { return o.ID == id })
	if at < 0 {
		return nil, ehr.Errorf(ehr.NotFound, "there is no such line")
	}
	if err := tx.AnswerOmission(ctx, visit, id, choice, reason); err != nil || choice == ehr.Rejected {
		return nil, err
	}
	before := sentenceIDs(n)
	n = scribe.AddOmission(n, list[at])
	n.ID, n.Version = "", n.Version+1
	number := 0
	for i := range n.Sections {
		for j, sentence := range n.Sections[i].Sentences {
			if !before[sentence.ID] {
				number++
				n.Sections[i].Sentences[j].ID = newSentenceID(n.Version, number)
			}
		}
	}
	n, err = s.save(ctx, tx, o.visit, n, o.segments)
	return &n, err
}

func sentenceIDs(n ehr.Note) map[ehr.SentenceID]bool {
	ids := map[ehr.SentenceID]bool{}
	for _, sec := range n.Sections {
		for _, s := range sec.Sentences {
			ids[s.ID] = true
		}
	}
	return ids
}

// Reconcile enters what was heard into the chart, or notes that it stays out.
func (s *Steps) Reconcile(ctx context.Context, tx *store.Tx, visit ehr.VisitID, id ehr.ReconciliationID, choice ehr.Choice, reason string) error {
	v, err := tx.Visit(ctx, visit)
	if err != nil {
		return err
	}
	list, err := tx.Reconciliations(ctx, visit)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(list, func(r ehr.Reconciliation) bool { return r.ID == id })
	if at < 0 {
		return ehr.Errorf(ehr.NotFound, "there is no such line")
	}
	if err := tx.AnswerReconciliation(ctx, visit, id, choice, reason); err != nil || choice == ehr.Rejected {
		return err
	}
	if err := enter(ctx, tx, v, list[at]); err != nil {
		return err
	}
	return s.again(ctx, tx, visit) // a new allergy or drug may matter to what is ordered
}

// AnswerOrder places or rejects a staged order; the checks look at what is left.
func (s *Steps) AnswerOrder(ctx context.Context, tx *store.Tx, visit ehr.VisitID, id ehr.OrderID, choice ehr.Choice, reason string) error {
	if err := tx.AnswerOrder(ctx, visit, id, choice, reason); err != nil {
		return err
	}
	return s.again(ctx, tx, visit)
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
		_, err = tx.AddAllergy(ctx, ehr.Allergy{Patient: v.Patient, Substance: thing, Active: true, Provenance: from})
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
