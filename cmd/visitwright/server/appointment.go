package server

import (
	"context"
	"time"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

// ScheduleEntry is a line of the day's schedule.
type ScheduleEntry struct {
	ehr.Appointment
	PatientSummary PatientSummary `json:"patient"`
	Clinician      Person         `json:"clinician"`
	Visit          ehr.VisitID    `json:"visit_id,omitempty"`
	VisitState     ehr.VisitState `json:"visit_state,omitempty"`
}

// Schedule is a day.
type Schedule struct {
	Date         ehr.Date        `json:"date"`
	Appointments []ScheduleEntry `json:"appointments"`
}

type scheduleIn struct {
	Date      string     `query:"date" format:"date" doc:"in the practice's time zone; today where absent"`
	Clinician ehr.UserID `query:"clinician_id" doc:"only this clinician's"`
}

func (s *Server) schedule(ctx context.Context, tx *store.Tx, in *scheduleIn) (*out[Schedule], error) {
	day := today(ctx, tx)
	if in.Date != "" {
		var err error
		if day, err = ehr.ParseDate(in.Date); err != nil {
			return nil, err
		}
	}
	entries, err := tx.Schedule(ctx, day, in.Clinician)
	if err != nil {
		return nil, err
	}
	v := Schedule{Date: day, Appointments: []ScheduleEntry{}}
	for _, e := range entries {
		v.Appointments = append(v.Appointments, ScheduleEntry{
			Appointment: e.Appointment, PatientSummary: summary(e.Who, day),
			Clinician: Person{ID: e.Appointment.Clinician, Name: e.ClinicianName},
			Visit:     e.Visit, VisitState: e.VisitState,
		})
	}
	return answer(v), nil
}

// today is the practice's day.
func today(ctx context.Context, tx *store.Tx) ehr.Date {
	zone, err := time.LoadLocation(callOf(ctx).session.Practice.TimeZone)
	if err != nil {
		zone = time.UTC
	}
	return ehr.DateOf(tx.Now().In(zone))
}

// NewAppointment is a place to be booked.
type NewAppointment struct {
	Patient   ehr.PatientID `json:"patient_id" format:"uuid"`
	Clinician ehr.UserID    `json:"clinician_id" format:"uuid"`
	Start     time.Time     `json:"start"`
	Minutes   int           `json:"minutes" minimum:"1" maximum:"600"`
	Reason    string        `json:"reason" maxLength:"500"`
}

func (s *Server) createAppointment(ctx context.Context, tx *store.Tx, in *struct{ Body NewAppointment }) (*out[ehr.Appointment], error) {
	a, err := tx.CreateAppointment(ctx, ehr.Appointment{
		Patient: in.Body.Patient, Clinician: in.Body.Clinician, Start: in.Body.Start, Minutes: in.Body.Minutes,
		Reason: in.Body.Reason, Status: ehr.Booked,
	})
	if err != nil {
		return nil, err
	}
	return answer(a), nil
}

type appointmentStatusIn struct {
	Appointment ehr.AppointmentID `path:"appointment" format:"uuid"`
	Body        struct {
		Status ehr.AppointmentStatus `json:"status" enum:"booked,arrived,fulfilled,noshow,cancelled"`
	}
}

func (s *Server) setAppointmentStatus(ctx context.Context, tx *store.Tx, in *appointmentStatusIn) (*out[ehr.Appointment], error) {
	if _, err := tx.Appointment(ctx, in.Appointment); err != nil {
		return nil, err
	}
	a, err := tx.SetAppointmentStatus(ctx, in.Appointment, in.Body.Status)
	if err != nil {
		return nil, err
	}
	return answer(a), nil
}
