package server

import (
	"context"
	"time"

	"github.com/visitwright/visitwright/cmd/visitwright/live"
	"github.com/visitwright/visitwright/cmd/visitwright/steps"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

// NoteEdit is a note as a person left it. Of each sentence the id, text, kind,
// group, segments and chart entries count; what the check doubts and who
// answered is the server's to say.
type NoteEdit struct {
	BaseVersion int           `json:"base_version" minimum:"0" doc:"the version that was edited; 0 for the first"`
	Sections    []ehr.Section `json:"sections" maxItems:"50"`
}

type editNoteIn struct {
	Visit ehr.VisitID `path:"visit" format:"uuid"`
	Body  NoteEdit
}

func (s *Server) editNote(ctx context.Context, tx *store.Tx, in *editNoteIn) (*out[ehr.Note], error) {
	n, err := s.steps.Edit(ctx, tx, in.Visit, in.Body.BaseVersion, in.Body.Sections)
	if err != nil {
		return nil, stale(err, ctx, tx, in.Visit)
	}
	s.tellNote(ctx, n)
	return answer(n), nil
}

// stale adds the latest version to a conflict, so that the page can offer it.
func stale(err error, ctx context.Context, tx *store.Tx, visit ehr.VisitID) error {
	if ehr.KindOf(err) != ehr.Conflict {
		return err
	}
	p := newProblem(ehr.Conflict, ehr.SafeMessage(err))
	if latest, lookErr := tx.Note(ctx, visit); lookErr == nil && latest != nil {
		p.Version = latest.Version
	}
	return p
}

// tellNote tells the pages once the change stands.
func (s *Server) tellNote(ctx context.Context, n ehr.Note) {
	after(ctx, func() {
		s.hub.Publish(n.Visit, live.Event{Type: live.NoteChanged, Version: n.Version})
	})
}

func (s *Server) tellLists(ctx context.Context, visit ehr.VisitID) {
	after(ctx, func() { s.hub.Publish(visit, live.Event{Type: live.ListsChanged}) })
}

func (s *Server) tellState(ctx context.Context, visit ehr.VisitID, state ehr.VisitState) {
	after(ctx, func() { s.hub.Publish(visit, live.Event{Type: live.StateChanged, State: state}) })
}

// NoteVersion is a version of a note as one line of its history.
type NoteVersion struct {
	Version   int         `json:"version"`
	CreatedAt time.Time   `json:"created_at"`
	CreatedBy ehr.UserID  `json:"created_by,omitempty" doc:"absent: a drafter"`
	ByName    string      `json:"created_by_name"`
	Drafter   ehr.Drafter `json:"drafter"`
	Template  string      `json:"template,omitempty" doc:"title of the template it was laid out by, as it was then; absent where it was typed"`
	// TemplateVersion is 0 where it was typed.
	TemplateVersion int `json:"template_version"`
}

// NoteHistory is the versions, latest first.
type NoteHistory struct {
	Versions []NoteVersion `json:"versions"`
}

func (s *Server) noteVersions(ctx context.Context, tx *store.Tx, in *visitIn) (*out[NoteHistory], error) {
	versions, err := tx.NoteVersions(ctx, in.Visit)
	if err != nil {
		return nil, err
	}
	v := NoteHistory{Versions: []NoteVersion{}}
	for _, n := range versions {
		by, err := person(ctx, tx, n.CreatedBy)
		if err != nil {
			return nil, err
		}
		title, err := steps.TemplateTitle(ctx, tx, n.Template, n.TemplateVersion)
		if err != nil {
			return nil, err
		}
		v.Versions = append(v.Versions, NoteVersion{
			Version: n.Version, CreatedAt: n.CreatedAt, CreatedBy: n.CreatedBy, ByName: by.Name, Drafter: n.Drafter, Template: title, TemplateVersion: n.TemplateVersion,
		})
	}
	return answer(v), nil
}

type noteVersionIn struct {
	Visit   ehr.VisitID `path:"visit" format:"uuid"`
	Version int         `path:"version" minimum:"1"`
}

func (s *Server) noteVersion(ctx context.Context, tx *store.Tx, in *noteVersionIn) (*out[ehr.Note], error) {
	n, err := tx.NoteVersion(ctx, in.Visit, in.Version)
	if err != nil {
		return nil, err
	}
	return answer(n), nil
}
