package hooks

// service is one CDS service as discovery describes it.
type service struct {
	Hook        string            `json:"hook"`
	Title       string            `json:"title"`
	Description string            `json:"description"`
	ID          string            `json:"id"`
	Prefetch    map[string]string `json:"prefetch"`
	Usage       string            `json:"usageRequirements"`
	Version     string            `json:"version"`
	HookVersion string            `json:"hookVersion"`

	orders bool // its context holds draft orders
}

// prefetch is what every service asks for. Keys are steady names.
var prefetch = map[string]string{
	"patient":       "Patient/{{context.patientId}}",
	"conditions":    "Condition?patient={{context.patientId}}",
	"medications":   "MedicationRequest?patient={{context.patientId}}&status=active",
	"allergies":     "AllergyIntolerance?patient={{context.patientId}}",
	"immunizations": "Immunization?patient={{context.patientId}}",
	"observations":  "Observation?patient={{context.patientId}}&_sort=-date&_count=500",
	"procedures":    "Procedure?patient={{context.patientId}}",
}

// needed are the keys without which drugs cannot be checked at all; without the
// others a part of the checks is reported as not checked.
var needed = []string{"patient", "medications", "allergies"}

// services lists the four services in the order they are discovered in.
var services = func() []service {
	var out []service
	for _, s := range []service{
		{Hook: "patient-view", Title: "Visitwright: chart review", Description: "Alerts about current medication, care that is due and vaccines, when a chart is opened."},
		{Hook: "order-select", Title: "Visitwright: order check while choosing", Description: "Interactions, allergies, conditions, kidneys and dose for the orders just chosen.", orders: true},
		{Hook: "order-sign", Title: "Visitwright: order check before signing", Description: "Interactions, allergies, conditions, kidneys and dose for all orders about to be signed.", orders: true},
		{Hook: "encounter-discharge", Title: "Visitwright: check at the end of an encounter", Description: "Alerts about the medication the patient goes home with, and care that is due."},
	} {
		s.ID = "visitwright-" + s.Hook
		s.Prefetch, s.Version, s.HookVersion = prefetch, "3.0.0", "1.0"
		s.Usage = "Works from prefetch; what is missing is fetched from the FHIR server where fhirAuthorization is given."
		out = append(out, s)
	}
	return out
}()

func serviceByID(id string) (service, bool) {
	for _, s := range services {
		if s.ID == id {
			return s, true
		}
	}
	return service{}, false
}
