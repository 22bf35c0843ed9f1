package lists

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/visitwright/visitwright/coding/cpt"
	"github.com/visitwright/visitwright/coding/edits"
	"github.com/visitwright/visitwright/coding/hcpcs"
	"github.com/visitwright/visitwright/ehr"
)

// Set is what is loaded; nil for what is not.
type Set struct {
	HCPCS *hcpcs.Set
	Words *cpt.Table
	Files edits.Files
	About []About
}

// About describes one loaded list.
type About struct {
	Kind  Kind
	Files []string // as they were named
	Rows  int
	Year  string // that the file says it is of; empty where it does not
}

// Model is the HCC model whose categories are read (CMS, payment years 2024 and on).
const Model = "V28"

// maxFile bounds one unpacked file; NCCI's largest is under 100 MB.
const maxFile = 512 << 20

// text is one file, or one member of a zip.
type text struct {
	name    string
	content []byte
}

// unpack gives the texts of a zip, or the file itself.
func unpack(name string, b []byte) ([]text, error) {
	if !isZip(b) {
		return []text{{name, b}}, nil
	}
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, ehr.Wrap(ehr.Invalid, err, "%s is not a complete zip file", filepath.Base(name))
	}
	var out []text
	for _, f := range z.File {
		if ext := strings.ToLower(filepath.Ext(f.Name)); ext != ".txt" && ext != ".csv" {
			continue
		}
		if f.UncompressedSize64 > maxFile {
			return nil, ehr.Errorf(ehr.Invalid, "%s in %s is larger than any published file", f.Name, filepath.Base(name))
		}
		r, err := f.Open()
		if err != nil {
			return nil, ehr.Wrap(ehr.Invalid, err, "%s in %s cannot be unpacked", f.Name, filepath.Base(name))
		}
		content, err := io.ReadAll(io.LimitReader(r, maxFile))
		_ = r.Close()
		if err != nil {
			return nil, ehr.Wrap(ehr.Invalid, err, "%s in %s is damaged", f.Name, filepath.Base(name))
		}
		out = append(out, text{filepath.Base(name) + "/" + f.Name, content})
	}
	return out, nil
}

var yearIn = regexp.MustCompile(`\b(20[1-9]\d) National Physician Fee Schedule`)

// take reads one file into the set. by is the attestation for a CPT table; who
// loaded one is kept with it.
func (s *Set) take(name string, b []byte, by cpt.Attestation) ([]Kind, error) {
	texts, err := unpack(name, b)
	if err != nil {
		return nil, err
	}
	var found []Kind
	for _, t := range texts {
		k := tell(t.content)
		if k == "" {
			continue
		}
		if at := s.about(k); at != nil && k != Pairs {
			return nil, ehr.Errorf(ehr.Invalid, "%s and %s are both the list %q: load one", strings.Join(at.Files, ", "), filepath.Base(t.name), k)
		}
		rows, err := s.read(k, t, by)
		if err != nil {
			return nil, err
		}
		at := s.about(k)
		if at == nil {
			s.About = append(s.About, About{Kind: k})
			at = &s.About[len(s.About)-1]
		}
		at.Files, at.Rows = append(at.Files, filepath.Base(t.name)), rows
		if m := yearIn.FindSubmatch(t.content[:min(len(t.content), 4096)]); k == Fees && m != nil {
			at.Year, s.Files.FeesYear = string(m[1]), string(m[1])
		}
		found = append(found, k)
	}
	if len(found) == 0 {
		return nil, ehr.Errorf(ehr.Invalid, "%s holds none of the lists: HCPCS, CPT, NCCI pairs or units, relative values, HCC map", filepath.Base(name))
	}
	return found, nil
}

func (s *Set) about(k Kind) *About {
	for i := range s.About {
		if s.About[i].Kind == k {
			return &s.About[i]
		}
	}
	return nil
}

// read gives the number of rows that the list has now.
func (s *Set) read(k Kind, t text, by cpt.Attestation) (rows int, err error) {
	r := bytes.NewReader(t.content)
	switch k {
	case HCPCS:
		if s.HCPCS, err = hcpcs.Read(t.name, r); err == nil {
			rows = s.HCPCS.Len()
		}
	case CPT:
		if s.Words, err = cpt.ReadTable(t.name, r, by); err == nil {
			rows = s.Words.Len()
		}
	case Pairs: // published in four parts
		var part *edits.Pairs
		if part, err = edits.ReadPairs(t.name, r); err == nil {
			s.Files.Pairs = part.With(s.Files.Pairs)
			rows = s.Files.Pairs.Len()
		}
	case Units:
		s.Files.Units, err = edits.ReadUnits(t.name, r)
		rows = len(s.Files.Units)
	case Fees:
		s.Files.Fees, err = edits.ReadFees(t.name, r)
		rows = len(s.Files.Fees)
	case Conditions:
		s.Files.Conditions, err = edits.ReadConditions(t.name, r, Model)
		rows = len(s.Files.Conditions)
	}
	return rows, err
}

// attested holds who attests to the licence of a CPT table, beside it.
const attested = "licence.json"

// Open reads what is loaded in a folder. One that does not exist holds nothing.
func Open(home string) (*Set, error) {
	s := &Set{}
	for _, k := range kinds {
		by, err := readAttestation(filepath.Join(home, string(k), attested))
		if err != nil {
			return nil, err
		}
		entries, err := os.ReadDir(filepath.Join(home, string(k)))
		if err != nil && !os.IsNotExist(err) {
			return nil, ehr.Wrap(ehr.Unavailable, err, "the lists cannot be read")
		}
		for _, e := range entries {
			if e.Name() == attested {
				continue
			}
			b, err := os.ReadFile(filepath.Join(home, string(k), e.Name()))
			if err != nil {
				return nil, ehr.Wrap(ehr.Unavailable, err, "the lists cannot be read")
			}
			_, name, _ := strings.Cut(e.Name(), "-") // after its number
			if _, err := s.take(name, b, by); err != nil {
				return nil, err
			}
		}
	}
	return s, nil
}

// String is one line for people.
func (a About) String() string {
	year := ""
	if a.Year != "" {
		year = " of " + a.Year
	}
	return fmt.Sprintf("%s%s: %d rows (%s)", a.Kind.Title(), year, a.Rows, strings.Join(a.Files, ", "))
}

// Missing names the lists that are not loaded.
func (s *Set) Missing() []Kind {
	return slices.DeleteFunc(slices.Clone(kinds), func(k Kind) bool { return s.about(k) != nil })
}
