-- The immunization schedule a practice chose: the latest row holds, so that who
-- chose what stays on record.

-- +goose Up
CREATE TABLE schedule_choice (
    practice_id uuid        NOT NULL REFERENCES practice,
    id          bigint      GENERATED ALWAYS AS IDENTITY,
    schedule    text        NOT NULL CHECK (schedule <> ''),
    why         text        NOT NULL CHECK (why <> ''),
    set_by      uuid        NOT NULL,
    at          timestamptz NOT NULL,
    PRIMARY KEY (practice_id, id),
    FOREIGN KEY (practice_id, set_by) REFERENCES users
);
CALL wall('schedule_choice');
CALL append_only('schedule_choice');
