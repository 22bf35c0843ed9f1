-- Second drafts of a visit, by the drafter that did not write its note, to be read
-- beside it. None is a version of the note.

-- +goose Up
CREATE TABLE other_draft (
    practice_id        uuid        NOT NULL REFERENCES practice,
    id                 bigint      GENERATED ALWAYS AS IDENTITY,
    visit_id           uuid        NOT NULL,
    transcript_version int         NOT NULL, -- what it was drafted from
    content            jsonb,                -- null: the drafter failed
    failed             text        NOT NULL DEFAULT '',
    made_at            timestamptz NOT NULL,
    PRIMARY KEY (practice_id, id),
    FOREIGN KEY (practice_id, visit_id) REFERENCES visit,
    CHECK ((content IS NULL) = (failed <> ''))
);
CREATE INDEX ON other_draft (practice_id, visit_id);
CALL wall('other_draft');
CALL append_only('other_draft');
