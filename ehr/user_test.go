package ehr

import "testing"

// What each role may not do is the point of having roles.
func TestRolesMayNot(t *testing.T) {
	never := map[Role][]Action{
		Nurse:         {SignNote, ReadAudit, ManageUsers},
		Coder:         {SignNote, EditNote, RecordVisit, WriteChart},
		Biller:        {PlayAudio, ReadChart, SignNote, WorkCodes},
		FrontDesk:     {ReadChart, ReadVisit, PlayAudio, SignNote},
		Administrator: {ReadChart, ReadVisit, PlayAudio, SignNote, WorkCodes},
		Clinician:     {ReadAudit, ManageUsers, ManageService},
		"intruder":    {ReadSchedule, ReadPatient},
	}
	for role, actions := range never {
		for _, a := range actions {
			if role.May(a) {
				t.Errorf("%s may %s", role, a)
			}
		}
	}
	if !Clinician.May(SignNote) {
		t.Error("a clinician may not sign")
	}
	for _, r := range Roles {
		if !r.Valid() {
			t.Errorf("%s is not valid", r)
		}
	}
}
