// Package hcpcs reads HCPCS Level II as CMS publishes it each quarter: a zip with
// the contractor's fixed-width file (320 columns), or that file itself. The rows
// that begin a code or a modifier are joined with the rows that continue their
// text. Errors name the file and the line, and a bad file gives no set at all, so
// that the one in use stays.
package hcpcs
