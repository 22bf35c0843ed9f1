package app

import (
	"io"
	"log/slog"
	"reflect"
	"strings"

	"github.com/visitwright/visitwright/cmd/visitwright/config"
)

// NewLog makes the program's log. Values of the record's types (a patient, a
// note, a segment) are blotted out whoever logs them; identifiers and kinds of
// error are not.
func NewLog(cfg config.Config, w io.Writer) *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(cfg.LogLevel)); err != nil {
		level = slog.LevelInfo // config.Load has already reported it
	}
	o := &slog.HandlerOptions{Level: level, ReplaceAttr: blot}
	if cfg.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, o))
	}
	return slog.New(slog.NewTextHandler(w, o))
}

func blot(_ []string, a slog.Attr) slog.Attr {
	if a.Value.Kind() == slog.KindAny && holdsRecord(reflect.TypeOf(a.Value.Any())) {
		return slog.String(a.Key, "(health data)")
	}
	return a
}

// holdsRecord reports whether the type is, or is a list or pointer of, a
// structure of package ehr. Its errors and dates carry none.
func holdsRecord(t reflect.Type) bool {
	if t == nil {
		return false
	}
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
		return holdsRecord(t.Elem())
	case reflect.Struct:
		return strings.HasSuffix(t.PkgPath(), "visitwright/ehr") && t.Name() != "Error"
	}
	return false
}
