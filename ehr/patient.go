package ehr

import (
	"log/slog"
	"time"
)

// Sex is the sex recorded at birth, as FHIR's administrative gender.
type Sex string

// The values of Sex.
const (
	Female     Sex = "female"
	Male       Sex = "male"
	OtherSex   Sex = "other"
	UnknownSex Sex = "unknown"
)

// Patient is a person in care.
type Patient struct {
	ID         PatientID  `json:"id"`
	Practice   PracticeID `json:"practice_id"`
	MRN        string     `json:"mrn"` // medical record number, unique in the practice
	GivenName  string     `json:"given_name"`
	FamilyName string     `json:"family_name"`
	BirthDate  Date       `json:"birth_date"`
	DeathDate  Date       `json:"death_date,omitzero"`
	Sex        Sex        `json:"sex"`
	Phone      string     `json:"phone,omitempty"`
	Address    string     `json:"address,omitempty"`
	Language   string     `json:"language,omitempty"` // BCP 47
	// Allergy status: an empty list means nothing by itself.
	AllergyStatus AllergyStatus `json:"allergy_status"`
	AllergyAsOf   Date          `json:"allergy_as_of,omitzero"`
	CreatedAt     time.Time     `json:"created_at"`
}

// Name returns given and family name.
func (p Patient) Name() string { return p.GivenName + " " + p.FamilyName }

// Age returns completed years on the day.
func (p Patient) Age(on Date) int { return AgeYears(p.BirthDate, on) }

// AgeYears returns the completed years from born to on; 0 where born is not
// known or later than on.
func AgeYears(born, on Date) int {
	if born.IsZero() || on.Before(born) {
		return 0
	}
	years := on.Year - born.Year
	if on.Month < born.Month || on.Month == born.Month && on.Day < born.Day {
		years--
	}
	return years
}

// LogValue keeps a patient out of the log: only the identifier may stand there.
func (p Patient) LogValue() slog.Value { return slog.StringValue("patient " + string(p.ID)) }

// AllergyStatus tells three different things apart that an empty list of
// allergies does not.
type AllergyStatus string

// The values of AllergyStatus.
const (
	AllergiesNotAsked AllergyStatus = "not_asked"
	NoKnownAllergies  AllergyStatus = "none_known" // confirmed on AllergyAsOf
	AllergiesListed   AllergyStatus = "listed"
)
