package store

import (
	"context"
	"encoding/json"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype/zeronull"

	"github.com/visitwright/visitwright/ehr"
)

// Translation is an after-visit summary in another language, made by a machine.
type Translation struct {
	Visit      ehr.VisitID
	Note       ehr.NoteID // the version that was summarised
	Language   string     // "es"
	Content    json.RawMessage
	Model      string
	PromptHash string
	At         time.Time
}

// SaveTranslation keeps a translation; a later one of the same note takes its place.
func (t *Tx) SaveTranslation(ctx context.Context, tr Translation) error {
	if _, err := t.ofVisit(ctx, ehr.EditNote, tr.Visit, "translation of the summary", true); err != nil {
		return err
	}
	return t.exec(ctx, "the translation", `INSERT INTO summary_translation (practice_id, visit_id, note_id, language, content, model, prompt_hash, made_by, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		t.who.Practice, tr.Visit, tr.Note, tr.Language, tr.Content, tr.Model, tr.PromptHash, zeronull.Text(t.who.User), t.now)
}

// Translation reads the latest translation of a version of a note; nil where there
// is none.
func (t *Tx) Translation(ctx context.Context, visit ehr.VisitID, note ehr.NoteID, language string) (*Translation, error) {
	if _, err := t.ofVisit(ctx, ehr.ReadVisit, visit, "translation of the summary", false); err != nil {
		return nil, err
	}
	scan := func(r pgx.CollectableRow) (tr Translation, err error) {
		err = r.Scan(&tr.Visit, &tr.Note, &tr.Language, &tr.Content, &tr.Model, &tr.PromptHash, &tr.At)
		tr.At = tr.At.UTC()
		return tr, err
	}
	return optional(one(ctx, t, "the translation", scan, `SELECT visit_id, note_id, language, content, model, prompt_hash, made_at FROM summary_translation
		WHERE practice_id = $1 AND visit_id = $2 AND note_id = $3 AND language = $4 ORDER BY id DESC LIMIT 1`, t.who.Practice, visit, note, language))
}
