package paper

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goitalic"
	"golang.org/x/image/font/gofont/goregular"

	"github.com/visitwright/visitwright/ehr"
)

// Measures in millimetres and points. Letter is 215.9 by 279.4 mm.
const (
	margin   = 20.0
	top      = 28.0 // below the running head
	line     = 5.2
	bodySize = 10.5
	headSize = 12.0
	footSize = 8.5
	family   = "Go"
)

// Note sets the note.
func Note(s Sheet) ([]byte, error) {
	p := begin(s, "Visit note")
	title(p, s, "Visit note")
	for _, sec := range s.Note.Sections {
		if sec.Name == ehr.Instructions {
			continue // the patient's own sheet
		}
		section(p, sec)
	}
	signature(p, s)
	madeWith(p, s)
	for _, a := range s.Addenda {
		addendum(p, s, a)
	}
	return finish(p)
}

// Instructions sets what the patient takes home.
func Instructions(s Sheet) ([]byte, error) {
	p := begin(s, "Instructions for you")
	title(p, s, "Instructions for you")
	printed := false
	for _, sec := range s.Note.Sections {
		if sec.Name == ehr.Instructions && len(sec.Sentences) > 0 {
			sec.Title = ""
			section(p, sec)
			printed = true
		}
	}
	if !printed {
		return nil, ehr.Errorf(ehr.NotFound, "the note holds no instructions for the patient")
	}
	if s.Signature == nil {
		draftMark(p)
	}
	return finish(p)
}

// begin opens a document whose every page carries patient, date of birth and
// page x of y.
func begin(s Sheet, what string) *fpdf.Fpdf {
	p := fpdf.New("P", "mm", "Letter", "")
	p.AddUTF8FontFromBytes(family, "", goregular.TTF)
	p.AddUTF8FontFromBytes(family, "B", gobold.TTF)
	p.AddUTF8FontFromBytes(family, "I", goitalic.TTF)
	p.SetMargins(margin, top, margin)
	p.SetAutoPageBreak(true, 24)
	p.SetTitle(what, true) // no name: titles show up in lists of files
	p.SetCreator("Visitwright", true)
	p.SetCreationDate(s.Printed)
	p.AliasNbPages("")
	p.SetHeaderFunc(func() { header(p, s) })
	p.SetFooterFunc(func() { footer(p, s) })
	p.AddPage()
	return p
}

func header(p *fpdf.Fpdf, s Sheet) {
	p.SetXY(margin, 11)
	p.SetFont(family, "B", bodySize)
	p.CellFormat(120, line, s.Patient.Name(), "", 0, "L", false, 0, "")
	p.SetFont(family, "", footSize)
	p.CellFormat(0, line, s.Practice.Name, "", 1, "R", false, 0, "")
	p.SetX(margin)
	p.CellFormat(120, line, fmt.Sprintf("Born %s   %s   Record no. %s", day(s.Patient.BirthDate), s.Patient.Sex, s.Patient.MRN), "", 0, "L", false, 0, "")
	p.CellFormat(0, line, "Visit of "+day(s.Visit.Service), "", 1, "R", false, 0, "")
	p.Line(margin, 23, 215.9-margin, 23)
	p.SetXY(margin, top)
}

func footer(p *fpdf.Fpdf, s Sheet) {
	p.SetXY(margin, -16)
	p.SetFont(family, "", footSize)
	left := "DRAFT, not signed"
	if s.Signature != nil {
		left = "Signed by " + s.SignedBy + ", " + instant(s.Signature.At, s.Practice)
	}
	p.CellFormat(140, line, left, "", 0, "L", false, 0, "")
	p.CellFormat(0, line, fmt.Sprintf("Page %d of {nb}", p.PageNo()), "", 0, "R", false, 0, "")
}

func title(p *fpdf.Fpdf, s Sheet, what string) {
	p.SetFont(family, "B", 16)
	p.CellFormat(0, 9, what, "", 1, "L", false, 0, "")
	p.SetFont(family, "", bodySize)
	who := s.Clinician.Name
	if s.Clinician.Credentials != "" {
		who += ", " + s.Clinician.Credentials
	}
	p.CellFormat(0, line, who+"   "+day(s.Visit.Service), "", 1, "L", false, 0, "")
	p.Ln(2)
}

func section(p *fpdf.Fpdf, sec ehr.Section) {
	if len(sec.Sentences) == 0 {
		return
	}
	if sec.Title != "" {
		heading(p, sec.Title)
	}
	text := ""
	flush := func() {
		if text != "" {
			p.SetFont(family, "", bodySize)
			p.MultiCell(0, line, text, "", "L", false)
			text = ""
		}
	}
	for _, s := range sec.Sentences {
		switch s.Kind {
		case ehr.ProblemTitle:
			flush()
			p.Ln(1)
			p.SetFont(family, "B", bodySize)
			p.MultiCell(0, line, s.Text, "", "L", false)
		case ehr.Statement, ehr.Reasoning, "":
			text = strings.TrimSpace(text + " " + s.Text)
		default: // of a plan: one line each
			flush()
			p.SetFont(family, "", bodySize)
			p.SetX(margin + 3)
			p.MultiCell(0, line, "\u2013 "+s.Text, "", "L", false)
		}
	}
	flush()
	p.Ln(2)
}

func heading(p *fpdf.Fpdf, text string) {
	if p.GetY() > 279.4-24-3*line { // no heading alone at a page's foot
		p.AddPage()
	}
	p.SetFont(family, "B", headSize)
	p.MultiCell(0, 6.5, text, "", "L", false)
}

func signature(p *fpdf.Fpdf, s Sheet) {
	if s.Signature == nil {
		draftMark(p)
		return
	}
	p.Ln(3)
	p.SetFont(family, "B", bodySize)
	p.MultiCell(0, line, "Electronically signed by "+s.SignedBy+", "+instant(s.Signature.At, s.Practice), "", "L", false)
	p.SetFont(family, "", footSize)
	p.MultiCell(0, line, fmt.Sprintf("Version %d. SHA-256 of the content: %s", s.Note.Version, s.Signature.Hash), "", "L", false)
}

// madeWith names the template that the note was laid out by.
func madeWith(p *fpdf.Fpdf, s Sheet) {
	if s.Template == "" {
		return
	}
	p.SetFont(family, "", footSize)
	p.MultiCell(0, line, fmt.Sprintf("Laid out by the template %s, version %d.", s.Template, s.Note.TemplateVersion), "", "L", false)
}

func draftMark(p *fpdf.Fpdf) {
	p.Ln(3)
	p.SetFont(family, "I", bodySize)
	p.MultiCell(0, line, "This is a draft. It has not been signed.", "", "L", false)
}

func addendum(p *fpdf.Fpdf, s Sheet, a Addendum) {
	p.Ln(2)
	heading(p, fmt.Sprintf("Addendum %d", a.Number))
	p.SetFont(family, "", bodySize)
	p.MultiCell(0, line, a.Text, "", "L", false)
	p.SetFont(family, "", footSize)
	p.MultiCell(0, line, a.ByName+", "+instant(a.At, s.Practice)+". SHA-256: "+a.Hash, "", "L", false)
}

func finish(p *fpdf.Fpdf) ([]byte, error) {
	var out bytes.Buffer
	if err := p.Output(&out); err != nil {
		return nil, ehr.Wrap(ehr.Internal, err, "the page could not be set")
	}
	return out.Bytes(), nil
}

func day(d ehr.Date) string {
	if d.IsZero() {
		return "not known"
	}
	return d.Time().Format("Jan 2, 2006")
}

// instant is a moment in the practice's own time.
func instant(t time.Time, practice ehr.Practice) string {
	zone, err := time.LoadLocation(practice.TimeZone)
	if err != nil {
		zone = time.UTC
	}
	return t.In(zone).Format("Jan 2, 2006 03:04 PM MST")
}
