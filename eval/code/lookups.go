package code

import (
	"bufio"
	_ "embed"
	"strings"
)

//go:embed lookups.tsv
var lookups string

// Lookups are texts as coders type them, in two parts: one that was read while the
// search was mended, and one that was not.
func Lookups() (read, fresh []Label) {
	part := &read
	for lines := bufio.NewScanner(strings.NewReader(lookups)); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "# second part") {
			part = &fresh
		}
		if typed, code, ok := strings.Cut(lines.Text(), "\t"); ok && !strings.HasPrefix(typed, "#") {
			*part = append(*part, Label{Text: typed, Codes: []string{code}})
		}
	}
	return read, fresh
}
