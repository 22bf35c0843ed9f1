-- After-visit summaries in other languages, as a machine translated them.

-- +goose Up
CREATE TABLE summary_translation (
    practice_id uuid        NOT NULL,
    id          bigint      GENERATED ALWAYS AS IDENTITY,
    visit_id    uuid        NOT NULL,
    note_id     uuid        NOT NULL, -- the version of the note that was summarised
    language    text        NOT NULL CHECK (language IN ('es')),
    content     jsonb       NOT NULL,
    model       text        NOT NULL,
    prompt_hash text        NOT NULL DEFAULT '',
    made_by     uuid,
    made_at     timestamptz NOT NULL,
    PRIMARY KEY (practice_id, id),
    FOREIGN KEY (practice_id, visit_id) REFERENCES visit,
    FOREIGN KEY (practice_id, note_id) REFERENCES note_version,
    FOREIGN KEY (practice_id, made_by) REFERENCES users
);
CREATE INDEX summary_translation_note ON summary_translation (practice_id, note_id, language);
CALL wall('summary_translation');
CALL append_only('summary_translation');
