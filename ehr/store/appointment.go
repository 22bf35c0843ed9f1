package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype/zeronull"

	"github.com/visitwright/visitwright/ehr"
)

const appointmentColumns = `id, practice_id, patient_id, clinician_id, start_at, minutes, reason, status`

func scanAppointment(r pgx.CollectableRow) (a ehr.Appointment, err error) {
	err = r.Scan(&a.ID, &a.Practice, &a.Patient, &a.Clinician, &a.Start, &a.Minutes, &a.Reason, &a.Status)
	a.Start = a.Start.UTC()
	return a, err
}

func ofAppointment(action ehr.Action, a ehr.Appointment, write bool) access {
	return access{action: action, kind: "appointment", id: string(a.ID), patient: a.Patient, part: "appointment", write: write}
}

// CreateAppointment puts a patient in the schedule. ID and Status are given where
// they are empty.
func (t *Tx) CreateAppointment(ctx context.Context, a ehr.Appointment) (ehr.Appointment, error) {
	if a.ID == "" {
		a.ID = ehr.NewID[ehr.AppointmentID]()
	}
	if a.Status == "" {
		a.Status = ehr.Booked
	}
	a.Practice, a.Start = t.who.Practice, a.Start.UTC().Truncate(time.Microsecond)
	if err := t.touch(ofAppointment(ehr.WriteSchedule, a, true)); err != nil {
		return a, err
	}
	return a, t.exec(ctx, "the appointment", `INSERT INTO appointment (practice_id, id, patient_id, clinician_id, start_at, minutes, reason, status)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, t.who.Practice, a.ID, a.Patient, a.Clinician, a.Start, a.Minutes, a.Reason, a.Status)
}

// Appointment reads one.
func (t *Tx) Appointment(ctx context.Context, id ehr.AppointmentID) (ehr.Appointment, error) {
	a, err := one(ctx, t, "the appointment", scanAppointment, `SELECT `+appointmentColumns+` FROM appointment WHERE practice_id = $1 AND id = $2`, t.who.Practice, id)
	if err != nil {
		return a, t.missing(err, "appointment", string(id), "")
	}
	if err := t.touch(ofAppointment(ehr.ReadSchedule, a, false)); err != nil {
		return ehr.Appointment{}, err
	}
	return a, nil
}

// SetAppointmentStatus says where an appointment stands.
func (t *Tx) SetAppointmentStatus(ctx context.Context, id ehr.AppointmentID, status ehr.AppointmentStatus) (ehr.Appointment, error) {
	a, err := t.Appointment(ctx, id)
	if err != nil {
		return a, err
	}
	if err := t.touch(ofAppointment(ehr.WriteSchedule, a, true)); err != nil {
		return a, err
	}
	a.Status = status
	return a, t.exec(ctx, "the appointment", `UPDATE appointment SET status = $3 WHERE practice_id = $1 AND id = $2`, t.who.Practice, id, status)
}

// ScheduleEntry is one line of a day's schedule.
type ScheduleEntry struct {
	ehr.Appointment
	Who           ehr.Patient // the patient
	ClinicianName string
	Visit         ehr.VisitID // empty where none is opened yet
	VisitState    ehr.VisitState
}

// Schedule reads the appointments of a day in the practice's time zone, of all
// clinicians where clinician is empty, in order of time.
func (t *Tx) Schedule(ctx context.Context, day ehr.Date, clinician ehr.UserID) ([]ScheduleEntry, error) {
	if !t.who.May(ehr.ReadSchedule) {
		return nil, t.touch(access{action: ehr.ReadSchedule, kind: "appointment", part: "schedule"})
	}
	loc, err := t.location(ctx)
	if err != nil {
		return nil, err
	}
	from := time.Date(day.Year, day.Month, day.Day, 0, 0, 0, 0, loc)
	to := time.Date(day.Year, day.Month, day.Day+1, 0, 0, 0, 0, loc) // a day may have 23 or 25 hours
	found, err := rows(ctx, t, "the schedule", scanSchedule, `SELECT a.id, a.practice_id, a.patient_id, a.clinician_id, a.start_at, a.minutes, a.reason, a.status,
			p.id, p.practice_id, p.mrn, p.given_name, p.family_name, p.birth_date, p.death_date, p.sex, p.phone, p.allergy_status, p.allergy_as_of, p.created_at,
			u.name, v.id, coalesce(v.state, '')
		FROM appointment a
		JOIN patient p ON p.practice_id = a.practice_id AND p.id = a.patient_id
		JOIN users u ON u.practice_id = a.practice_id AND u.id = a.clinician_id
		LEFT JOIN visit v ON v.practice_id = a.practice_id AND v.appointment_id = a.id AND v.state <> 'void'
		WHERE a.practice_id = $1 AND a.start_at >= $2 AND a.start_at < $3 AND ($4::uuid IS NULL OR a.clinician_id = $4)
		ORDER BY a.start_at, a.id`, t.who.Practice, from, to, zeronull.Text(clinician))
	for _, e := range found {
		if err := t.touch(access{action: ehr.ReadSchedule, kind: "patient", id: string(e.Patient), patient: e.Patient, part: "schedule"}); err != nil {
			return nil, err
		}
	}
	return found, err
}

func scanSchedule(r pgx.CollectableRow) (e ScheduleEntry, err error) {
	a, p := &e.Appointment, &e.Who
	err = r.Scan(&a.ID, &a.Practice, &a.Patient, &a.Clinician, &a.Start, &a.Minutes, &a.Reason, &a.Status,
		&p.ID, &p.Practice, &p.MRN, &p.GivenName, &p.FamilyName, &p.BirthDate, &p.DeathDate, &p.Sex, &p.Phone, &p.AllergyStatus, &p.AllergyAsOf, &p.CreatedAt,
		&e.ClinicianName, (*zeronull.Text)(&e.Visit), &e.VisitState)
	a.Start, p.CreatedAt = a.Start.UTC(), p.CreatedAt.UTC()
	return e, err
}
