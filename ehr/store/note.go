package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype/zeronull"

	"github.com/visitwright/visitwright/ehr"
)

const noteColumns = `id, visit_id, version, template, template_version, template_hash, sections, drafter, created_at, created_by`

func scanNote(r pgx.CollectableRow) (n ehr.Note, err error) {
	err = r.Scan(&n.ID, &n.Visit, &n.Version, &n.Template, &n.TemplateVersion, &n.TemplateHash, &n.Sections, &n.Drafter, &n.CreatedAt, (*zeronull.Text)(&n.CreatedBy))
	n.CreatedAt = n.CreatedAt.UTC()
	return n, err
}

// AddNote adds the version after base; 0 is before the first. Conflict where base
// is not the latest, or the visit is signed or void. ID and CreatedAt are given.
func (t *Tx) AddNote(ctx context.Context, n ehr.Note, base int) (ehr.Note, error) {
	if _, err := t.ofVisit(ctx, ehr.EditNote, n.Visit, "note", true); err != nil {
		return n, err
	}
	if _, err := t.lockVisit(ctx, n.Visit); err != nil { // versions are counted one at a time
		return n, err
	}
	latest, err := t.latestVersion(ctx, n.Visit)
	if err != nil {
		return n, err
	}
	if latest != base {
		return n, ehr.Errorf(ehr.Conflict, "the note has changed meanwhile: its latest version is %d", latest)
	}
	n.ID, n.Version, n.CreatedAt, n.Sections = ehr.NewID[ehr.NoteID](), base+1, t.now, list(n.Sections)
	return n, t.exec(ctx, "the note", `INSERT INTO note_version (practice_id, id, visit_id, version, template, template_version, template_hash, sections, drafter,
			transcript_version, created_at, created_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, (SELECT transcript_version FROM visit WHERE practice_id = $1 AND id = $3), $10, $11)`,
		t.who.Practice, n.ID, n.Visit, n.Version, n.Template, n.TemplateVersion, n.TemplateHash, n.Sections, n.Drafter, n.CreatedAt, zeronull.Text(n.CreatedBy))
}

func (t *Tx) latestVersion(ctx context.Context, visit ehr.VisitID) (n int, err error) {
	err = t.tx.QueryRow(ctx, `SELECT coalesce(max(version), 0) FROM note_version WHERE practice_id = $1 AND visit_id = $2`, t.who.Practice, visit).Scan(&n)
	return n, wrap(err, "the note")
}

// Note reads the latest version; nil where there is none.
func (t *Tx) Note(ctx context.Context, visit ehr.VisitID) (*ehr.Note, error) {
	if _, err := t.ofVisit(ctx, ehr.ReadVisit, visit, "note", false); err != nil {
		return nil, err
	}
	return t.latestNote(ctx, visit)
}

func (t *Tx) latestNote(ctx context.Context, visit ehr.VisitID) (*ehr.Note, error) {
	return optional(one(ctx, t, "the note", scanNote, `SELECT `+noteColumns+` FROM note_version
		WHERE practice_id = $1 AND visit_id = $2 ORDER BY version DESC LIMIT 1`, t.who.Practice, visit))
}

// NoteVersion reads one version.
func (t *Tx) NoteVersion(ctx context.Context, visit ehr.VisitID, version int) (ehr.Note, error) {
	if _, err := t.ofVisit(ctx, ehr.ReadVisit, visit, "note", false); err != nil {
		return ehr.Note{}, err
	}
	return one(ctx, t, "the note", scanNote, `SELECT `+noteColumns+` FROM note_version WHERE practice_id = $1 AND visit_id = $2 AND version = $3`,
		t.who.Practice, visit, version)
}

// NoteSummary is a version of a note without its content.
type NoteSummary struct {
	ID        ehr.NoteID  `json:"id"`
	Version   int         `json:"version"`
	CreatedAt time.Time   `json:"created_at"`
	CreatedBy ehr.UserID  `json:"created_by,omitempty"`
	Drafter   ehr.Drafter `json:"drafter"`
	// Template is what the version was laid out by; TemplateVersion is 0 where it was typed.
	Template        string `json:"template"`
	TemplateVersion int    `json:"template_version"`
}

// NoteVersions lists the versions, latest first.
func (t *Tx) NoteVersions(ctx context.Context, visit ehr.VisitID) ([]NoteSummary, error) {
	if _, err := t.ofVisit(ctx, ehr.ReadVisit, visit, "list of note versions", false); err != nil {
		return nil, err
	}
	scan := func(r pgx.CollectableRow) (n NoteSummary, err error) {
		err = r.Scan(&n.ID, &n.Version, &n.CreatedAt, (*zeronull.Text)(&n.CreatedBy), &n.Drafter, &n.Template, &n.TemplateVersion)
		n.CreatedAt = n.CreatedAt.UTC()
		return n, err
	}
	return rows(ctx, t, "the note", scan, `SELECT id, version, created_at, created_by, drafter, template, template_version FROM note_version
		WHERE practice_id = $1 AND visit_id = $2 ORDER BY version DESC`, t.who.Practice, visit)
}
