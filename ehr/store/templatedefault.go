package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/visitwright/visitwright/ehr"
)

// TemplateDefault is the note template that visits begin with where their
// clinician chose none.
type TemplateDefault struct {
	Specialty ehr.Specialty `json:"specialty"` // empty: the whole practice
	Template  string        `json:"template"`
	By        ehr.UserID    `json:"by"`
	At        time.Time     `json:"at"`
}

// TemplateDefaults reads what holds, the practice's own first. It holds nothing of
// patients and may be read by whoever works here.
func (t *Tx) TemplateDefaults(ctx context.Context) ([]TemplateDefault, error) {
	scan := func(r pgx.CollectableRow) (d TemplateDefault, err error) {
		err = r.Scan(&d.Specialty, &d.Template, &d.By, &d.At)
		d.At = d.At.UTC()
		return d, err
	}
	return rows(ctx, t, "the default templates", scan, `SELECT specialty, template, set_by, at FROM (
			SELECT DISTINCT ON (specialty) specialty, template, set_by, at FROM template_default WHERE practice_id = $1 ORDER BY specialty, id DESC) d
		WHERE template <> '' ORDER BY specialty`, t.who.Practice)
}

// SetTemplateDefault makes a template the one that visits of a specialty begin
// with from now on, or of the whole practice; empty: none any more. Whether there
// is such a template, the caller has looked. Invalid for a specialty there is not.
func (t *Tx) SetTemplateDefault(ctx context.Context, s ehr.Specialty, template string) error {
	if err := t.touch(access{action: ehr.ManageService, kind: "template", id: template, part: "default", write: true}); err != nil {
		return err
	}
	if s != "" && !s.Valid() {
		return ehr.Errorf(ehr.Invalid, "there is no such specialty")
	}
	return t.exec(ctx, "the default template", `INSERT INTO template_default (practice_id, specialty, template, set_by, at) VALUES ($1, $2, $3, $4, $5)`,
		t.who.Practice, s, template, t.who.User, t.now)
}
