// Package hooks offers the checks to other record systems as CDS Hooks services:
// patient-view, order-select, order-sign and encounter-discharge.
//
// New gives an http.Handler for the discovery endpoint, the services and their
// feedback endpoints. A caller authenticates with a signed JWT (Trust). What a
// call lacks in prefetch is fetched from the caller's FHIR server through a
// function the program supplies, since this package opens no connection itself;
// what can be had neither way is answered with 412 and an OperationOutcome when
// the checks cannot do without it, and with a card that says what was not
// checked when they can.
//
// Source: HL7 CDS Hooks Implementation Guide; hook definitions 1.0 of the CDS
// Hooks Library.
package hooks
