package server

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/visitwright/visitwright/ehr"
)

type object = map[string]any

// bodies are requests that pass validation, by route. A new route that takes a
// body needs one here.
func bodies(p *practice) map[string]any {
	choice := object{"choice": "accepted", "reason": "test"}
	visit := "/visits/{visit}"
	card := object{"place": 1, "payer": "Harbor Health", "member_id": "H1", "relationship": "self"}
	return map[string]any{
		"POST /users":                                          object{"username": "new", "name": "New", "role": "nurse", "password": "a long enough pass phrase 7"},
		"PATCH /users/{user}":                                  object{"name": "Renamed"},
		"POST /appointments":                                   object{"patient_id": p.Patient.ID, "clinician_id": p.Clinician.User, "start": "2026-11-23T15:00:00Z", "minutes": 20, "reason": "test"},
		"PATCH /appointments/{appointment}":                    object{"status": "arrived"},
		"POST /patients/search":                                object{"query": "a"},
		"POST /patients":                                       object{"given_name": "A", "family_name": "B", "birth_date": "1980-01-01", "sex": "female"},
		"POST /patients/{patient}/problems":                    object{"code": object{"display": "Asthma"}, "status": "active"},
		"POST /patients/{patient}/medications":                 object{"code": object{"display": "Aspirin"}, "status": "active"},
		"POST /patients/{patient}/allergies":                   object{"substance": object{"display": "Latex"}},
		"POST /patients/{patient}/vitals":                      object{"signs": []any{object{"code": "8867-4", "value": 72, "unit": "/min"}}},
		"POST /patients/{patient}/results":                     object{"code": object{"display": "Potassium"}, "category": "laboratory", "value": 4.1, "unit": "mmol/L"},
		"POST /patients/{patient}/immunizations":               object{"cvx": "140", "name": "Influenza", "date": "2026-10-01"},
		"POST /patients/{patient}/restore":                     object{"kind": "problem", "id": ehr.NewID[string]()},
		"PUT /patients/{patient}/allergy-status":               object{"status": "none_known"},
		"POST /patients/{patient}/void":                        object{"kind": "problem", "id": ehr.NewID[string](), "reason": "test"},
		"POST /visits":                                         object{"patient_id": p.Patient.ID, "reason": "test"},
		"PATCH " + visit:                                       object{"template": "soap"},
		"POST /templates":                                      object{"content": "title: Mine\nsections:\n  - {name: results, title: R}\n"},
		"POST /practice-templates":                             object{"content": "title: Ours\nsections:\n  - {name: results, title: R}\n"},
		"PUT /template-defaults":                               object{"template": "soap"},
		"PUT /session/note-template":                           object{"template": "soap"},
		"PUT /session/wordings":                                object{"section": "results", "from": "a", "to": "b", "on": true},
		"POST " + visit + "/void":                              object{"reason": "test"},
		"POST " + visit + "/consent":                           object{"given": true, "method": "verbal", "present": "patient"},
		"POST " + visit + "/stop":                              object{},
		"POST " + visit + "/redraft":                           object{},
		"POST " + visit + "/retry":                             nil,
		"PUT " + visit + "/note":                               object{"base_version": 0, "sections": []any{}},
		"POST " + visit + "/sentences/{item}/answer":           choice,
		"POST " + visit + "/omissions/{item}/answer":           choice,
		"POST " + visit + "/reconciliations/{item}/answer":     choice,
		"POST " + visit + "/orders/{item}/answer":              choice,
		"POST " + visit + "/alerts/{item}/answer":              choice,
		"POST " + visit + "/codes/{item}/answer":               choice,
		"POST " + visit + "/sign":                              object{"version": 1},
		"POST " + visit + "/summary/translation":               nil,
		"POST " + visit + "/compare":                           nil,
		"POST " + visit + "/compare/take":                      object{"base_version": 1},
		"POST " + visit + "/addenda":                           object{"text": "test"},
		"POST " + visit + "/alerts/{item}/act":                 object{"action": 0},
		"POST /patients/{patient}/orders":                      object{"kind": "test", "text": "HbA1c"},
		"POST /rules/{rule}/settings":                          object{"shadow": true, "why": "test"},
		"POST /rules/{rule}/rollback":                          object{"why": "test"},
		"POST /immunization-schedules":                         object{"schedule": "aap-2026", "why": "test"},
		"POST /rules/replay":                                   object{"settings": []object{{"rule": "ddi-warfarin-nsaid", "shadow": true}}},
		"POST /desk/{visit}/claim":                             object{"version": 0},
		"POST /desk/{visit}/release":                           object{"version": 0},
		"POST /desk/{visit}/finish":                            object{"version": 0},
		"POST /desk/{visit}/decisions":                         object{"version": 0, "code_id": "x", "verdict": "accepted"},
		"POST /desk/{visit}/questions":                         object{"version": 0, "text": "test"},
		"POST " + visit + "/questions/{item}/answer":           object{"text": "test"},
		"POST /codes/search":                                   object{"text": "cough"},
		"POST /codes/browse":                                   object{},
		"PUT /coding-settings":                                 object{"rerank": false},
		"POST /jobs/{job}/retry":                               nil,
		"POST /patients/{patient}/coverage":                    card,
		"PUT /patients/{patient}/coverage/{coverage}":          card,
		"POST /patients/{patient}/coverage/{coverage}/void":    object{"reason": "test"},
		"POST /patients/{patient}/coverage/{coverage}/restore": nil,
	}
}

// path fills a route's path in with things of the practice.
func (r route) filled(p *practice) string {
	return strings.NewReplacer(
		"{visit}", string(p.visit), "{patient}", string(p.Patient.ID), "{user}", string(p.Nurse.User),
		"{appointment}", ehr.NewID[string](), "{coverage}", ehr.NewID[string](), "{version}", "1", "{job}", "1", "{item}", "x1", "{rule}", "ddi-warfarin-nsaid",
	).Replace(r.path)
}

// TestEveryRouteRefusesWhoeverItShould walks the whole list: nobody signed in, a
// role without the right, and somebody of another practice are refused, and what
// concerns a patient stands in the audit, allowed or refused.
func TestEveryRouteRefusesWhoeverItShould(t *testing.T) {
	h := openHouse(t)
	ours, theirs := h.openPractice(t, "-a"), h.openPractice(t, "-b")
	walked := 0
	for _, r := range h.door.list {
		if r.access == anyone {
			continue
		}
		walked++
		t.Run(r.method+" "+r.path, func(t *testing.T) {
			body, there := bodies(ours)[r.method+" "+r.path]
			if !there && !r.safe() && r.access == withRight {
				t.Fatal("this route needs a body in bodies()")
			}
			path := r.filled(ours)
			resp := h.ask(t, ours, "", r.method, path, body)
			require.Equal(t, http.StatusUnauthorized, resp.Code, "nobody is signed in: %s", resp.Body)
			if r.access == withRight {
				h.refusesWrongRoles(t, r, ours, path, body)
				h.hidesFromOthers(t, r, ours, theirs, path, body)
				h.letsThrough(t, r, ours, path, body)
			}
		})
	}
	require.Greater(t, walked, 50)
}

func (h *house) refusesWrongRoles(t *testing.T, r route, p *practice, path string, body any) {
	t.Helper()
	for _, role := range ehr.Roles {
		if role.May(r.right) {
			continue
		}
		before := h.audited(t, p.actor(role), false)
		resp := h.ask(t, p, role, r.method, path, body)
		require.Equal(t, http.StatusForbidden, resp.Code, "%s must not: %s", role, resp.Body)
		require.Greater(t, h.audited(t, p.actor(role), false), before, "the refusal of %s stands in the audit", role)
	}
}

// elsewhere are the routes that name nothing of a practice's.
var elsewhere = map[string]bool{
	"/users": true, "/clinicians": true, "/session/note-template": true, "/session/wordings": true, "/templates": true, "/practice-templates": true, "/template-versions": true, "/template-defaults": true, "/schedule": true, "/patients/search": true, "/patients": true,
	"/care-gaps": true, "/rules": true, "/rules/{rule}/settings": true, "/rules/{rule}/rollback": true, "/rules/replay": true, "/immunization-schedules": true, "/reports/alerts": true,
	"/desk": true, "/coding-questions": true, "/codes/search": true, "/codes/browse": true, "/reports/coding": true, "/coding-settings": true,
	"/audit": true, "/audit/verify": true, "/jobs": true,
}

func (h *house) hidesFromOthers(t *testing.T, r route, ours, theirs *practice, path string, body any) {
	t.Helper()
	if elsewhere[r.path] {
		return
	}
	role := roleWith(r.right)
	before := h.audited(t, theirs.actor(role), false)
	resp := h.ask(t, theirs, role, r.method, path, body)
	require.Equal(t, http.StatusNotFound, resp.Code, "another practice's %s: %s", role, resp.Body)
	if r.subject() != "job" { // no patient's data
		require.Greater(t, h.audited(t, theirs.actor(role), false), before, "the refusal stands in the audit")
	}
}

// letsThrough asks as somebody who may. The visit may not be in the state for
// it, which is no refusal; that it was looked at stands in the audit.
func (h *house) letsThrough(t *testing.T, r route, p *practice, path string, body any) {
	t.Helper()
	role := roleWith(r.right)
	who := p.actor(role)
	before := h.audited(t, who, true)
	resp := h.ask(t, p, role, r.method, path, body)
	require.NotContains(t, []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusInternalServerError}, resp.Code, resp.Body.String())
	if s := r.subject(); resp.Code < 300 && (s == "visit" || s == "patient") {
		require.Greater(t, h.audited(t, who, true), before, "what concerns a patient stands in the audit")
	}
}

func roleWith(right ehr.Action) ehr.Role {
	for _, role := range ehr.Roles {
		if role.May(right) {
			return role
		}
	}
	return ""
}

// TestChangesNeedTheTokenAndOurOwnPage: a cookie alone changes nothing.
func TestChangesNeedTheTokenAndOurOwnPage(t *testing.T) {
	h := openHouse(t)
	p := h.openPractice(t, "")
	right := p.signed[ehr.Clinician]
	body := object{"template": "apso"}
	path := "/visits/" + string(p.visit)

	p.signed[ehr.Clinician] = signedInAs{cookie: right.cookie, csrf: "wrong"}
	require.Equal(t, http.StatusForbidden, h.ask(t, p, ehr.Clinician, http.MethodPatch, path, body).Code)
	p.signed[ehr.Clinician] = right
	require.Equal(t, http.StatusOK, h.ask(t, p, ehr.Clinician, http.MethodPatch, path, body).Code)

	for origin, want := range map[string]int{
		"https://evil.example": http.StatusForbidden, "http://example.com": http.StatusOK, // the host of httptest's requests
	} {
		req := request(t, http.MethodPatch, prefix+path, body)
		req.AddCookie(&right.cookie)
		req.Header.Set(csrfHeader, right.csrf)
		req.Header.Set("Origin", origin)
		require.Equal(t, want, h.do(req).Code, origin)
	}
}
