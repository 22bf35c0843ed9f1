package cpt

import (
	"bufio"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/visitwright/visitwright/ehr"
)

// Attestation is a person's word that the practice holds a licence for the table
// it loads. Without one nothing is read.
type Attestation struct {
	By      string // who attests
	Licence string // the licence's number or contract
	At      time.Time
}

// Table is a practice's own licensed table of one form.
type Table struct {
	Form  string // "LONGULT", "MEDU" or "SHORTU"
	By    Attestation
	words map[string]string
}

// Words is the licensed descriptor of a code.
func (t *Table) Words(code string) (string, bool) { w, ok := t.words[code]; return w, ok }

// Len counts the codes.
func (t *Table) Len() int { return len(t.words) }

var number = regexp.MustCompile(`^\d{4}[0-9A-Z]$`)

// widths of the descriptors in the fixed-width forms, in columns; the code stands
// in the first five and a blank follows (AMA, CPT data file layouts).
var widths = map[string]int{"MEDU": 48, "SHORTU": 28}

// ReadTable reads LONGULT.txt (code, tab, descriptor), MEDU.txt or SHORTU.txt
// (fixed width). The form is told by the content, not by the name. An error names
// the file and the line, and nothing of a bad file is kept.
func ReadTable(name string, r io.Reader, by Attestation) (*Table, error) {
	name = filepath.Base(name)
	if strings.TrimSpace(by.By) == "" || strings.TrimSpace(by.Licence) == "" {
		return nil, ehr.Errorf(ehr.Invalid, "%s is the AMA's licensed table: say who attests to the practice's licence, and its number", name)
	}
	t := &Table{By: by, words: map[string]string{}}
	in := bufio.NewScanner(r)
	in.Buffer(make([]byte, 4096), 1<<20)
	longest := 0
	for n := 1; in.Scan(); n++ {
		line := strings.TrimRight(in.Text(), "\r")
		form, code, words, err := split(line)
		if err != nil {
			if t.Form == "" { // the AMA's notice at the head
				continue
			}
			return nil, ehr.Errorf(ehr.Invalid, "%s, line %d: %v", name, n, err)
		}
		if form == "" {
			continue
		}
		switch {
		case t.Form == "":
			t.Form = form
		case t.Form != form:
			return nil, ehr.Errorf(ehr.Invalid, "%s, line %d: columns of another form than the lines before", name, n)
		case t.words[code] != "":
			return nil, ehr.Errorf(ehr.Invalid, "%s, line %d: %s stands there twice", name, n, code)
		}
		longest = max(longest, utf8.RuneCountInString(words))
		if form == "fixed" && longest > widths["MEDU"] {
			return nil, ehr.Errorf(ehr.Invalid, "%s, line %d: the text is %d columns wide; MEDU has 48, SHORTU 28", name, n, longest)
		}
		t.words[code] = words
	}
	if err := in.Err(); err != nil {
		return nil, ehr.Wrap(ehr.Invalid, err, "%s cannot be read to its end", name)
	}
	if t.Len() == 0 {
		return nil, ehr.Errorf(ehr.Invalid, "%s holds no line that begins with a five-character code", name)
	}
	if t.Form == "fixed" {
		if t.Form = "SHORTU"; longest > widths["SHORTU"] {
			t.Form = "MEDU"
		}
	}
	return t, nil
}

// split reads one line of either form. An empty form is an empty line.
func split(line string) (form, code, words string, err error) {
	if strings.TrimSpace(line) == "" {
		return "", "", "", nil
	}
	if !utf8.ValidString(line) {
		return "", "", "", fmt.Errorf("not UTF-8")
	}
	if code, words, ok := strings.Cut(line, "\t"); ok {
		if words = strings.TrimSpace(words); number.MatchString(code) && words != "" && !strings.Contains(words, "\t") {
			return "LONGULT", code, words, nil
		}
		return "", "", "", fmt.Errorf("not a code, one tab and a text")
	}
	if len(line) > 6 && number.MatchString(line[:5]) && line[5] == ' ' && line[6] != ' ' {
		return "fixed", line[:5], strings.TrimSpace(line[6:]), nil
	}
	return "", "", "", fmt.Errorf("a code in columns 1 to 5, a blank and a text were expected")
}
