-- How clinicians put the drafts' words in their own: what each signed visit shows,
-- and what they decided about it. Phrases alone, no sentences of a note.

-- +goose Up
CREATE TABLE wording_seen (
    practice_id  uuid        NOT NULL REFERENCES practice,
    visit_id     uuid        NOT NULL,
    clinician_id uuid        NOT NULL,
    section      text        NOT NULL,
    was          text        NOT NULL CHECK (was <> ''),
    becomes      text        NOT NULL,
    kept         boolean     NOT NULL, -- the words stayed as drafted
    at           timestamptz NOT NULL,
    PRIMARY KEY (practice_id, visit_id, section, was, becomes),
    FOREIGN KEY (practice_id, visit_id) REFERENCES visit,
    FOREIGN KEY (practice_id, clinician_id) REFERENCES users
);
CREATE INDEX ON wording_seen (practice_id, clinician_id);
CALL wall('wording_seen');
CALL append_only('wording_seen');

CREATE TABLE wording_choice (
    practice_id  uuid        NOT NULL REFERENCES practice,
    id           bigint      GENERATED ALWAYS AS IDENTITY,
    clinician_id uuid        NOT NULL,
    section      text        NOT NULL,
    was          text        NOT NULL,
    becomes      text        NOT NULL,
    used         boolean     NOT NULL, -- the latest row holds
    at           timestamptz NOT NULL,
    PRIMARY KEY (practice_id, id),
    FOREIGN KEY (practice_id, clinician_id) REFERENCES users
);
CREATE INDEX ON wording_choice (practice_id, clinician_id);
CALL wall('wording_choice');
CALL append_only('wording_choice');
