// Package interview reads transcripts of interviews between clinician and patient as published: a line per turn that begins
// with "D:" or "P:", in UTF-8 or UTF-16, with the slips that such files have.
package interview

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"
)

// Turn is what one speaker says before the other does.
type Turn struct {
	Clinician bool
	Text      string
}

// Interview is one transcript; Name is its file's name without ".txt".
type Interview struct {
	Name  string
	Turns []Turn
}

// ReadAll reads the transcripts of a folder, in order of name, but those named in except.
func ReadAll(dir string, except ...string) ([]Interview, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil {
		return nil, err
	}
	slices.Sort(paths)
	var out []Interview
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".txt")
		if slices.Contains(except, strings.ToUpper(name)) {
			continue
		}
		turns, err := Read(path)
		if err != nil {
			return nil, err
		}
		out = append(out, Interview{Name: name, Turns: turns})
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("no transcripts in %s", dir)
	}
	return out, nil
}

// Read reads one transcript.
func Read(path string) ([]Turn, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return Parse(decode(data)), nil
}

// decode reads UTF-16 with a byte-order mark and UTF-8 with or without.
func decode(data []byte) string {
	if len(data) >= 2 && (data[0] == 0xFF && data[1] == 0xFE || data[0] == 0xFE && data[1] == 0xFF) {
		var order binary.ByteOrder = binary.LittleEndian
		if data[0] == 0xFE {
			order = binary.BigEndian
		}
		units := make([]uint16, 0, len(data)/2)
		for i := 2; i+1 < len(data); i += 2 {
			units = append(units, order.Uint16(data[i:]))
		}
		return string(utf16.Decode(units))
	}
	return strings.ToValidUTF8(strings.TrimPrefix(string(data), "\ufeff"), "'")
}

// speaker begins a turn: "D:", "P:", and the slips "D;", `D"`, "DL", "P No".
var speaker = regexp.MustCompile(`^\s*([DP])(?:\s*[:;"L]\s*|\s+)`)

// Parse reads a transcript's text. A line without a speaker goes on with the turn before it.
func Parse(text string) []Turn {
	var out []Turn
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if m := speaker.FindStringSubmatch(line); m != nil {
			out = append(out, Turn{Clinician: m[1] == "D", Text: line[len(m[0]):]})
		} else if line != "" && len(out) > 0 {
			out[len(out)-1].Text += " " + line
		}
	}
	return out
}
