package scribe

import (
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/visitwright/visitwright/ehr"
)

// maxTranscript is the largest transcript read, in bytes: some hundred hours of talk.
const maxTranscript = 32 << 20

// ReadTranscript reads a transcript as JSON ({"segments":[...]}, as transcribe
// prints it) or as lines "[doctor] ...", "D: ...", "Patient: ...". UTF-16,
// CR LF, "D;" for "D:" and lines that go on without a speaker are understood.
func ReadTranscript(r io.Reader) ([]ehr.Segment, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxTranscript+1))
	if err != nil {
		return nil, ehr.Wrap(ehr.Unavailable, err, "the transcript could not be read")
	}
	if len(b) > maxTranscript {
		return nil, ehr.Errorf(ehr.Invalid, "the transcript is larger than %d MiB", maxTranscript>>20)
	}
	text := decode(b)
	if t := strings.TrimSpace(text); strings.HasPrefix(t, "{") || strings.HasPrefix(t, "[{") {
		return readJSON(t)
	}
	return readLines(text)
}

// decode turns UTF-16 with a byte order mark, UTF-8 with or without one, and
// Latin-1 into a string.
func decode(b []byte) string {
	if len(b) >= 2 && (b[0] == 0xff && b[1] == 0xfe || b[0] == 0xfe && b[1] == 0xff) {
		low := b[0] == 0xff
		var u []uint16
		for i := 2; i+1 < len(b); i += 2 {
			v := uint16(b[i])<<8 | uint16(b[i+1])
			if low {
				v = uint16(b[i+1])<<8 | uint16(b[i])
			}
			u = append(u, v)
		}
		return string(utf16.Decode(u))
	}
	s := strings.TrimPrefix(string(b), "\ufeff")
	if utf8.ValidString(s) {
		return s
	}
	runes := make([]rune, len(b))
	for i, c := range b {
		runes[i] = rune(c)
	}
	return string(runes)
}

func readJSON(text string) ([]ehr.Segment, error) {
	var doc struct {
		Segments []ehr.Segment `json:"segments"`
	}
	var err error
	if text[0] == '[' {
		err = json.Unmarshal([]byte(text), &doc.Segments)
	} else {
		err = json.Unmarshal([]byte(text), &doc)
	}
	if err != nil {
		return nil, ehr.Wrap(ehr.Invalid, err, `the transcript must be JSON of the form {"segments":[{"speaker","text",...}]}`)
	}
	seen := map[ehr.SegmentID]bool{}
	for i := range doc.Segments {
		s := &doc.Segments[i]
		s.Speaker = speakerOf(string(s.Speaker))
		if s.ID == "" || seen[s.ID] {
			s.ID = ehr.SegmentID(fmt.Sprintf("s%d", i+1))
		}
		seen[s.ID] = true
	}
	return doc.Segments, nil
}

var spoken = regexp.MustCompile(`(?i)^\s*(?:\[\s*([a-z][a-z0-9_ ]{0,20}?)\s*\]\s*:?|(doctor|dr|clinician|provider|physician|nurse|patient|pt|guest[ _]?\w*|family|mother|father|speaker \w+|[dp])\s*[:;])\s*(.*)$`)

// inlineTag finds a speaker's tag inside a line, where turns were run together.
var inlineTag = regexp.MustCompile(`(?i)[ \t]+(\[(?:doctor|patient|clinician|guest\w*)\])`)

// uncoloned finds a speaker's letter at the start of a line without its colon.
var uncoloned = regexp.MustCompile(`\n([DP]) ([A-Z])`)

func readLines(text string) ([]ehr.Segment, error) {
	var out []ehr.Segment
	text = inlineTag.ReplaceAllString(text, "\n$1")
	if tagged := strings.Count(text, "\nD:") + strings.Count(text, "\nP:"); tagged > 5 { // a colon forgotten among many
		text = uncoloned.ReplaceAllString(text, "\n$1: $2")
	}
	for _, line := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' }) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		m := spoken.FindStringSubmatch(line)
		switch {
		case m != nil:
			if m[3] != "" {
				out = append(out, ehr.Segment{Speaker: speakerOf(m[1] + m[2]), Text: m[3]})
			} else {
				out = append(out, ehr.Segment{Speaker: speakerOf(m[1] + m[2])})
			}
		case len(out) > 0:
			out[len(out)-1].Text = strings.TrimSpace(out[len(out)-1].Text + " " + line)
		default:
			out = append(out, ehr.Segment{Speaker: ehr.UnknownVoice, Text: line})
		}
	}
	for i := range out {
		out[i].ID = ehr.SegmentID(fmt.Sprintf("s%d", i+1))
		// Lines carry no times: a second each keeps them in order.
		out[i].StartMS, out[i].EndMS = i*1000, i*1000+1000
	}
	return out, nil
}

func speakerOf(s string) ehr.Speaker {
	switch s = strings.ToLower(strings.TrimSpace(s)); {
	case s == "d", s == "dr", strings.HasPrefix(s, "doctor"), s == "clinician", s == "provider", s == "physician":
		return ehr.ClinicianVoice
	case s == "p", s == "pt", strings.HasPrefix(s, "patient"):
		return ehr.PatientVoice
	case s == "", s == "unknown":
		return ehr.UnknownVoice
	}
	return ehr.OtherVoice
}
