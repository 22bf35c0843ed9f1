package icd10cm

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/visitwright/visitwright/ehr"
)

// maxFile bounds one unpacked file; the largest published one is 15 MB.
const maxFile = 200 << 20

// Load makes one release of the files, zips or folders given: a tabular list,
// an order file, a plain list of codes, or several of them. What each is, is told
// from its content. effective is the first date of service; where it is zero it
// is taken from the files' names and the year that the tabular list carries.
func Load(effective ehr.Date, paths ...string) (*Release, error) {
	var l loader
	for _, p := range paths {
		if err := l.path(p); err != nil {
			return nil, err
		}
	}
	return l.release(effective)
}

type loader struct {
	tabular, order, list, index []byte
	tabularName                 string
	orderName                   string
	indexName                   string
	names                       []string
	dated                       ehr.Date // from a folder named by its first month of service, e.g. "2026-04"
}

func (l *loader) path(p string) error {
	st, err := os.Stat(p)
	if err != nil {
		return ehr.Wrap(ehr.Invalid, err, "cannot read %s", p)
	}
	if !st.IsDir() {
		b, err := os.ReadFile(p)
		if err != nil {
			return ehr.Wrap(ehr.Invalid, err, "cannot read %s", p)
		}
		return l.file(filepath.Base(p), b)
	}
	if t, err := time.Parse("2006-01", filepath.Base(p)); err == nil {
		l.dated = ehr.DateOf(t)
	}
	entries, err := os.ReadDir(p)
	if err != nil {
		return ehr.Wrap(ehr.Invalid, err, "cannot read %s", p)
	}
	for _, e := range entries {
		if !e.IsDir() {
			if err := l.path(filepath.Join(p, e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

// file takes one file by its content. What is none of ours (a PDF, an addenda
// text) is passed over, unless nothing at all is found in the end.
func (l *loader) file(name string, b []byte) error {
	head := b[:min(len(b), 4096)]
	l.names = append(l.names, name)
	switch {
	case bytes.HasPrefix(b, []byte("PK\x03\x04")):
		return l.zip(name, b)
	case bytes.Contains(head, []byte("<ICD10CM.tabular")):
		l.tabular, l.tabularName = b, name
	case bytes.Contains(head, []byte("<ICD10CM.index")):
		// The same root holds the tables of neoplasms and drugs and the index of external causes.
		if bytes.Contains(head, []byte("INDEX TO DISEASES")) {
			l.index, l.indexName = b, name
		}
	case orderLine.Match(head):
		// The zip also holds addenda and a codes file; the order file is the only
		// one with a flag column.
		if len(b) > len(l.order) {
			l.order, l.orderName = b, name
		}
	case listLine.Match(head):
		l.list = b
	}
	return nil
}

var (
	orderLine = regexp.MustCompile(`^\d{5} [A-Z]\d[0-9A-Z]{1,5} +[01] `)
	listLine  = regexp.MustCompile(`^(?:\d{1,2}\r?\n)?(?:[A-Z]\d[0-9A-Z]-[A-Z]\d[0-9A-Z]\r?\n)?[A-Z]\d[0-9A-Z.]{1,6}\r?\n`)
)

func (l *loader) zip(name string, b []byte) error {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return ehr.Wrap(ehr.Invalid, err, "%s is not a complete zip file", name)
	}
	for _, f := range z.File {
		if f.FileInfo().IsDir() || !strings.HasSuffix(strings.ToLower(f.Name), ".xml") && !strings.HasSuffix(strings.ToLower(f.Name), ".txt") {
			continue
		}
		if f.UncompressedSize64 > maxFile {
			return ehr.Errorf(ehr.Invalid, "%s in %s is larger than any published file", f.Name, name)
		}
		rc, err := f.Open()
		if err != nil {
			return ehr.Wrap(ehr.Invalid, err, "%s in %s cannot be unpacked", f.Name, name)
		}
		content, err := io.ReadAll(io.LimitReader(rc, maxFile))
		_ = rc.Close()
		if err != nil {
			return ehr.Wrap(ehr.Invalid, err, "%s in %s is damaged", f.Name, name)
		}
		if err := l.file(name+"/"+f.Name, content); err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) release(effective ehr.Date) (*Release, error) {
	if l.tabular == nil && l.order == nil {
		if l.index != nil {
			return nil, ehr.Errorf(ehr.Invalid, "%s is the alphabetic index alone: load it together with a tabular list or an order file, or onto a loaded release with --onto", l.indexName)
		}
		return nil, ehr.Errorf(ehr.Invalid, "no tabular list and no order file of ICD-10-CM in %s", strings.Join(l.names, ", "))
	}
	if err := l.oneYear(); err != nil {
		return nil, err
	}
	var tab, ord *Release
	if l.tabular != nil {
		list, err := ReadList(bytes.NewReader(l.list))
		if err != nil {
			return nil, err
		}
		if tab, err = ReadTabular(bytes.NewReader(l.tabular), list); err != nil {
			return nil, fmt.Errorf("%s: %w", l.tabularName, err)
		}
	}
	if l.order != nil {
		var err error
		if ord, err = ReadOrder(bytes.NewReader(l.order)); err != nil {
			return nil, fmt.Errorf("%s: %w", l.orderName, err)
		}
	}
	rel := tab
	if ord != nil {
		rel = ord
		if tab != nil {
			rel = Join(ord, tab)
		}
	}
	if l.index != nil {
		var err error
		if rel.Index, err = ReadIndex(bytes.NewReader(l.index)); err != nil {
			return nil, fmt.Errorf("%s: %w", l.indexName, err)
		}
	}
	if effective.IsZero() {
		effective = l.guess()
	}
	if effective.IsZero() {
		return nil, ehr.Errorf(ehr.Invalid, "the files do not say from which date they hold: give it with --effective YYYY-MM-DD")
	}
	rel.effective(effective.Year, effective.Month)
	return rel, nil
}

// oneYear refuses an order file beside a tabular list of another fiscal year, where
// both say theirs.
func (l *loader) oneYear() error {
	if l.tabular == nil || l.order == nil {
		return nil
	}
	m := versionIn.FindSubmatch(l.tabular[:min(len(l.tabular), 4096)])
	year := yearIn.FindString(filepath.Base(l.orderName))
	if m != nil && year != "" && string(m[1]) != year {
		return ehr.Errorf(ehr.Invalid, "%s is of fiscal year %s, %s of %s: load the files of one year", l.tabularName, m[1], l.orderName, year)
	}
	return nil
}

var (
	yearIn    = regexp.MustCompile(`20[1-9]\d`)
	versionIn = regexp.MustCompile(`<version>(20\d\d)`)
	updateIn  = regexp.MustCompile(`(?i)apr|jan`)
)

// guess tells the first date of service: the fiscal year stands in the tabular
// list or a file's name; an update's month stands in names alone. A year in a
// name is the fiscal year, except beside a month.
func (l *loader) guess() ehr.Date {
	if !l.dated.IsZero() {
		return l.dated
	}
	names := append([]string(nil), l.names...)
	sort.Strings(names)
	year := ""
	if m := versionIn.FindSubmatch(l.tabular[:min(len(l.tabular), 4096)]); m != nil {
		year = string(m[1])
	}
	month := time.October
	for _, n := range names {
		if year == "" {
			year = yearIn.FindString(n)
		}
		switch strings.ToLower(updateIn.FindString(n)) {
		case "apr":
			month = time.April
		case "jan":
			month = time.January
		}
	}
	y, err := strconv.Atoi(year)
	if err != nil {
		return ehr.Date{}
	}
	if month == time.October {
		y-- // fiscal year 2026 begins on 1 October 2025
	}
	return ehr.Date{Year: y, Month: month, Day: 1}
}
