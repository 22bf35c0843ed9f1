package demo

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/ehr/store/pgtest"
)

func TestClinicHasPeopleChartsAndAWeek(t *testing.T) {
	db := pgtest.New(t)
	now := time.Date(2026, 11, 22, 15, 0, 0, 0, time.UTC) // a Sunday: the demonstration must work then as well
	o, err := MakeClinic(t.Context(), db.Store, now)
	require.NoError(t, err)

	require.Len(t, o.SignIns, len(ehr.Roles))
	passwords := map[string]bool{}
	for i, s := range o.SignIns {
		require.Equal(t, ehr.Roles[i], s.Role)
		passwords[s.Password] = true
		_, session, err := db.Store.SignIn(t.Context(), store.Credentials{Username: s.Username, Password: s.Password, Remote: "test"})
		require.NoError(t, err, s.Username)
		require.Equal(t, s.Role, session.User.Role)
	}
	require.Len(t, passwords, len(ehr.Roles), "a password for each of their own")

	who := store.Service(o.Practice.ID)
	why := store.Why{Action: ehr.ReadChart, Kind: "patient", ID: string(o.Patient.ID), Patient: o.Patient.ID}
	err = db.Store.InTx(t.Context(), who, why, func(tx *store.Tx) error {
		chart, err := tx.Chart(t.Context(), o.Patient.ID)
		require.NoError(t, err)
		require.Len(t, chart.Problems, 2)
		require.Len(t, chart.Medications, 2)
		require.Len(t, chart.Allergies, 1)
		require.Len(t, chart.Observations, 3)
		require.Equal(t, ehr.AllergiesListed, chart.Patient.AllergyStatus)

		today, err := tx.Schedule(t.Context(), ehr.DateOf(now), "")
		require.NoError(t, err)
		require.NotEmpty(t, today)
		require.Equal(t, o.Appointment.ID, today[0].Appointment.ID)
		require.Equal(t, o.Patient.ID, today[0].Patient)
		return nil
	})
	require.NoError(t, err)
	if n := len(o.Appointment.Reason); n == 0 {
		t.Error("the appointment has no reason")
	}
}

func TestPasswordsAreLongAndDifferent(t *testing.T) {
	seen := map[string]bool{}
	for range 100 {
		p := newPassword()
		if len(p) != 23 || seen[p] {
			t.Fatalf("password %q", p)
		}
		seen[p] = true
	}
}
