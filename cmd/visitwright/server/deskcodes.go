package server

import (
	"context"
	"time"

	"github.com/visitwright/visitwright/coding"
	"github.com/visitwright/visitwright/coding/icd10cm"
	"github.com/visitwright/visitwright/ehr"
)

// release gives the code set of a date of service; notice says that none covers it.
func (s *Server) release(ctx context.Context, service ehr.Date) (*icd10cm.Release, string, error) {
	lx, notice, err := s.lexicon(ctx, service)
	if err != nil {
		return nil, "", err
	}
	return lx.Release, notice, nil
}

func (s *Server) lexicon(ctx context.Context, service ehr.Date) (*coding.Lexicon, string, error) {
	catalog, err := s.catalog(ctx)
	if err != nil {
		return nil, "", err
	}
	if service.IsZero() {
		service = ehr.DateOf(time.Now())
	}
	lx, notice := catalog.On(service)
	return lx, notice, nil
}

func (s *Server) catalog(ctx context.Context) (*coding.Catalog, error) {
	if s.steps == nil || s.steps.Catalog == nil {
		return nil, ehr.Errorf(ehr.Unavailable, "no code set is loaded")
	}
	return s.steps.Catalog(ctx)
}

// FoundCode is a complete code that a search found.
type FoundCode struct {
	System      ehr.CodeSystem `json:"system"`
	Code        string         `json:"code"`
	Description string         `json:"description"`
}

// FoundCodes is what a search found, best first.
type FoundCodes struct {
	Release string      `json:"release"`
	Notice  string      `json:"notice,omitempty"`
	Codes   []FoundCode `json:"codes" doc:"diagnoses"`
	// Services are of our own list and, where it is loaded, of CMS's HCPCS file.
	Services []FoundCode `json:"services"`
	HCPCS    bool        `json:"hcpcs" doc:"false: CMS's HCPCS file is not loaded"`
}

type searchCodesIn struct {
	Body struct {
		Text    string   `json:"text" minLength:"1" maxLength:"200" doc:"words, or the beginning of a code; the last word may be unfinished"`
		Service ehr.Date `json:"date,omitempty" doc:"date of service; absent: today"`
		Limit   int      `json:"limit,omitempty" minimum:"1" maximum:"50"`
	}
}

// searchCodes answers each key press. What is typed may be a patient's: it comes
// in the body and is kept nowhere.
func (s *Server) searchCodes(ctx context.Context, in *searchCodesIn) (*out[FoundCodes], error) {
	lx, notice, err := s.lexicon(ctx, in.Body.Service)
	if err != nil {
		return nil, err
	}
	limit := in.Body.Limit
	if limit == 0 {
		limit = 20
	}
	about := s.about(in.Body.Service)
	v := FoundCodes{Release: lx.Release.Name, Notice: notice, HCPCS: about.HCPCS != nil}
	for _, h := range lx.Typed(ctx, in.Body.Text, limit) {
		v.Codes = append(v.Codes, FoundCode{ehr.ICD10CM, h.Code.Code, h.Code.Description})
	}
	for _, c := range about.SearchServices(in.Body.Text, limit) {
		v.Services = append(v.Services, FoundCode{c.System, c.Code, c.Display})
	}
	return answer(v), nil
}

// about is what services are looked up in on a date of service; absent: today.
func (s *Server) about(service ehr.Date) coding.About {
	if service.IsZero() {
		service = ehr.DateOf(time.Now())
	}
	if s.steps == nil {
		return coding.About{Service: service}
	}
	return s.steps.About(ehr.Chart{}, service)
}

// CodeNode is a line of the classification.
type CodeNode struct {
	Kind        string `json:"kind" enum:"set,chapter,block,code"`
	ID          string `json:"id" doc:"chapter number, block such as E08-E13, or code"`
	Description string `json:"description"`
	Billable    bool   `json:"billable,omitempty" doc:"complete: may stand on a claim"`
}

// CodePage is a node with what stands around it.
type CodePage struct {
	Release  string          `json:"release"`
	Notice   string          `json:"notice,omitempty"`
	Node     CodeNode        `json:"node"`
	Path     []CodeNode      `json:"path" doc:"from the chapter down"`
	Children []CodeNode      `json:"children"`
	Notes    []NodeNotes     `json:"notes" doc:"its own and those it stands under, nearest first"`
	Seventh  []SeventhChar   `json:"seventh"`
	History  []CodeInRelease `json:"history" doc:"in each loaded release, oldest first"`
	Tabular  bool            `json:"tabular" doc:"false: notes are not loaded for this release"`
	Meaning  *Meaning        `json:"meaning,omitempty" doc:"of the whole set only; absent: codes are found by their words alone"`
}

// Meaning is how far codes can be found by what they mean, besides their words.
type Meaning struct {
	Vectors int `json:"vectors" doc:"texts that can be found by meaning; search uses them when all can"`
	Texts   int `json:"texts"`
}

// NodeNotes are the instructions printed at one node.
type NodeNotes struct {
	At            string   `json:"at"`
	Inclusion     []string `json:"inclusion"`
	Includes      []string `json:"includes"`
	Excludes1     []string `json:"excludes1"`
	Excludes2     []string `json:"excludes2"`
	CodeFirst     []string `json:"code_first"`
	UseAdditional []string `json:"use_additional"`
	CodeAlso      []string `json:"code_also"`
}

// SeventhChar is what a 7th character means.
type SeventhChar struct {
	Char    string `json:"char"`
	Meaning string `json:"meaning"`
}

// CodeInRelease is how a code stood in a release.
type CodeInRelease struct {
	Release     string   `json:"release"`
	From        ehr.Date `json:"from"`
	To          ehr.Date `json:"to"`
	There       bool     `json:"there"`
	Description string   `json:"description,omitempty"`
	Billable    bool     `json:"billable,omitempty"`
}

type browseCodesIn struct {
	Body struct {
		ID      string   `json:"id,omitempty" maxLength:"20" doc:"a code, a block such as E08-E13, or a chapter's number; absent: all chapters"`
		Service ehr.Date `json:"date,omitempty" doc:"date of service; absent: today"`
	}
}

func (s *Server) browseCodes(ctx context.Context, in *browseCodesIn) (*out[CodePage], error) {
	rel, notice, err := s.release(ctx, in.Body.Service)
	if err != nil {
		return nil, err
	}
	p := CodePage{Release: rel.Name, Notice: notice, Tabular: rel.Tabular, Node: CodeNode{Kind: "set", Description: rel.Name}}
	if !p.group(rel, in.Body.ID) && !p.code(rel, in.Body.ID) {
		return nil, ehr.Errorf(ehr.NotFound, "there is no such code in %s", rel.Name)
	}
	if p.Node.Kind == "set" && s.steps.Meaning != nil {
		vectors, texts, ok, err := s.steps.Meaning(ctx, rel.Name)
		if err != nil {
			return nil, err
		}
		if ok {
			p.Meaning = &Meaning{vectors, texts}
		}
	}
	if p.Node.Kind == "code" {
		catalog, err := s.catalog(ctx)
		if err != nil {
			return nil, err
		}
		for _, r := range catalog.Releases() {
			at := CodeInRelease{Release: r.Name, From: r.From, To: r.To}
			if c, ok := r.Lookup(p.Node.ID); ok {
				at.There, at.Description, at.Billable = true, c.Description, c.Billable
			}
			p.History = append(p.History, at)
		}
	}
	return answer(p), nil
}

// group fills the page of the whole set, a chapter or a block.
func (p *CodePage) group(rel *icd10cm.Release, id string) bool {
	for _, ch := range rel.Chapters() {
		chapter := CodeNode{Kind: "chapter", ID: ch.ID, Description: ch.Title}
		if id == "" {
			p.Children = append(p.Children, chapter)
			continue
		}
		for _, b := range ch.Blocks {
			block := CodeNode{Kind: "block", ID: b.ID, Description: b.Title}
			if id == ch.ID {
				p.Node = chapter
				p.Children = append(p.Children, block)
			}
			if id != b.ID {
				continue
			}
			p.Node, p.Path = block, []CodeNode{chapter}
			for _, c := range b.Categories {
				p.Children = append(p.Children, node(c))
			}
			return true
		}
	}
	return id == "" || p.Node.Kind != "set"
}

func node(c *icd10cm.Code) CodeNode {
	return CodeNode{Kind: "code", ID: c.Code, Description: c.Description, Billable: c.Billable}
}

func (p *CodePage) code(rel *icd10cm.Release, id string) bool {
	c, ok := rel.Lookup(id)
	if !ok {
		return false
	}
	p.Node = node(c)
	for _, k := range c.Children {
		if child, ok := rel.Lookup(k); ok {
			p.Children = append(p.Children, node(child))
		}
	}
	var path []CodeNode
	rel.Above(c.Code, func(a *icd10cm.Code) bool {
		n := a.Notes
		if a != c {
			path = append([]CodeNode{node(a)}, path...)
		}
		if len(n.Inclusion)+len(n.Includes)+len(n.Excludes1)+len(n.Excludes2)+len(n.CodeFirst)+len(n.UseAdditional)+len(n.CodeAlso) > 0 {
			p.Notes = append(p.Notes, NodeNotes{a.Code, n.Inclusion, n.Includes, n.Excludes1, n.Excludes2, n.CodeFirst, n.UseAdditional, n.CodeAlso})
		}
		return true
	})
	for _, ch := range rel.Chapters() {
		for _, b := range ch.Blocks {
			if b.ID == c.Section && ch.Number == c.Chapter {
				path = append([]CodeNode{{Kind: "chapter", ID: ch.ID, Description: ch.Title}, {Kind: "block", ID: b.ID, Description: b.Title}}, path...)
			}
		}
	}
	p.Path = path
	for ch := byte('0'); ch <= 'Z'; ch++ {
		if m, ok := c.Seventh[ch]; ok {
			p.Seventh = append(p.Seventh, SeventhChar{string(ch), m})
		}
	}
	return true
}
