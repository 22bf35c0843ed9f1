package icd10cm

import (
	"bufio"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/visitwright/visitwright/ehr"
)

// ReadOrder reads an order file: fixed width, one node a line. Columns, from 1:
// 1-5 number, 7-13 code without point, 15 billable flag (0 or 1), 17-76 short
// and from 78 long description. Source: "icd10OrderFiles.pdf" in CMS's and CDC's
// code-descriptions zip.
func ReadOrder(r io.Reader) (*Release, error) {
	rel := &Release{codes: map[string]*Code{}}
	sc := bufio.NewScanner(r)
	var stack []string
	for n := 1; sc.Scan(); n++ {
		line := strings.TrimRight(sc.Text(), "\r ")
		if line == "" {
			continue
		}
		if !utf8.ValidString(line) {
			return nil, ehr.Errorf(ehr.Invalid, "line %d is not UTF-8", n)
		}
		if len(line) < 78 || line[5] != ' ' || line[14] != '0' && line[14] != '1' {
			return nil, ehr.Errorf(ehr.Invalid, "line %d is not a line of an order file: want the number in columns 1-5, the code in 7-13, 0 or 1 in 15, descriptions in 17 and 78", n)
		}
		code := Point(line[6:13])
		if _, ok := rel.codes[code]; ok {
			return nil, ehr.Errorf(ehr.Invalid, "line %d: the code %s stands there twice", n, code)
		}
		for len(stack) > 0 && !strings.HasPrefix(Bare(code), Bare(stack[len(stack)-1])) {
			stack = stack[:len(stack)-1]
		}
		c := &Code{Code: code, Description: clean(line[77:]), Billable: line[14] == '1'}
		if len(stack) > 0 {
			c.Parent = stack[len(stack)-1]
		}
		rel.add(c)
		if !c.Billable {
			stack = append(stack, code)
		}
	}
	if err := sc.Err(); err != nil {
		return nil, ehr.Wrap(ehr.Invalid, err, "the order file could not be read to its end")
	}
	if len(rel.codes) == 0 {
		return nil, ehr.Errorf(ehr.Invalid, "the order file is empty")
	}
	rel.sortOrder()
	return rel, nil
}

// Join lays a tabular list's notes over an order file, whose codes, flags and
// descriptions stand.
func Join(order, tabular *Release) *Release {
	for code, c := range order.codes {
		t, ok := tabular.codes[code]
		if !ok {
			continue
		}
		c.Notes, c.Seventh, c.Section, c.Chapter = t.Notes, t.Seventh, t.Section, t.Chapter
	}
	order.Tabular, order.titles = true, tabular.titles
	return order
}
