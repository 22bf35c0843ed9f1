package coding

import (
	"github.com/visitwright/visitwright/coding/cpt"
	"github.com/visitwright/visitwright/coding/edits"
	"github.com/visitwright/visitwright/coding/em"
	"github.com/visitwright/visitwright/coding/hcpcs"
	"github.com/visitwright/visitwright/ehr"
)

// Procedure is a service proposed for a visit.
type Procedure struct {
	System       ehr.CodeSystem `json:"system"`
	Code         string         `json:"code"`
	Description  string         `json:"description"` // our own words, or those of the practice's licensed table
	Selected     bool           `json:"selected"`
	SentenceID   ehr.SentenceID `json:"sentence_id"`
	Sentence     string         `json:"sentence"`
	Rules        []string       `json:"rules"`
	Alternatives []Alternative  `json:"alternatives"`
	Confidence   float64        `json:"confidence"` // a judgement, not calibrated: there is no gold for services
}

// Coded is everything that is proposed for a visit.
type Coded struct {
	Result
	Procedures []Procedure  `json:"procedures"`
	Level      em.Visit     `json:"visit_level"`
	Edits      edits.Report `json:"edits"`
}

// About is what is known of a visit beside its note.
type About struct {
	Chart    ehr.Chart
	Service  ehr.Date
	New      *bool // nil: not known
	Medicare bool
	Files    edits.Files
	Words    *cpt.Table // nil: no licensed table
	HCPCS    *hcpcs.Set // nil: CMS's list is not loaded
}

// Visit adds the services that were done, the level of the visit and what the
// loaded edits say about them to the diagnoses of a note.
func Visit(note ehr.Note, about About, r Result) Coded {
	c := Coded{Result: r, Procedures: []Procedure{}}
	in := em.Input{Note: note, Problems: Problems(note, r), Age: Age(note, about.Chart, about.Service), New: about.New, Medicare: about.Medicare}
	for _, d := range cpt.Find(note) {
		p := Procedure{System: ehr.CPT, Code: d.Code, Description: d.Words, Selected: d.Sure, SentenceID: d.Sentence.ID, Sentence: d.Sentence.Text,
			Rules: []string{"done-at-the-visit (documented as performed, not planned)"}, Alternatives: siblings(d.Service), Confidence: 0.6}
		if d.Sure {
			p.Confidence = 0.8
		}
		if w, ok := about.words(d.Code); ok {
			p.Description = w
		}
		c.Procedures = append(c.Procedures, p)
		if p.Selected && operative(d.Code) {
			in.Procedures = append(in.Procedures, em.Procedure{Code: d.Code, Title: d.Words, Sentence: d.Sentence.Text})
		}
	}
	c.Level = em.Propose(in)
	lines := []edits.Line{}
	for _, p := range c.Procedures {
		if p.Selected {
			lines = append(lines, edits.Line{Code: p.Code, Units: 1})
		}
	}
	if c.Level.Code != "" {
		lines = append(lines, edits.Line{Code: c.Level.Code, Units: 1})
	}
	p := c.Level.Prolonged
	if p != nil {
		lines = append(lines, edits.Line{Code: p.Code, Units: p.Units})
	}
	c.Edits = about.Files.Check(lines, about.Service)
	if p != nil && p.Code[0] > '9' { // HCPCS
		if about.HCPCS == nil {
			c.Edits.NotChecked = append(c.Edits.NotChecked, p.Code+" on the date of service: CMS's HCPCS file is not loaded")
		} else if _, ok := about.HCPCS.Lookup(p.Code, about.Service); !ok {
			c.Level.Prolonged = nil
			c.Level.Notes = append(c.Level.Notes, p.Code+" is not in force on the date of service")
		}
	}
	if about.Files.Conditions != nil {
		for i, d := range c.Diagnoses {
			c.Diagnoses[i].HCC = about.Files.Conditions.Of(d.Code)
		}
	}
	return c
}

func (a About) words(code string) (string, bool) {
	if a.HCPCS != nil {
		if c, ok := a.HCPCS.Lookup(code, a.Service); ok {
			return c.Long, true
		}
	}
	if a.Words == nil {
		return "", false
	}
	return a.Words.Words(code)
}

// operative tells services of the surgery section, beside which a visit needs
// modifier 25, from tests and pictures (NCCI, chapter I, D).
func operative(code string) bool { return code >= "10000" && code < "70000" }

// siblings are the other services of the same group: fewer or more pictures, with
// and without guidance.
func siblings(s cpt.Service) []Alternative {
	out := []Alternative{}
	for _, o := range cpt.Services() {
		if o.Group == s.Group && o.Code != s.Code {
			out = append(out, Alternative{o.Code, o.Words})
		}
	}
	return out
}

// Codes are the proposals as the record keeps them: diagnoses, then the level or
// the preventive visit, then services.
func (c Coded) Codes(visit ehr.VisitID) []ehr.Code {
	var out []ehr.Code
	add := func(k ehr.Code) {
		k.Visit, k.Status = visit, ehr.CodeProposed
		if k.Rules == nil {
			k.Rules = []string{}
		}
		out = append(out, k)
	}
	for _, d := range c.Diagnoses {
		add(ehr.Code{System: ehr.ICD10CM, Code: d.Code, Display: d.Description, Release: c.Release, Selected: d.Selected, Sentence: d.SentenceID, Rules: d.Rules, Confidence: d.Confidence, Alternatives: others(d.Alternatives), Ask: d.Ask})
	}
	if p := c.Level.Preventive; p != nil && p.Code != "" {
		w, _ := cpt.Words(p.Code)
		add(ehr.Code{System: ehr.CPT, Code: p.Code, Display: w, Release: OurServices, Selected: true, Sentence: p.ID, Rules: []string{p.Why}, Confidence: 0.7})
	}
	if c.Level.Code != "" {
		w, _ := cpt.Words(c.Level.Code)
		k := ehr.Code{System: ehr.CPT, Code: c.Level.Code, Display: w, Release: OurServices, Selected: c.Level.Patient != "not documented", Confidence: 0.6}
		for _, cell := range c.Level.Table {
			k.Rules = append(k.Rules, cell.Column+": "+cell.Level.String())
			if k.Sentence == "" && len(cell.Items) > 0 {
				k.Sentence = cell.Items[0].ID
			}
		}
		if m := c.Level.Modifier25; m != nil {
			k.Rules = append(k.Rules, "modifier 25: "+m.Reason)
		}
		add(k)
	}
	for _, p := range c.Procedures {
		add(ehr.Code{System: p.System, Code: p.Code, Display: p.Description, Release: OurServices, Selected: p.Selected, Sentence: p.SentenceID, Rules: p.Rules, Confidence: p.Confidence, Alternatives: others(p.Alternatives)})
	}
	return out
}

func others(list []Alternative) []ehr.OtherCode {
	var out []ehr.OtherCode
	for _, a := range list {
		out = append(out, ehr.OtherCode(a))
	}
	return out
}
