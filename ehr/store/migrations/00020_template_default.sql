-- The template that visits begin with where their clinician chose none: the
-- practice's, and one for each specialty. The latest row of each holds, so that who
-- chose what stays on record.

-- +goose Up
ALTER TABLE users ADD COLUMN specialty text NOT NULL DEFAULT '';

CREATE TABLE template_default (
    practice_id uuid        NOT NULL REFERENCES practice,
    id          bigint      GENERATED ALWAYS AS IDENTITY,
    specialty   text        NOT NULL, -- '': the whole practice
    template    text        NOT NULL, -- '': none any more
    set_by      uuid        NOT NULL,
    at          timestamptz NOT NULL,
    PRIMARY KEY (practice_id, id),
    FOREIGN KEY (practice_id, set_by) REFERENCES users
);
CALL wall('template_default');
CALL append_only('template_default');
