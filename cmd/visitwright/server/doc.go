// Package server is the HTTP door: everything a browser or a script can ask of
// the program, and who may ask it.
//
// routes.go is one readable list of all there is. Each line names the right that
// is needed (ehr.Action); whose data a request touches is read off its path, in
// which {visit} or {patient} says it. From that one line the door checks the
// session, the CSRF token, the right, opens the store's transaction with the
// reason for the audit, and describes the route in openapi.json, from which the
// browser app's types are made. A handler therefore gets an open transaction
// and a checked request, and holds only what is particular to its noun.
//
// Each noun has a file: visit.go, note.go, audio.go and so on. What a request
// may see beyond its right is the store's business: row-level security keeps
// practices apart, and another practice's visit is simply not found.
//
// Events to the page go out as server-sent events (events.go); audio comes in
// through a websocket that belongs to scribe/capture (capture.go).
package server
