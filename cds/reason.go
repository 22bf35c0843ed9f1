package cds

import "strings"

// Reason is why somebody goes on in spite of an alert.
type Reason struct {
	Code    string `json:"code"`
	Display string `json:"display"`
}

// OverrideReasons are the reasons offered beside an interruptive alert, in the
// order in which they are shown.
var OverrideReasons = []Reason{
	{"benefit", "The benefit outweighs the risk"},
	{"tolerated", "The patient has tolerated it before"},
	{"monitored", "It will be monitored"},
	{"not-accurate", "The record is not accurate"},
	{"short", "It is for a short time only"},
	{"declined", "The patient declined the alternative"},
}

// otherReason counts reasons in a person's own words, which may hold health data
// and are not repeated in reports.
const otherReason = "other"

// ReasonCode is the code of a reason that was given as a code or in the words of
// OverrideReasons, else "other".
func ReasonCode(given string) string {
	for _, r := range OverrideReasons {
		if strings.EqualFold(given, r.Code) || strings.EqualFold(given, r.Display) {
			return r.Code
		}
	}
	return otherReason
}
