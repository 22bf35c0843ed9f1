package icd10cm

import (
	"bufio"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/visitwright/visitwright/ehr"
)

// The tabular list's XML, as far as we read it. Source: icd10cm_tabular.xsd of
// CDC/NCHS.
type xmlNotes struct {
	Inclusion     []string `xml:"inclusionTerm>note"`
	Includes      []string `xml:"includes>note"`
	Excludes1     []string `xml:"excludes1>note"`
	Excludes2     []string `xml:"excludes2>note"`
	CodeFirst     []string `xml:"codeFirst>note"`
	UseAdditional []string `xml:"useAdditionalCode>note"`
	CodeAlso      []string `xml:"codeAlso>note"`
}

type xmlDiag struct {
	Name string `xml:"name"`
	Desc string `xml:"desc"`
	xmlNotes
	Seventh []struct {
		Char string `xml:"char,attr"`
		Text string `xml:",chardata"`
	} `xml:"sevenChrDef>extension"`
	Diags []xmlDiag `xml:"diag"`
}

type xmlTabular struct {
	Version  string `xml:"version"`
	Chapters []struct {
		Name string `xml:"name"`
		Desc string `xml:"desc"`
		xmlNotes
		Sections []struct {
			ID   string `xml:"id,attr"`
			Desc string `xml:"desc"`
			xmlNotes
			Diags []xmlDiag `xml:"diag"`
		} `xml:"section"`
	} `xml:"chapter"`
}

// ReadTabular reads a tabular list. list holds every code there is, with or
// without points, chapters and sections included or not; where it is empty
// every 7th character is taken to be allowed under every code below its
// definition.
func ReadTabular(r io.Reader, list []string) (*Release, error) {
	var t xmlTabular
	if err := xml.NewDecoder(bufio.NewReaderSize(r, 1<<20)).Decode(&t); err != nil {
		return nil, malformed(err, "the tabular list")
	}
	if len(t.Chapters) == 0 {
		return nil, ehr.Errorf(ehr.Invalid, "the XML holds no chapter: this is not an ICD-10-CM tabular list")
	}
	b := builder{rel: &Release{codes: map[string]*Code{}, Tabular: true}, known: map[string]bool{}}
	for _, c := range list {
		b.known[Point(c)] = true
	}
	for i, ch := range t.Chapters {
		b.rel.titles = append(b.rel.titles, title{chapter: strconv.Itoa(i + 1), words: clean(ch.Desc)})
		for _, s := range ch.Sections {
			b.rel.titles = append(b.rel.titles, title{strconv.Itoa(i + 1), s.ID, clean(s.Desc)})
			for _, d := range s.Diags {
				// A section's notes are kept at its categories, so that looking upwards finds them.
				b.node(d, "", i+1, s.ID, nil, join(notes(ch.xmlNotes), notes(s.xmlNotes)))
			}
		}
	}
	b.rel.sortOrder()
	return b.rel, nil
}

// malformed says where XML is wrong.
func malformed(err error, what string) error {
	var at *xml.SyntaxError
	if errors.As(err, &at) {
		return ehr.Wrap(ehr.Invalid, err, "line %d: %s is not well-formed UTF-8 XML or is cut off there", at.Line, what)
	}
	return ehr.Wrap(ehr.Invalid, err, "%s is not well-formed XML or is cut off", what)
}

type builder struct {
	rel   *Release
	known map[string]bool
}

func (b *builder) node(d xmlDiag, parent string, chapter int, section string, seventh map[byte]string, above Notes) {
	c := &Code{Code: Point(d.Name), Description: clean(d.Desc), Parent: parent, Chapter: chapter, Section: section}
	c.Notes = join(notes(d.xmlNotes), above)
	if len(d.Seventh) > 0 {
		seventh = map[byte]string{}
		for _, e := range d.Seventh {
			if len(e.Char) == 1 {
				seventh[e.Char[0]] = clean(e.Text)
			}
		}
	}
	c.Seventh = seventh
	b.rel.add(c)
	for _, k := range d.Diags {
		b.node(k, c.Code, chapter, section, seventh, Notes{})
	}
	if len(d.Diags) == 0 {
		b.leaf(c)
	}
}

// leaf makes the complete codes of a node that the tabular list does not
// divide: itself, or one per 7th character, padded with X (Guidelines I.A.4,
// I.A.5).
func (b *builder) leaf(c *Code) {
	made := false
	if len(Bare(c.Code)) < 7 {
		bare := Bare(c.Code)
		bare += strings.Repeat("X", 6-len(bare))
		for ch, text := range c.Seventh {
			full := Point(bare + string(ch))
			if len(b.known) > 0 && !b.known[full] {
				continue
			}
			made = true
			b.rel.add(&Code{Code: full, Description: c.Description + ", " + text, Billable: true, Parent: c.Code, Seventh: c.Seventh})
		}
	}
	c.Billable = !made
}

func notes(x xmlNotes) Notes {
	return Notes{each(x.Inclusion), each(x.Includes), each(x.Excludes1), each(x.Excludes2),
		each(x.CodeFirst), each(x.UseAdditional), each(x.CodeAlso)}
}

func join(a, b Notes) Notes {
	return Notes{
		append(a.Inclusion, b.Inclusion...), append(a.Includes, b.Includes...),
		append(a.Excludes1, b.Excludes1...), append(a.Excludes2, b.Excludes2...),
		append(a.CodeFirst, b.CodeFirst...), append(a.UseAdditional, b.UseAdditional...),
		append(a.CodeAlso, b.CodeAlso...),
	}
}

func each(in []string) []string {
	var out []string
	for _, s := range in {
		if s = clean(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

func clean(s string) string { return strings.Join(strings.Fields(s), " ") }

// ReadList reads a list of codes, one a line.
func ReadList(r io.Reader) ([]string, error) {
	var out []string
	sc := bufio.NewScanner(r)
	for sc.Scan() {
		if s := strings.TrimSpace(sc.Text()); s != "" {
			out = append(out, s)
		}
	}
	return out, sc.Err()
}
