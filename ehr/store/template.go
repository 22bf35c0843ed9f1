package store

import (
	"context"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype/zeronull"

	"github.com/visitwright/visitwright/ehr"
)

// OwnTemplate is one version of a note template that somebody here wrote.
type OwnTemplate struct {
	Name    string     `json:"name"`
	Version int        `json:"version"`
	Owner   ehr.UserID `json:"owner_id,omitempty"` // empty: the whole practice's
	Title   string     `json:"title"`
	Content string     `json:"content"` // as it was typed
	Hash    string     `json:"hash"`
	Retired bool       `json:"retired"` // offered no more
	By      ehr.UserID `json:"made_by"`
	At      time.Time  `json:"made_at"`
}

// OwnPrefix begins the name of every template that is not built in.
const OwnPrefix = "own-"

const templateColumns = `name, version, owner_id, title, content, hash, retired, made_by, made_at`

func scanTemplate(r pgx.CollectableRow) (o OwnTemplate, err error) {
	err = r.Scan(&o.Name, &o.Version, (*zeronull.Text)(&o.Owner), &o.Title, &o.Content, &o.Hash, &o.Retired, &o.By, &o.At)
	o.At = o.At.UTC()
	return o, err
}

// OwnTemplates reads the latest version of each template that the actor may
// choose: the practice's and their own. Templates hold nothing of patients.
func (t *Tx) OwnTemplates(ctx context.Context) ([]OwnTemplate, error) {
	return rows(ctx, t, "the templates", scanTemplate, `SELECT DISTINCT ON (name) `+templateColumns+` FROM template_version
		WHERE practice_id = $1 AND (owner_id IS NULL OR owner_id = $2) ORDER BY name, version DESC`, t.who.Practice, zeronull.Text(t.who.User))
}

// OwnTemplate reads the latest version of one, whoever's it is: a visit is drafted
// with it by the service. NotFound where there is none.
func (t *Tx) OwnTemplate(ctx context.Context, name string) (OwnTemplate, error) {
	return one(ctx, t, "the template", scanTemplate, `SELECT `+templateColumns+` FROM template_version
		WHERE practice_id = $1 AND name = $2 ORDER BY version DESC LIMIT 1`, t.who.Practice, name)
}

// OwnTemplateTitle reads the title that a version of one had, whoever's it is: it
// stands with the notes made with it. NotFound where there is none.
func (t *Tx) OwnTemplateTitle(ctx context.Context, name string, version int) (title string, err error) {
	err = t.tx.QueryRow(ctx, `SELECT title FROM template_version WHERE practice_id = $1 AND name = $2 AND version = $3`, t.who.Practice, name, version).Scan(&title)
	return title, wrap(err, "the template")
}

// OwnTemplateVersions reads all versions of one that the actor may choose, latest
// first.
func (t *Tx) OwnTemplateVersions(ctx context.Context, name string) ([]OwnTemplate, error) {
	return rows(ctx, t, "the template", scanTemplate, `SELECT `+templateColumns+` FROM template_version
		WHERE practice_id = $1 AND name = $2 AND (owner_id IS NULL OR owner_id = $3) ORDER BY version DESC`,
		t.who.Practice, name, zeronull.Text(t.who.User))
}

// SaveTemplate adds the version after base; 0 makes a new template. One without an
// owner is the practice's and needs ManageService; one's own, EditNote. Whose it is
// stays: NotFound for another's. Conflict where base is not the latest version.
func (t *Tx) SaveTemplate(ctx context.Context, o OwnTemplate, base int) (OwnTemplate, error) {
	right := ehr.EditNote
	if o.Owner == "" {
		right = ehr.ManageService
	}
	if err := t.touch(access{action: right, kind: "template", id: o.Name, part: "version", write: true}); err != nil {
		return o, err
	}
	if !strings.HasPrefix(o.Name, OwnPrefix) {
		return o, ehr.Errorf(ehr.Invalid, "a built-in template is copied, not changed")
	}
	latest, err := optional(t.OwnTemplate(ctx, o.Name))
	switch {
	case err != nil:
		return o, err
	case latest == nil && base > 0, latest != nil && latest.Owner != o.Owner, o.Owner != "" && o.Owner != t.who.User:
		return o, ehr.Errorf(ehr.NotFound, "there is no such template")
	case latest != nil && latest.Version != base:
		return o, ehr.Errorf(ehr.Conflict, "the template has changed meanwhile: its latest version is %d", latest.Version)
	}
	o.Version, o.By, o.At = base+1, t.who.User, t.now
	return o, t.exec(ctx, "the template", `INSERT INTO template_version (practice_id, `+templateColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		t.who.Practice, o.Name, o.Version, zeronull.Text(o.Owner), o.Title, o.Content, o.Hash, o.Retired, o.By, o.At)
}
