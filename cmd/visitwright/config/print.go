package config

import (
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"reflect"
	"time"
)

// Setting is one setting as "visitwright config" shows it. Value is "(set)" or "(not set)" for a secret.
type Setting struct {
	Group   string `json:"group"`
	Name    string `json:"name"`
	Meaning string `json:"meaning"`
	Default string `json:"default"`
	Value   string `json:"value"`
	Changed bool   `json:"changed"`
}

func fields() iter.Seq[reflect.StructField] {
	return func(yield func(reflect.StructField) bool) {
		t := reflect.TypeFor[Config]()
		for i := range t.NumField() {
			if !yield(t.Field(i)) {
				return
			}
		}
	}
}

// Settings lists every setting in the order of the struct.
func (c Config) Settings() []Setting {
	value := reflect.ValueOf(c)
	var list []Setting
	group := ""
	for field := range fields() {
		if g := field.Tag.Get("group"); g != "" {
			group = g
		}
		fv := value.FieldByIndex(field.Index)
		s := Setting{
			Group:   group,
			Name:    field.Tag.Get("env"),
			Meaning: field.Tag.Get("means"),
			Default: field.Tag.Get("envDefault"),
			Value:   fmt.Sprint(fv.Interface()),
		}
		if d, ok := fv.Interface().(time.Duration); ok {
			s.Default, s.Value = length(s.Default), d.String()
		}
		s.Changed = s.Value != s.Default
		if field.Tag.Get("secret") == "true" {
			s.Value = "(not set)"
			if !fv.IsZero() {
				s.Value = "(set)"
			}
		}
		list = append(list, s)
	}
	return list
}

// Print writes every setting as text: the value, what it means, and the default where it was changed.
func (c Config) Print(w io.Writer) error {
	group := ""
	for _, s := range c.Settings() {
		if s.Group != group {
			group = s.Group
			if _, err := fmt.Fprintf(w, "\n%s\n", group); err != nil {
				return err
			}
		}
		shown := s.Value
		if shown == "" {
			shown = "(empty)"
		}
		note := "default"
		if s.Changed {
			note = "default: " + orEmpty(s.Default)
		}
		if _, err := fmt.Fprintf(w, "  %s = %s  (%s)\n      %s\n", s.Name, shown, note, s.Meaning); err != nil {
			return err
		}
	}
	return nil
}

// PrintJSON writes every setting as a JSON list.
func (c Config) PrintJSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(c.Settings())
}

func orEmpty(s string) string {
	if s == "" {
		return "empty"
	}
	return s
}

// length writes a default the way time.Duration prints it, so that the two can be compared.
func length(s string) string {
	d, err := time.ParseDuration(s)
	if err != nil {
		return s
	}
	return d.String()
}
