package ehr

import "time"

// Appointment is a place in the schedule.
type Appointment struct {
	ID        AppointmentID     `json:"id"`
	Practice  PracticeID        `json:"practice_id"`
	Patient   PatientID         `json:"patient_id"`
	Clinician UserID            `json:"clinician_id"`
	Start     time.Time         `json:"start"`
	Minutes   int               `json:"minutes"`
	Reason    string            `json:"reason"` // in the patient's or front desk's words
	Status    AppointmentStatus `json:"status"`
}

// AppointmentStatus is where an appointment stands; the values are FHIR R4's.
type AppointmentStatus string

// The values of AppointmentStatus.
const (
	Booked    AppointmentStatus = "booked"
	Arrived   AppointmentStatus = "arrived"
	Fulfilled AppointmentStatus = "fulfilled"
	NoShow    AppointmentStatus = "noshow"
	Cancelled AppointmentStatus = "cancelled"
)
