package immunization

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"sort"
	"strings"
)

// maxSupportingFile bounds one file of the zip: a practice's upload must not be
// able to fill memory. CDC's largest is 0.7 MB.
const maxSupportingFile = 64 << 20

// ReadSupportingData reads the zip of CDSi supporting data as CDC publishes it
// (XML folder: one AntigenSupportingData file per antigen and one
// ScheduleSupportingData). It fails rather than return a schedule with a part
// missing.
func ReadSupportingData(r io.ReaderAt, size int64) (*Schedule, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, fmt.Errorf("not a zip file: %w", err)
	}
	s := &Schedule{Name: "CDC CDSi supporting data"}
	var names []string
	files := map[string]*zip.File{}
	for _, f := range z.File {
		base := path.Base(f.Name)
		if strings.HasSuffix(base, ".xml") {
			names = append(names, base)
			files[base] = f
		}
		if v := versionIn.FindStringSubmatch(f.Name); v != nil {
			s.Version = v[1]
		}
		if f.Modified.Format("2006-01-02") > s.Released && !f.Modified.IsZero() {
			s.Released = f.Modified.Format("2006-01-02")
		}
	}
	sort.Strings(names)
	var schedule xmlSchedule
	found := false
	for _, n := range names {
		switch {
		case strings.HasPrefix(n, "ScheduleSupportingData"):
			if err := readXML(files[n], &schedule); err != nil {
				return nil, err
			}
			found = true
		case strings.HasPrefix(n, "AntigenSupportingData"):
			var a xmlAntigen
			if err := readXML(files[n], &a); err != nil {
				return nil, err
			}
			got, err := a.compile()
			if err != nil {
				return nil, fmt.Errorf("%s: %w", n, err)
			}
			s.antigens = append(s.antigens, got)
		}
	}
	if !found || len(s.antigens) == 0 {
		return nil, errors.New("the zip holds no CDSi supporting data in XML")
	}
	if err := schedule.compile(s); err != nil {
		return nil, err
	}
	if s.Version == "" {
		s.Version = "unversioned"
	}
	return s, s.whole()
}

var versionIn = regexp.MustCompile(`(?i)version[ _-]*([0-9]+\.[0-9]+)`)

func readXML(f *zip.File, into any) error {
	r, err := f.Open()
	if err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	defer r.Close()
	if err := xml.NewDecoder(io.LimitReader(r, maxSupportingFile)).Decode(into); err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	return nil
}

// whole reports what would make the schedule silently say nothing: a vaccine
// group whose antigen has no file.
func (s *Schedule) whole() error {
	have := map[string]bool{}
	for _, a := range s.antigens {
		have[a.name] = true
	}
	if len(s.groups) == 0 || len(s.cvx) == 0 {
		return errors.New("the schedule file names no vaccine groups or no CVX codes")
	}
	for _, g := range s.groups {
		for _, a := range g.antigens {
			if !have[a] {
				return fmt.Errorf("vaccine group %s needs antigen %s, which has no file", g.name, a)
			}
		}
	}
	return nil
}
