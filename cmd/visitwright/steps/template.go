package steps

import (
	"context"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/scribe"
)

// Template is the note template of that name: one of the practice's or a
// clinician's own in its latest version, or a built-in one. The error is of kind
// ehr.NotFound where there is none.
func Template(ctx context.Context, tx *store.Tx, name string) (scribe.Template, error) {
	if !strings.HasPrefix(name, store.OwnPrefix) {
		return scribe.TemplateNamed(name)
	}
	o, err := tx.OwnTemplate(ctx, name)
	if err != nil {
		return scribe.Template{}, err
	}
	return scribe.ParseOwn([]byte(o.Content), o.Name, o.Version)
}

// TemplateTitle is the title that a version of a template had, for the note that was
// made with it; its name where the template is gone. Empty for version 0: a note
// that was typed.
func TemplateTitle(ctx context.Context, tx *store.Tx, name string, version int) (string, error) {
	if version == 0 {
		return "", nil
	}
	if strings.HasPrefix(name, store.OwnPrefix) {
		title, err := tx.OwnTemplateTitle(ctx, name, version)
		if ehr.KindOf(err) == ehr.NotFound {
			return name, nil
		}
		return title, err
	}
	t, err := scribe.TemplateNamed(name)
	if err != nil {
		return name, nil
	}
	return t.Title, nil
}

// expand writes a template's macros out in the sentences that a person typed. A
// note whose template is gone keeps what was typed.
func expand(ctx context.Context, tx *store.Tx, n ehr.Note, sent []ehr.Section) ([]ehr.Section, error) {
	t, err := Template(ctx, tx, n.Template)
	if err != nil && ehr.KindOf(err) != ehr.NotFound {
		return nil, err
	}
	for _, sec := range sent {
		for i := range sec.Sentences {
			sec.Sentences[i].Text = t.Expand(sec.Sentences[i].Text)
		}
	}
	return sent, nil
}
