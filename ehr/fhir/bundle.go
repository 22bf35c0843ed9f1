package fhir

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/visitwright/visitwright/ehr"
)

// maxBytes is the largest bundle that is read, unpacked: 256 MiB.
const maxBytes = 256 << 20

// maxProblems is how many places an error names.
const maxProblems = 20

// Record is what a bundle says of one patient.
type Record struct {
	Chart      ehr.Chart
	Encounters []Encounter // latest first
	// Skipped counts what was left out, by type of resource and reason.
	Skipped map[string]int
	// roughBirth: the date of birth is known only to the month or year.
	roughBirth bool
}

// Problem is a place in a bundle that is not understood. It holds no values.
type Problem struct {
	Path  string // e.g. "Bundle.entry[12].resource.code"
	Words string
}

func (p Problem) Error() string { return p.Path + ": " + p.Words }

// entry is a resource of the bundle.
type entry struct {
	path      string
	fullURL   string
	kind, id  string
	raw       json.RawMessage
	contained []entry
}

// reading is a bundle while it is read.
type reading struct {
	entries  []entry
	byName   map[string]*entry // by fullUrl, urn:uuid:id and Type/id
	records  []Record
	of       map[*entry]int // index of a Patient's record
	partly   bool           // what is not understood is left out: ReadChart
	problems []error
	more     int // problems beyond maxProblems
}

// Read reads a bundle of type collection, transaction, batch, document or
// searchset, packed with gzip or not, and gives a record for each Patient in it.
// The error is Invalid, names each place that is not understood, and wraps a
// Problem for each; then no record is given.
func Read(r io.Reader) ([]Record, error) {
	x := &reading{byName: map[string]*entry{}, of: map[*entry]int{}}
	if err := x.open(r); err != nil {
		return nil, err
	}
	for i := range x.entries {
		if e := &x.entries[i]; e.kind == "Patient" {
			x.patient(e)
		}
	}
	if len(x.of) == 0 && len(x.problems) == 0 {
		return nil, ehr.Errorf(ehr.Invalid, "the bundle has no Patient")
	}
	for i := range x.entries {
		if e := &x.entries[i]; e.kind != "Patient" {
			x.resource(e)
		}
	}
	if len(x.problems) > 0 {
		return nil, x.failure()
	}
	for i := range x.records {
		x.records[i].finish()
	}
	return x.records, nil
}

// open unpacks and takes the bundle apart.
func (x *reading) open(r io.Reader) error {
	buf := bufio.NewReader(r)
	if magic, err := buf.Peek(2); err == nil && magic[0] == 0x1f && magic[1] == 0x8b {
		z, err := gzip.NewReader(buf)
		if err != nil {
			return ehr.Wrap(ehr.Invalid, err, "the file cannot be unpacked")
		}
		buf = bufio.NewReader(z)
	}
	b, err := io.ReadAll(io.LimitReader(buf, maxBytes+1))
	if err != nil {
		return ehr.Wrap(ehr.Invalid, err, "the file cannot be read")
	}
	if len(b) > maxBytes {
		return ehr.Errorf(ehr.Invalid, "the bundle is larger than %d MiB", maxBytes>>20)
	}
	var bundle struct {
		ResourceType string `json:"resourceType"`
		Type         string `json:"type"`
		Entry        []struct {
			FullURL  string          `json:"fullUrl"`
			Resource json.RawMessage `json:"resource"`
		} `json:"entry"`
	}
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")) // the mark that Windows programs begin UTF-8 files with
	if err := json.Unmarshal(b, &bundle); err != nil {
		return ehr.Errorf(ehr.Invalid, "this is not JSON as FHIR writes it: %s", jsonProblem("Bundle", err))
	}
	if bundle.ResourceType != "Bundle" {
		return ehr.Errorf(ehr.Invalid, "this is not a FHIR bundle")
	}
	if !x.partly && !slices.Contains([]string{"collection", "transaction", "batch", "document", "searchset"}, bundle.Type) {
		return ehr.Errorf(ehr.Invalid, "Bundle.type: a bundle of this type is not a chart")
	}
	for i, e := range bundle.Entry {
		x.entries = append(x.entries, x.entry(fmt.Sprintf("Bundle.entry[%d].resource", i), e.FullURL, e.Resource))
	}
	for i := range x.entries {
		x.name(&x.entries[i])
	}
	return nil
}

// entry reads what a resource is.
func (x *reading) entry(path, fullURL string, raw json.RawMessage) entry {
	e := entry{path: path, fullURL: fullURL, raw: raw}
	var head struct {
		ResourceType string            `json:"resourceType"`
		ID           string            `json:"id"`
		Contained    []json.RawMessage `json:"contained"`
	}
	if raw == nil { // e.g. the answer to a deletion
		return e
	}
	if !x.decode(e, &head) {
		return e
	}
	if e.kind, e.id = head.ResourceType, head.ID; e.kind == "" {
		x.bad(path+".resourceType", "is missing")
	}
	for i, c := range head.Contained {
		e.contained = append(e.contained, x.entry(fmt.Sprintf("%s.contained[%d]", path, i), "", c))
	}
	return e
}

// name makes the entry findable.
func (x *reading) name(e *entry) {
	for _, n := range []string{e.fullURL, "urn:uuid:" + e.id, e.kind + "/" + e.id} {
		if _, taken := x.byName[n]; !taken && n != "" && !strings.HasSuffix(n, ":") && !strings.HasSuffix(n, "/") {
			x.byName[n] = e
		}
	}
}

// find gives the resource a reference means, or nil.
func (x *reading) find(from *entry, ref string) *entry {
	if id, ok := strings.CutPrefix(ref, "#"); ok {
		for i := range from.contained {
			if from.contained[i].id == id {
				return &from.contained[i]
			}
		}
		return nil
	}
	ref, _, _ = strings.Cut(ref, "/_history/")
	if e := x.byName[ref]; e != nil {
		return e
	}
	if parts := strings.Split(ref, "/"); len(parts) > 2 { // absolute, of a server
		return x.byName[strings.Join(parts[len(parts)-2:], "/")]
	}
	return nil
}

// recordOf gives the record of the patient that a resource is of.
func (x *reading) recordOf(e *entry, field string, ref reference) *Record {
	if ref.Reference == "" && x.partly && len(x.records) == 1 {
		return &x.records[0]
	}
	if ref.Reference == "" {
		x.bad(e.path+"."+field, "is missing")
		return nil
	}
	p := x.find(e, ref.Reference)
	if p == nil || p.kind != "Patient" {
		x.bad(e.path+"."+field, "names no Patient of this bundle")
		return nil
	}
	i, ok := x.of[p]
	if !ok { // that patient has problems of their own
		return nil
	}
	return &x.records[i]
}

// decode reads a resource into v and says where it cannot.
func (x *reading) decode(e entry, v any) bool {
	if err := json.Unmarshal(e.raw, v); err != nil {
		x.problem(jsonProblem(e.path, err))
		return false
	}
	return true
}

// jsonProblem says where JSON is not as it should be, without the values.
func jsonProblem(path string, err error) Problem {
	var kind *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &kind):
		return Problem{strings.TrimSuffix(path+"."+kind.Field, "."), fmt.Sprintf("a JSON %s cannot stand here", strings.Fields(kind.Value)[0])}
	case errors.As(err, &syntax):
		return Problem{path, fmt.Sprintf("the JSON is broken at byte %d", syntax.Offset)}
	}
	return Problem{path, "cannot be read"}
}

// bad notes a place that is not understood.
func (x *reading) bad(path, words string) { x.problem(Problem{path, words}) }

func (x *reading) problem(err error) {
	if len(x.problems) == maxProblems {
		x.more++
		return
	}
	x.problems = append(x.problems, err)
}

func (x *reading) failure() error {
	words := make([]string, len(x.problems))
	for i, p := range x.problems {
		words[i] = p.Error()
	}
	more := ""
	if x.more > 0 {
		more = fmt.Sprintf("\nand %d more", x.more)
	}
	return ehr.Wrap(ehr.Invalid, errors.Join(x.problems...), "the bundle is not understood:\n%s%s", strings.Join(words, "\n"), more)
}

// namespace of the UUIDs that are made of other identifiers.
var namespace = uuid.MustParse("6f6a0d0e-9b0c-5d0f-8d6b-7a1f3c1c9f10")

// own gives a resource's identifier where it is a UUID.
func (e *entry) own() (string, bool) {
	for _, s := range []string{e.id, strings.TrimPrefix(e.fullURL, "urn:uuid:")} {
		if id, err := uuid.Parse(s); err == nil && len(s) == 36 {
			return id.String(), true
		}
	}
	return "", false
}

// idOf gives an entry of a patient's chart its identifier: the resource's own, or
// one made of it and the patient's, so that "1" of two bundles stays two.
func idOf[T ~string](r *Record, e *entry) T {
	if id, ok := e.own(); ok {
		return T(id)
	}
	name := e.kind + "/" + e.id
	if e.id == "" {
		name = e.kind + e.fullURL + string(e.raw)
	}
	return T(uuid.NewSHA1(namespace, []byte(string(r.Chart.Patient.ID)+"/"+name)).String())
}

// partOf gives the identifier of a part of a resource.
func partOf[T ~string](r *Record, e *entry, part string) T {
	return T(uuid.NewSHA1(namespace, []byte(idOf[string](r, e)+"/"+part)).String())
}

// date reads a date or the day of a time in its own zone; zero where s is empty.
func (x *reading) date(path, s string) ehr.Date {
	if s == "" {
		return ehr.Date{}
	}
	t, ok := parseTime(s)
	if !ok {
		x.bad(path, "must look like 2026, 2026-11, 2026-11-22 or 2026-11-22T09:30:00-05:00")
		return ehr.Date{}
	}
	return ehr.DateOf(t)
}

// skip counts what is left out.
func (r *Record) skip(what string) { r.Skipped[what]++ }
