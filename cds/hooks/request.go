package hooks

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/google/uuid"

	"github.com/visitwright/visitwright/ehr"
)

// request is a call of a service.
type request struct {
	Hook          string                     `json:"hook"`
	HookInstance  string                     `json:"hookInstance"`
	FHIRServer    string                     `json:"fhirServer"`
	Authorization *Authorization             `json:"fhirAuthorization"`
	Context       hookContext                `json:"context"`
	Prefetch      map[string]json.RawMessage `json:"prefetch"`
}

// Authorization grants access to the caller's FHIR server.
type Authorization struct {
	AccessToken string `json:"access_token"`
	TokenType   string `json:"token_type"`
	ExpiresIn   int    `json:"expires_in"`
	Scope       string `json:"scope"`
	Subject     string `json:"subject"`
	Patient     string `json:"patient"`
}

type hookContext struct {
	UserID      string   `json:"userId"`
	PatientID   string   `json:"patientId"`
	EncounterID string   `json:"encounterId"`
	Selections  []string `json:"selections"`
	DraftOrders *bundle  `json:"draftOrders"`
}

type bundle struct {
	ResourceType string `json:"resourceType"`
	Link         []struct {
		Relation string `json:"relation"`
	} `json:"link"`
	Entry []struct {
		Resource json.RawMessage `json:"resource"`
	} `json:"entry"`
}

// refusal is an answer other than 200, with words that hold no health data.
type refusal struct {
	status int
	code   string // FHIR issue type
	words  string
}

func (r refusal) Error() string { return r.words }

func bad(format string, args ...any) error {
	return refusal{http.StatusBadRequest, "invalid", fmt.Sprintf(format, args...)}
}

// fhirID is the shape of an id, which becomes part of an address. Source: FHIR R4,
// "Data Types", id.
var fhirID = regexp.MustCompile(`^[A-Za-z0-9.-]{1,64}$`)

// valid checks a call against the specification and the hook's definition.
func (r request) valid(s service) error {
	switch {
	case r.Hook == "":
		return bad("hook is missing")
	case r.Hook != s.Hook:
		return bad("this service is for hook %s", s.Hook)
	case r.HookInstance == "":
		return bad("hookInstance is missing")
	case r.Context.PatientID == "":
		return bad("context.patientId is missing")
	case r.Context.UserID == "":
		return bad("context.userId is missing")
	case s.Hook == "encounter-discharge" && r.Context.EncounterID == "":
		return bad("context.encounterId is missing")
	case s.orders && r.Context.DraftOrders == nil:
		return bad("context.draftOrders is missing")
	case s.orders && r.Context.DraftOrders.ResourceType != "Bundle":
		return bad("context.draftOrders is not a Bundle")
	case s.Hook == "order-select" && r.Context.Selections == nil:
		return bad("context.selections is missing")
	case r.Authorization != nil && r.FHIRServer == "":
		return bad("fhirServer is missing, though fhirAuthorization is given")
	case r.Authorization != nil && (r.Authorization.AccessToken == "" || r.Authorization.TokenType != "Bearer"):
		return bad("fhirAuthorization is not complete")
	}
	if _, err := uuid.Parse(r.HookInstance); err != nil {
		return bad("hookInstance is not a UUID")
	}
	if !fhirID.MatchString(r.Context.PatientID) {
		return bad("context.patientId is not a FHIR id")
	}
	return nil
}

// gather completes the prefetch from the caller's FHIR server, all that is missing
// at once. It gives the resources and what could not be had.
func (h *Handler) gather(ctx context.Context, r request) (resources []json.RawMessage, absent []ehr.Unchecked, err error) {
	raws := make([]json.RawMessage, len(prefetchKeys))
	var wg sync.WaitGroup
	for i, key := range prefetchKeys {
		if raw := r.Prefetch[key]; len(raw) > 0 && string(raw) != "null" {
			raws[i] = raw
		} else if r.Authorization != nil && h.o.Fetch != nil {
			wg.Go(func() {
				query := strings.ReplaceAll(prefetch[key], "{{context.patientId}}", r.Context.PatientID)
				if got, err := h.o.Fetch(ctx, r.FHIRServer, r.Authorization.AccessToken, query); err == nil {
					raws[i] = got
				}
			})
		}
	}
	wg.Wait()
	for i, key := range prefetchKeys {
		if raws[i] == nil {
			if slices.Contains(needed, key) {
				return nil, nil, refusal{http.StatusPreconditionFailed, "processing", "the checks cannot run: prefetch " + key + " is missing and could not be fetched"}
			}
			absent = append(absent, ehr.Unchecked{What: "Everything that rests on " + key, Why: "it was neither in prefetch nor could it be fetched"})
			continue
		}
		got, more, err := unpack(raws[i])
		if err != nil {
			return nil, nil, refusal{http.StatusPreconditionFailed, "processing", "prefetch " + key + " cannot be read"}
		}
		if more {
			absent = append(absent, ehr.Unchecked{What: "A part of " + key, Why: "there are more pages of it than were given"})
		}
		resources = append(resources, got...)
	}
	return resources, absent, nil
}

var prefetchKeys = []string{"patient", "conditions", "medications", "allergies", "immunizations", "observations", "procedures"}

// unpack gives the resources of a bundle, or the resource itself, and whether the
// bundle has further pages.
func unpack(raw json.RawMessage) (resources []json.RawMessage, more bool, err error) {
	var b bundle
	if err := json.Unmarshal(raw, &b); err != nil {
		return nil, false, err
	}
	if b.ResourceType != "Bundle" {
		return []json.RawMessage{raw}, false, nil
	}
	for _, e := range b.Entry {
		if len(e.Resource) > 0 {
			resources = append(resources, e.Resource)
		}
	}
	for _, l := range b.Link {
		more = more || l.Relation == "next"
	}
	return resources, more, nil
}

// drafts reads the medication orders among the draft orders. For order-select
// only the selected ones count as new.
func (r request) drafts() ([]ehr.Order, []ehr.Unchecked) {
	if r.Context.DraftOrders == nil {
		return nil, nil
	}
	var out []ehr.Order
	var not []ehr.Unchecked
	for _, e := range r.Context.DraftOrders.Entry {
		var m medicationRequest
		if json.Unmarshal(e.Resource, &m) != nil || m.ResourceType != "MedicationRequest" {
			continue
		}
		o := ehr.Order{ID: ehr.OrderID(m.ID), Kind: ehr.MedicationOrder, Verb: ehr.StartOrder, Status: ehr.OrderStaged, Text: m.text(), Code: m.code()}
		if o.Text == "" {
			not = append(not, ehr.Unchecked{What: "Order " + m.ID, Why: "the drug is named neither in words nor in a code with words"})
			continue
		}
		if r.Hook == "order-select" && !selected(r.Context.Selections, m.ID) {
			o.Verb = ehr.RefillOrder
		}
		out = append(out, o)
	}
	return out, not
}

func selected(selections []string, id string) bool {
	for _, s := range selections {
		if s == id || strings.HasSuffix(s, "/"+id) {
			return true
		}
	}
	return false
}

// medicationRequest is as much of FHIR's MedicationRequest as the checks need.
type medicationRequest struct {
	ResourceType string `json:"resourceType"`
	ID           string `json:"id"`
	Medication   struct {
		Text   string `json:"text"`
		Coding []struct {
			System  string `json:"system"`
			Code    string `json:"code"`
			Display string `json:"display"`
		} `json:"coding"`
	} `json:"medicationCodeableConcept"`
	Dosage []struct {
		Text string `json:"text"`
	} `json:"dosageInstruction"`
}

func (m medicationRequest) text() string {
	t := m.Medication.Text
	for _, c := range m.Medication.Coding {
		if t == "" {
			t = c.Display
		}
	}
	if t != "" && len(m.Dosage) > 0 && m.Dosage[0].Text != "" {
		t += ", " + m.Dosage[0].Text
	}
	return t
}

func (m medicationRequest) code() ehr.Coded {
	for _, c := range m.Medication.Coding {
		if c.System == string(ehr.RxNorm) {
			return ehr.Coded{System: ehr.RxNorm, Code: c.Code, Display: c.Display}
		}
	}
	return ehr.Coded{}
}
