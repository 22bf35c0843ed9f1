package main

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/header"
)

// sectionOf prints which section a short piece of talk belongs to.
func sectionOf(w io.Writer, path, format string) error {
	segments, err := readTranscript(path)
	if err != nil {
		return err
	}
	h, lead := header.Of(segments)
	if h == "" {
		return ehr.Errorf(ehr.Invalid, "nothing was said")
	}
	if format == formatJSON {
		return json.NewEncoder(w).Encode(struct {
			Header  header.Header   `json:"header"`
			Section ehr.SectionName `json:"section"`
			Lead    float64         `json:"lead"`
		}{h, h.Section(), lead})
	}
	_, err = fmt.Fprintf(w, "%s (%s)\n", h, h.Section())
	return err
}
