package icd10cm

import (
	"sort"
	"strings"

	"github.com/visitwright/visitwright/ehr"
)

// Code is one node of the classification: a category, subcategory or complete
// code.
type Code struct {
	Code        string // with its point, e.g. "E11.65"
	Description string // the long description
	Billable    bool   // complete: may stand on a claim
	Parent      string // empty for a three-character category
	Children    []string
	Section     string // e.g. "E08-E13"
	Chapter     int    // 1 to 22
	Notes       Notes  // the node's own
	// Seventh holds what each 7th character means where the node's complete codes
	// take one; inherited by the nodes below.
	Seventh map[byte]string
}

// Notes are the instructions printed under a node. They hold for the nodes
// below it too (Official Guidelines I.A.9 to I.A.17).
type Notes struct {
	Inclusion     []string // terms that are coded here
	Includes      []string
	Excludes1     []string // never together (I.A.12.a)
	Excludes2     []string // not included here, may stand together (I.A.12.b)
	CodeFirst     []string // the other comes first (I.A.13)
	UseAdditional []string // add the other (I.A.13)
	CodeAlso      []string // I.A.17
}

// Release is one published set. It is not changed after it was read.
type Release struct {
	Name  string   // e.g. "ICD-10-CM 2026-04"
	From  ehr.Date // first date of service
	To    ehr.Date // last date of service
	codes map[string]*Code
	order []string
	// titles are the headings of chapters and blocks, in order.
	titles []title
	// Tabular says whether notes and inclusion terms were loaded.
	Tabular bool
	// Index is the alphabetic index, where it was loaded.
	Index []IndexEntry
}

// Lookup finds a code with or without its point, in any case.
func (r *Release) Lookup(code string) (*Code, bool) {
	c, ok := r.codes[Point(code)]
	return c, ok
}

// Valid reports whether the code is in the release, complete, and the release
// covers the date of service.
func (r *Release) Valid(code string, service ehr.Date) bool {
	c, ok := r.Lookup(code)
	return ok && c.Billable && r.Covers(service)
}

// Covers reports whether the date of service lies in the release's time.
func (r *Release) Covers(service ehr.Date) bool {
	return !service.Before(r.From) && !r.To.Before(service)
}

// All calls f with each node in the order of the tabular list.
func (r *Release) All(f func(*Code)) {
	for _, c := range r.order {
		f(r.codes[c])
	}
}

// Len returns the number of nodes and of complete codes.
func (r *Release) Len() (nodes, billable int) {
	for _, c := range r.codes {
		if c.Billable {
			billable++
		}
	}
	return len(r.codes), billable
}

// Above calls f with the node and everything above it, nearest first, until f
// returns false.
func (r *Release) Above(code string, f func(*Code) bool) {
	for c, ok := r.Lookup(code); ok; c, ok = r.codes[c.Parent] {
		if !f(c) || c.Parent == "" {
			return
		}
	}
}

// Under returns the complete codes at and below the node, in order.
func (r *Release) Under(code string) []*Code {
	c, ok := r.Lookup(code)
	if !ok {
		return nil
	}
	if c.Billable {
		return []*Code{c}
	}
	var out []*Code
	for _, k := range c.Children {
		out = append(out, r.Under(k)...)
	}
	return out
}

// Point writes a code with its point after the third character, in capitals.
func Point(code string) string {
	code = strings.ToUpper(strings.ReplaceAll(strings.TrimSpace(code), ".", ""))
	if len(code) <= 3 {
		return code
	}
	return code[:3] + "." + code[3:]
}

// Bare writes a code without its point.
func Bare(code string) string { return strings.ReplaceAll(code, ".", "") }

// add puts a node in its place; the parent must be there already.
func (r *Release) add(c *Code) {
	if _, ok := r.codes[c.Code]; ok {
		return
	}
	r.codes[c.Code] = c
	if p, ok := r.codes[c.Parent]; ok {
		p.Children = append(p.Children, c.Code)
		if c.Section == "" {
			c.Section, c.Chapter = p.Section, p.Chapter
		}
	}
}

// sortOrder makes the order of the tabular list, which is that of the codes.
func (r *Release) sortOrder() {
	r.order = r.order[:0]
	for c := range r.codes {
		r.order = append(r.order, c)
	}
	sort.Strings(r.order)
	for _, c := range r.codes {
		sort.Strings(c.Children)
	}
}
