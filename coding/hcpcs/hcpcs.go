package hcpcs

import (
	"archive/zip"
	"bufio"
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/visitwright/visitwright/ehr"
)

// Code is one service, supply or modifier.
type Code struct {
	Code       string // five characters; two for a modifier
	Short      string
	Long       string
	Modifier   bool
	Added      ehr.Date
	Terminated ehr.Date // zero while in force
}

// In reports whether the code is in force on a day.
func (c Code) In(day ehr.Date) bool {
	return (c.Added.IsZero() || !day.Before(c.Added)) && (c.Terminated.IsZero() || day.Before(c.Terminated))
}

// Set is one quarter's list.
type Set struct {
	Name  string // the file it came from
	codes map[string]*Code
}

// Lookup finds a code in force on a day; ok is false for any other.
func (s *Set) Lookup(code string, day ehr.Date) (Code, bool) {
	c, ok := s.codes[strings.ToUpper(code)]
	if !ok || !c.In(day) {
		return Code{}, false
	}
	return *c, true
}

// In lists the services and supplies in force on a day, by their number.
func (s *Set) In(day ehr.Date) []Code {
	var out []Code
	for _, c := range s.codes {
		if !c.Modifier && c.In(day) {
			out = append(out, *c)
		}
	}
	slices.SortFunc(out, func(a, b Code) int { return strings.Compare(a.Code, b.Code) })
	return out
}

// Len counts codes and modifiers.
func (s *Set) Len() int { return len(s.codes) }

// wanted is the member of CMS's zip that holds the list; names vary by quarter.
var wanted = regexp.MustCompile(`(?i)(contr_)?anweb.*\.txt$`)

// Open reads CMS's zip, or the text file in it, by its content.
func Open(name string, b []byte) (*Set, error) {
	if !bytes.HasPrefix(b, []byte("PK")) {
		return Read(name, bytes.NewReader(b))
	}
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, ehr.Wrap(ehr.Invalid, err, "%s is no whole zip file", filepath.Base(name))
	}
	for _, f := range z.File {
		if !wanted.MatchString(f.Name) {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return nil, ehr.Wrap(ehr.Invalid, err, "%s cannot be unpacked", f.Name)
		}
		defer r.Close()
		return Read(f.Name, io.LimitReader(r, 64<<20))
	}
	return nil, ehr.Errorf(ehr.Invalid, "%s holds no file named ...ANWEB....txt", filepath.Base(name))
}

// width of a record, and where its parts stand, counted from zero (CMS, HCPCS
// contractor record layout).
const (
	width              = 292
	codeAt, seqAt      = 0, 5
	kindAt, longAt     = 10, 11
	shortAt, shortEnd  = 91, 119
	addedAt, actionEnd = 268, 276
	endedAt            = 284
)

// Read reads the fixed-width file.
func Read(name string, r io.Reader) (*Set, error) {
	s := &Set{Name: filepath.Base(name), codes: map[string]*Code{}}
	in := bufio.NewScanner(r)
	in.Buffer(make([]byte, 4096), 1<<20)
	var open *Code
	fail := func(line int, why string, args ...any) error {
		return ehr.Errorf(ehr.Invalid, "%s, line %d: %s", s.Name, line, fmt.Sprintf(why, args...))
	}
	for n := 1; in.Scan(); n++ {
		l := latin(in.Bytes())
		if len(l) <= longAt || strings.Trim(l, " \t") == "" || l[0] == '*' || strings.Contains(l[:longAt], "\t") || !isRecord(l) {
			if s.Len() > 0 && strings.Trim(l, " \t\x1a") != "" {
				return nil, fail(n, "no record of the contractor's layout")
			}
			continue // the notice at the head
		}
		if len(l) < width {
			return nil, fail(n, "%d columns, the layout has 320", len(l))
		}
		code := strings.TrimSpace(l[codeAt:seqAt])
		text := strings.TrimSpace(l[longAt:shortAt])
		switch l[kindAt] {
		case '3', '7':
			if s.codes[code] != nil {
				return nil, fail(n, "%s stands there twice", code)
			}
			open = &Code{Code: code, Long: text, Short: strings.TrimSpace(l[shortAt:shortEnd]), Modifier: l[kindAt] == '7'}
			var err error
			if open.Added, err = date(l[addedAt:actionEnd]); err != nil {
				return nil, fail(n, "the added date: %v", err)
			}
			if open.Terminated, err = date(l[endedAt:width]); err != nil {
				return nil, fail(n, "the termination date: %v", err)
			}
			s.codes[code] = open
		case '4', '8':
			if open == nil || open.Code != code {
				return nil, fail(n, "%s goes on, but was not begun", code)
			}
			open.Long += " " + text
		default:
			return nil, fail(n, "record kind %q; known are 3, 4, 7 and 8", l[kindAt])
		}
	}
	if err := in.Err(); err != nil {
		return nil, ehr.Wrap(ehr.Invalid, err, "%s cannot be read to its end", s.Name)
	}
	if s.Len() == 0 {
		return nil, ehr.Errorf(ehr.Invalid, "%s holds no HCPCS record", s.Name)
	}
	return s, nil
}

// isRecord tells a record from the notice before it: five columns of code, five
// digits of sequence, a digit.
func isRecord(l string) bool {
	_, err := strconv.Atoi(l[seqAt:kindAt])
	return err == nil && l[kindAt] >= '0' && l[kindAt] <= '9' && strings.TrimSpace(l[codeAt:seqAt]) != ""
}

// latin reads a line of ISO 8859-1, which is what CMS writes, column for column.
func latin(b []byte) string {
	b = bytes.TrimRight(b, "\r\n")
	if utf8.Valid(b) && !hasHigh(b) {
		return string(b)
	}
	out := make([]byte, len(b))
	for i, c := range b {
		if c > 126 || c < 32 && c != '\t' {
			c = ' '
		}
		out[i] = c
	}
	return string(out)
}

func hasHigh(b []byte) bool { return bytes.IndexFunc(b, func(r rune) bool { return r > 126 }) >= 0 }

func date(s string) (ehr.Date, error) {
	if s = strings.TrimSpace(s); s == "" || s == "00000000" {
		return ehr.Date{}, nil
	}
	if len(s) != 8 {
		return ehr.Date{}, fmt.Errorf("%q is not YYYYMMDD", s)
	}
	d, err := ehr.ParseDate(s[:4] + "-" + s[4:6] + "-" + s[6:])
	if err != nil {
		return ehr.Date{}, fmt.Errorf("%q is not YYYYMMDD", s)
	}
	return d, nil
}
