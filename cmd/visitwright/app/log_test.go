package app

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/visitwright/visitwright/cmd/visitwright/config"
	"github.com/visitwright/visitwright/ehr"
)

// TestTheLogBlotsOutHealthData, whoever logs it and in whatever shape.
func TestTheLogBlotsOutHealthData(t *testing.T) {
	for _, format := range []string{"text", "json"} {
		var b bytes.Buffer
		log := NewLog(config.Config{LogLevel: "debug", LogFormat: format}, &b)
		segment := ehr.Segment{Text: "penicillin"}
		log.Info("x", "patient", ehr.Patient{ID: "p-7", GivenName: "Wilhelmina"}, "segment", segment, "list", []ehr.Segment{segment},
			"note", &ehr.Note{Sections: []ehr.Section{{Title: "penicillin"}}}, "map", map[string]ehr.Segment{"a": segment})
		log.With("draft", ehr.Draft{Statement: "penicillin"}).WithGroup("g").Info("y", "segment", segment)
		require.NotContains(t, b.String(), "Wilhelmina", format)
		require.NotContains(t, b.String(), "penicillin", format)
		require.Contains(t, b.String(), "p-7", "identifiers may stand in the log")

		b.Reset()
		log.Error("z", "error", ehr.Errorf(ehr.Conflict, "somebody else changed the note"))
		require.Contains(t, b.String(), "somebody else changed the note")
	}
}
