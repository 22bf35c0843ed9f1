package ehr

import "slices"

// Specialty is what a clinician practices, by a name of our own that stays.
type Specialty string

// NamedSpecialty is a specialty with its title.
type NamedSpecialty struct {
	Name  Specialty `json:"name"`
	Title string    `json:"title"` // as shown
}

// Specialties are those that see patients in an office, by title. Those that the
// drafter writes in a way of their own have its names.
var Specialties = []NamedSpecialty{
	{"allergy-immunology", "Allergy and immunology"},
	{"cardiology", "Cardiology"},
	{"dermatology", "Dermatology"},
	{"emergency-medicine", "Emergency and urgent care"},
	{"endocrinology", "Endocrinology"},
	{"family-medicine", "Family medicine"},
	{"gastroenterology", "Gastroenterology"},
	{"surgery", "General surgery"},
	{"geriatrics", "Geriatrics"},
	{"hematology-oncology", "Hematology and oncology"},
	{"infectious-disease", "Infectious disease"},
	{"internal-medicine", "Internal medicine"},
	{"nephrology", "Nephrology"},
	{"neurology", "Neurology"},
	{"neurosurgery", "Neurosurgery"},
	{"obstetrics-gynecology", "Obstetrics and gynecology"},
	{"ophthalmology", "Ophthalmology"},
	{"optometry", "Optometry"},
	{"orthopaedics", "Orthopedics"},
	{"otolaryngology", "Otolaryngology"},
	{"pain-medicine", "Pain medicine"},
	{"palliative-care", "Palliative care"},
	{"paediatrics", "Pediatrics"},
	{"physical-medicine", "Physical medicine and rehabilitation"},
	{"plastic-surgery", "Plastic surgery"},
	{"podiatry", "Podiatry"},
	{"psychiatry", "Psychiatry"},
	{"psychology", "Psychology and counseling"},
	{"pulmonology", "Pulmonology"},
	{"rheumatology", "Rheumatology"},
	{"sleep-medicine", "Sleep medicine"},
	{"sports-medicine", "Sports medicine"},
	{"urology", "Urology"},
	{"vascular-surgery", "Vascular surgery"},
}

// Title is how it is shown; its name where it is none of Specialties.
func (s Specialty) Title() string {
	if i := s.index(); i >= 0 {
		return Specialties[i].Title
	}
	return string(s)
}

// Valid reports whether s is one of Specialties.
func (s Specialty) Valid() bool { return s.index() >= 0 }

func (s Specialty) index() int {
	return slices.IndexFunc(Specialties, func(n NamedSpecialty) bool { return n.Name == s })
}
