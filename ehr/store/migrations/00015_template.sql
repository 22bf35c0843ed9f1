-- Templates of a practice and of its clinicians, with all their versions; a note
-- keeps the hash of the one it was drafted with.

-- +goose Up
CREATE TABLE template_version (
    practice_id uuid        NOT NULL REFERENCES practice,
    name        text        NOT NULL CHECK (name ~ '^own-[a-z0-9-]{1,60}$'), -- built-in ones never begin so
    version     int         NOT NULL CHECK (version >= 1),
    owner_id    uuid,       -- NULL: the whole practice's
    title       text        NOT NULL CHECK (title <> ''),
    content     text        NOT NULL, -- as it was typed
    hash        text        NOT NULL, -- of what it says
    retired     boolean     NOT NULL, -- offered no more from this version on
    made_by     uuid        NOT NULL,
    made_at     timestamptz NOT NULL,
    PRIMARY KEY (practice_id, name, version),
    FOREIGN KEY (practice_id, owner_id) REFERENCES users,
    FOREIGN KEY (practice_id, made_by) REFERENCES users
);
CALL wall('template_version');
CALL append_only('template_version');

ALTER TABLE note_version ADD COLUMN template_hash text NOT NULL DEFAULT '';
