package server

import (
	"bytes"
	"encoding/json"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"github.com/visitwright/visitwright/ehr"
)

// The word lists of package ehr as OpenAPI enumerations, so that the browser
// app's types hold the words and not just strings. ehr itself imports nothing.
type (
	roleWords    struct{}
	stateWords   struct{}
	tierWords    struct{}
	speakerWords struct{}
	sentenceKind struct{}
	dateWords    struct{}
	caseWords    struct{}
	verdictWords struct{}
)

func words[T ~string](list ...T) *huma.Schema {
	s := &huma.Schema{Type: huma.TypeString}
	for _, w := range list {
		s.Enum = append(s.Enum, string(w))
	}
	return s
}

func (roleWords) Schema(huma.Registry) *huma.Schema  { return words(ehr.Roles...) }
func (stateWords) Schema(huma.Registry) *huma.Schema { return words(ehr.VisitStates...) }
func (tierWords) Schema(huma.Registry) *huma.Schema {
	return words(ehr.Interruptive, ehr.Inline, ehr.Passive)
}
func (speakerWords) Schema(huma.Registry) *huma.Schema {
	return words(ehr.ClinicianVoice, ehr.PatientVoice, ehr.OtherVoice, ehr.UnknownVoice)
}
func (sentenceKind) Schema(huma.Registry) *huma.Schema {
	return words(ehr.Statement, ehr.ProblemTitle, ehr.Reasoning, ehr.PlanMedication, ehr.PlanTest, ehr.PlanReferral,
		ehr.PlanAdvice, ehr.PlanFollowUp)
}
func (caseWords) Schema(huma.Registry) *huma.Schema { return words(ehr.CodingStates...) }
func (verdictWords) Schema(huma.Registry) *huma.Schema {
	return words(ehr.VerdictAccepted, ehr.VerdictRejected, ehr.VerdictReplaced, ehr.VerdictAdded, ehr.VerdictWithdrawn)
}
func (dateWords) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Description: "a day, 2006-01-02; empty where it is not known"}
}

func registry() huma.Registry {
	r := huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer)
	r.RegisterTypeAlias(reflect.TypeFor[ehr.Role](), reflect.TypeFor[roleWords]())
	r.RegisterTypeAlias(reflect.TypeFor[ehr.VisitState](), reflect.TypeFor[stateWords]())
	r.RegisterTypeAlias(reflect.TypeFor[ehr.Tier](), reflect.TypeFor[tierWords]())
	r.RegisterTypeAlias(reflect.TypeFor[ehr.Speaker](), reflect.TypeFor[speakerWords]())
	r.RegisterTypeAlias(reflect.TypeFor[ehr.SentenceKind](), reflect.TypeFor[sentenceKind]())
	r.RegisterTypeAlias(reflect.TypeFor[ehr.Date](), reflect.TypeFor[dateWords]())
	r.RegisterTypeAlias(reflect.TypeFor[ehr.CodingState](), reflect.TypeFor[caseWords]())
	r.RegisterTypeAlias(reflect.TypeFor[ehr.CodeVerdict](), reflect.TypeFor[verdictWords]())
	return r
}

// Lists in answers are never null, so the description need not allow for it.
func init() { huma.DefaultArrayNullable = false }

// listsNotNull turns nil lists into empty ones before an answer is written.
func listsNotNull(_ huma.Context, _ string, v any) (any, error) {
	if v == nil {
		return v, nil
	}
	rv := reflect.New(reflect.TypeOf(v)).Elem()
	rv.Set(reflect.ValueOf(v))
	fillLists(rv)
	return rv.Interface(), nil
}

func fillLists(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			fillLists(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); f.CanSet() {
				fillLists(f)
			}
		}
	case reflect.Slice:
		if v.IsNil() {
			v.Set(reflect.MakeSlice(v.Type(), 0, 0))
			return
		}
		if holdsLists(v.Type().Elem()) {
			for i := range v.Len() {
				fillLists(v.Index(i))
			}
		}
	}
}

func holdsLists(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Struct, reflect.Pointer, reflect.Slice:
		return true
	}
	return false
}

func indented(v any) ([]byte, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := json.Indent(&out, b, "", "  "); err != nil {
		return nil, err
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}
