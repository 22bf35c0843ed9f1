package edits

import (
	"encoding/csv"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/visitwright/visitwright/ehr"
)

// code is a CPT or HCPCS number.
var code = regexp.MustCompile(`^[0-9A-Z]\d{3}[0-9A-Z]$`)

// rows reads a table as published, tabs or commas, told by its first lines. each
// gets the line number and the trimmed fields; what it returns stops the reading
// with the file and the line named.
func rows(name string, r io.Reader, each func(n int, f []string) error) error {
	name = filepath.Base(name)
	b, err := io.ReadAll(io.LimitReader(r, 512<<20))
	if err != nil {
		return ehr.Wrap(ehr.Invalid, err, "%s cannot be read to its end", name)
	}
	text := string(b)
	if !utf8.ValidString(text) { // CMS writes Windows-1252 in notices; codes and numbers are ASCII
		text = strings.ToValidUTF8(text, "?")
	}
	in := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	in.FieldsPerRecord, in.LazyQuotes = -1, true
	if head := text[:min(len(text), 4096)]; strings.Count(head, "\t") > strings.Count(head, ",") {
		in.Comma = '\t'
	}
	for {
		f, err := in.Read()
		if err == io.EOF {
			return nil
		}
		line, _ := in.FieldPos(0)
		if err != nil {
			return ehr.Errorf(ehr.Invalid, "%s, line %d: no row of a table", name, line)
		}
		for i := range f {
			f[i] = strings.TrimSpace(f[i])
		}
		if err := each(line, f); err != nil {
			return ehr.Errorf(ehr.Invalid, "%s, line %d: %v", name, line, err)
		}
	}
}

// Pair is an NCCI procedure-to-procedure edit: the second is part of the first.
type Pair struct {
	First, Second string
	From, Until   ehr.Date // Until zero: in force
	Modifier      bool     // a modifier may part them (indicator 1)
}

// ReadPairs reads NCCI's practitioner PTP file: first code, second code, a mark of
// 1996, effective date, deletion date ("*" for none), modifier indicator 0, 1 or 9.
func ReadPairs(name string, r io.Reader) (*Pairs, error) {
	out := &Pairs{numbers: map[string]uint32{}}
	err := rows(name, r, func(n int, f []string) error {
		if len(f) < 6 || !code.MatchString(f[0]) {
			if out.Len() > 0 && strings.Join(f, "") != "" {
				return fmt.Errorf("a pair of codes was expected in the first two columns")
			}
			return nil // notices and column names
		}
		p := Pair{First: f[0], Second: f[1]}
		if !code.MatchString(p.Second) {
			return fmt.Errorf("%q is no code", p.Second)
		}
		var err error
		if p.From, err = day(f[3]); err != nil {
			return err
		}
		if p.Until, err = day(f[4]); err != nil {
			return err
		}
		switch f[5] {
		case "1":
			p.Modifier = true
		case "0", "9":
		default:
			return fmt.Errorf("modifier indicator %q; known are 0, 1 and 9", f[5])
		}
		if f[5] != "9" { // 9: the edit was deleted on the day it began
			out.add(n, p)
		}
		return nil
	})
	if err := whole(name, out.Len(), err); err != nil {
		return nil, err
	}
	return out, out.settle(filepath.Base(name))
}

func whole(name string, n int, err error) error {
	if err == nil && n == 0 {
		return ehr.Errorf(ehr.Invalid, "%s holds no row that begins with a code", filepath.Base(name))
	}
	return err
}

func day(s string) (ehr.Date, error) {
	if s == "*" || s == "" {
		return ehr.Date{}, nil
	}
	if len(s) == 8 {
		if d, err := ehr.ParseDate(s[:4] + "-" + s[4:6] + "-" + s[6:]); err == nil {
			return d, nil
		}
	}
	return ehr.Date{}, fmt.Errorf("%q is not YYYYMMDD", s)
}

// Unit is NCCI's medically unlikely edit of one code.
type Unit struct {
	Most      int    // units a day
	Indicator string // 1 line, 2 date of service by policy, 3 date of service by clinic
	Reason    string
}

// ReadUnits reads NCCI's practitioner MUE table: code, units, adjudication
// indicator, rationale.
func ReadUnits(name string, r io.Reader) (map[string]Unit, error) {
	out := map[string]Unit{}
	err := rows(name, r, func(_ int, f []string) error {
		if len(f) < 3 || !code.MatchString(f[0]) {
			if len(out) > 0 && strings.Join(f, "") != "" {
				return fmt.Errorf("a code was expected in the first column")
			}
			return nil
		}
		n, err := strconv.Atoi(f[1])
		if err != nil || n < 0 {
			return fmt.Errorf("%q is no number of units", f[1])
		}
		if _, twice := out[f[0]]; twice {
			return fmt.Errorf("%s stands there twice", f[0])
		}
		u := Unit{Most: n, Indicator: f[2][:min(1, len(f[2]))]}
		if !strings.Contains("123", u.Indicator) || u.Indicator == "" {
			return fmt.Errorf("adjudication indicator %q; known are 1, 2 and 3", f[2])
		}
		if len(f) > 3 {
			u.Reason = f[3]
		}
		out[f[0]] = u
		return nil
	})
	return out, whole(name, len(out), err)
}

// Fee is a row of the physician fee schedule's relative value file.
type Fee struct {
	Status      string  // A active, I not valid for Medicare, ...
	Work        float64 // relative value units
	NonFacility float64 // total, in an office
	Facility    float64 // total
	Global      string  // days: 000, 010, 090, XXX, ZZZ, YYY, MMM
}

// Fees holds the rows by code; a row of a modifier by code and modifier.
type Fees map[string]Fee

// ReadFees reads PPRRVU as published (31 columns of CSV). The words of codes are
// not kept.
func ReadFees(name string, r io.Reader) (Fees, error) {
	out := Fees{}
	err := rows(name, r, func(_ int, f []string) error {
		if !code.MatchString(f[0]) {
			if len(out) > 0 && strings.Join(f, "") != "" {
				return fmt.Errorf("a code was expected in the first column")
			}
			return nil
		}
		if len(f) < 15 {
			return fmt.Errorf("%d columns, the file has 31", len(f))
		}
		fee := Fee{Status: f[3], Global: f[14]}
		for _, c := range []struct {
			to *float64
			at int
		}{{&fee.Work, 5}, {&fee.NonFacility, 11}, {&fee.Facility, 12}} {
			v, err := strconv.ParseFloat(f[c.at], 64)
			if err != nil || v < 0 {
				return fmt.Errorf("column %d: %q is no relative value", c.at+1, f[c.at])
			}
			*c.to = v
		}
		k := f[0]
		if f[1] != "" {
			k += "-" + f[1]
		}
		if _, twice := out[k]; twice {
			return fmt.Errorf("%s stands there twice", k)
		}
		out[k] = fee
		return nil
	})
	return out, whole(name, len(out), err)
}

// Conditions maps diagnosis codes to the categories of one HCC model.
type Conditions map[string][]string

var (
	diagnosis = regexp.MustCompile(`^[A-TV-Z]\d[0-9A-Z][0-9A-Z]{0,4}$|^U\d{2,6}$`)
	category  = regexp.MustCompile(`^(HCC)?\d{1,3}(\.0)?$`)
)

// ReadConditions reads a map as published: the code without its point in the first
// column, and a category in the second or in the column that a heading names after
// the model. Only rows of the model count, where a column names models; model
// empty takes all.
func ReadConditions(name string, r io.Reader, model string) (Conditions, error) {
	out := Conditions{}
	at := -1
	err := rows(name, r, func(_ int, f []string) error {
		c := strings.ReplaceAll(f[0], ".", "")
		if !diagnosis.MatchString(c) {
			if len(out) > 0 && strings.Join(f, "") != "" && len(f) > 1 && category.MatchString(f[1]) {
				return fmt.Errorf("%q is no diagnosis code", f[0])
			}
			for i, h := range f {
				if model != "" && strings.Contains(strings.ToLower(h), strings.ToLower(model)) && at < 0 {
					at = i
				}
			}
			return nil
		}
		i := at
		if i < 0 {
			i = 1
			if model != "" && (len(f) < 3 || !strings.Contains(f[2], model)) {
				return nil
			}
		}
		if i >= len(f) || f[i] == "" {
			return nil
		}
		if !category.MatchString(f[i]) {
			return fmt.Errorf("%q is no category", f[i])
		}
		out[c] = append(out[c], strings.TrimSuffix(strings.TrimPrefix(f[i], "HCC"), ".0"))
		return nil
	})
	return out, whole(name, len(out), err)
}

// Of returns the categories of a diagnosis code, with or without its point.
func (c Conditions) Of(code string) []string { return c[strings.ReplaceAll(code, ".", "")] }
