package demo

import (
	"context"
	"crypto/rand"
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

//go:embed clinic.json
var clinicJSON []byte

// clinic is the demonstration clinic as clinic.json has it. All people in it are invented.
type clinic struct {
	Practice string   `json:"practice"`
	TimeZone string   `json:"time_zone"`
	Users    []member `json:"users"`
	Patients []person `json:"patients"`
}

type member struct {
	Username    string        `json:"username"`
	Name        string        `json:"name"`
	Credentials string        `json:"credentials"`
	Role        ehr.Role      `json:"role"`
	Specialty   ehr.Specialty `json:"specialty"`
}

// SignIn is what one of the demonstration's people signs in with. The password is kept nowhere but here.
type SignIn struct {
	Role     ehr.Role
	Name     string
	Username string
	Password string
}

// Opened is what MakeClinic made.
type Opened struct {
	Practice ehr.Practice
	SignIns  []SignIn // one for each role, in the order of ehr.Roles
	Patient  ehr.Patient
	// Appointment is today's, of the visit that is spoken.
	Appointment ehr.Appointment
}

// MakeClinic makes the demonstration clinic: its people with passwords made by chance, patients with charts, and a
// schedule of the week around now.
func MakeClinic(ctx context.Context, st *store.Store, now time.Time) (Opened, error) {
	var c clinic
	if err := json.Unmarshal(clinicJSON, &c); err != nil {
		return Opened{}, fmt.Errorf("demonstration clinic: %w", err)
	}
	practice, err := st.CreatePractice(ctx, ehr.Practice{Name: c.Practice, TimeZone: c.TimeZone})
	if err != nil {
		return Opened{}, err
	}
	o := Opened{Practice: practice}
	who := store.Service(practice.ID)
	why := store.Why{Action: ehr.ManageUsers, Kind: "practice", ID: string(practice.ID), Detail: "demonstration"}
	err = st.InTx(ctx, who, why, func(tx *store.Tx) error {
		users, err := makeUsers(ctx, tx, c.Users, &o)
		if err != nil {
			return err
		}
		patients := make([]ehr.Patient, len(c.Patients))
		for i, p := range c.Patients {
			if patients[i], err = p.make(ctx, tx, now); err != nil {
				return err
			}
		}
		o.Patient = patients[0]
		return makeWeek(ctx, tx, c, users[ehr.Clinician], patients, now, &o)
	})
	return o, err
}

func makeUsers(ctx context.Context, tx *store.Tx, members []member, o *Opened) (map[ehr.Role]ehr.UserID, error) {
	ids := map[ehr.Role]ehr.UserID{}
	for _, m := range members {
		password := newPassword()
		u, err := tx.CreateUser(ctx, store.NewUser{
			Username: m.Username, Name: m.Name, Credentials: m.Credentials, Role: m.Role, Specialty: m.Specialty, Password: password,
		})
		if err != nil {
			return nil, err
		}
		ids[m.Role] = u.ID
		o.SignIns = append(o.SignIns, SignIn{Role: m.Role, Name: m.Name, Username: m.Username, Password: password})
	}
	return ids, nil
}

// newPassword has 100 bits of chance, in groups that can be read out.
func newPassword() string {
	text := strings.ToLower(rand.Text())
	return strings.Join([]string{text[0:5], text[5:10], text[10:15], text[15:20]}, "-")
}

// slots are the times of day of a half-booked day, in minutes after eight.
var slots = []int{0, 30, 60, 105, 150, 210, 300, 345}

// makeWeek books five working days around now. The first appointment of today is that of the visit that is spoken.
func makeWeek(ctx context.Context, tx *store.Tx, c clinic, clinician ehr.UserID, patients []ehr.Patient, now time.Time, o *Opened) error {
	zone, err := time.LoadLocation(c.TimeZone)
	if err != nil {
		return err
	}
	local := now.In(zone)
	today := time.Date(local.Year(), local.Month(), local.Day(), 8, 0, 0, 0, zone)
	turn := 0
	for day := -2; day <= 4; day++ {
		for _, slot := range slots {
			date := today.AddDate(0, 0, day)
			if weekend := date.Weekday() == time.Saturday || date.Weekday() == time.Sunday; weekend && day != 0 {
				continue
			}
			n := turn % len(patients)
			if day == 0 && o.Appointment.ID == "" {
				n = 0
			} else if turn++; n == 0 {
				continue
			}
			start := date.Add(time.Duration(slot) * time.Minute)
			a, err := tx.CreateAppointment(ctx, ehr.Appointment{
				Patient: patients[n].ID, Clinician: clinician, Start: start, Minutes: 30,
				Reason: c.Patients[n].Reason, Status: statusOf(start, now, turn),
			})
			if err != nil {
				return err
			}
			if n == 0 {
				o.Appointment = a
			}
		}
	}
	return nil
}

// statusOf gives past appointments an end, one in nine a no-show, and lets those soon due be waiting.
func statusOf(start, now time.Time, turn int) ehr.AppointmentStatus {
	switch {
	case start.Before(now.Add(-12*time.Hour)) && turn%9 == 4:
		return ehr.NoShow
	case start.Before(now.Add(-12 * time.Hour)):
		return ehr.Fulfilled
	case turn%11 == 7:
		return ehr.Cancelled
	case start.Before(now.Add(time.Hour)):
		return ehr.Arrived
	default:
		return ehr.Booked
	}
}
