-- What a visit's words became: transcript, note, and what waits for an answer.

-- +goose Up
CREATE TABLE segment (
    practice_id   uuid             NOT NULL,
    visit_id      uuid             NOT NULL,
    version       int              NOT NULL CHECK (version >= 0), -- 0: live text; from 1: final transcripts
    id            text             NOT NULL CHECK (id <> ''),
    place         int              NOT NULL,
    start_ms      bigint           NOT NULL CHECK (start_ms >= 0),
    end_ms        bigint           NOT NULL,
    speaker       text             NOT NULL CHECK (speaker IN ('clinician', 'patient', 'other', 'unknown')),
    text          text             NOT NULL,
    confidence    double precision NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    missing       boolean          NOT NULL,
    uncertain     jsonb,
    recogniser    text             NOT NULL DEFAULT '',
    model_version text             NOT NULL DEFAULT '',
    fallback      boolean          NOT NULL DEFAULT false,
    PRIMARY KEY (practice_id, visit_id, version, id),
    FOREIGN KEY (practice_id, visit_id) REFERENCES visit,
    CHECK (end_ms >= start_ms)
);
CALL wall('segment');
CALL append_only('segment');
CALL fixed_with_visit('segment');

CREATE TABLE note_version (
    practice_id        uuid        NOT NULL,
    id                 uuid        NOT NULL,
    visit_id           uuid        NOT NULL,
    version            int         NOT NULL CHECK (version >= 1),
    template           text        NOT NULL,
    template_version   int         NOT NULL,
    sections           jsonb       NOT NULL,
    drafter            jsonb       NOT NULL,
    transcript_version int         NOT NULL, -- its sentences' segments are of this one
    created_at         timestamptz NOT NULL,
    created_by         uuid,
    PRIMARY KEY (practice_id, id),
    UNIQUE (practice_id, visit_id, version),
    FOREIGN KEY (practice_id, visit_id) REFERENCES visit,
    FOREIGN KEY (practice_id, created_by) REFERENCES users
);
CALL wall('note_version');
CALL append_only('note_version');
CALL fixed_with_visit('note_version');

CREATE TABLE signature (
    practice_id uuid        NOT NULL,
    note_id     uuid        NOT NULL,
    visit_id    uuid        NOT NULL,
    signed_by   uuid        NOT NULL,
    at          timestamptz NOT NULL,
    hash        text        NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
    PRIMARY KEY (practice_id, visit_id),
    FOREIGN KEY (practice_id, note_id) REFERENCES note_version,
    FOREIGN KEY (practice_id, visit_id) REFERENCES visit,
    FOREIGN KEY (practice_id, signed_by) REFERENCES users
);
CALL wall('signature');
CALL append_only('signature');
CALL fixed_with_visit('signature');

CREATE TABLE addendum (
    practice_id uuid        NOT NULL,
    visit_id    uuid        NOT NULL,
    note_id     uuid        NOT NULL,
    number      int         NOT NULL CHECK (number >= 1),
    text        text        NOT NULL CHECK (text <> ''),
    written_by  uuid        NOT NULL,
    at          timestamptz NOT NULL,
    hash        text        NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
    PRIMARY KEY (practice_id, visit_id, number),
    FOREIGN KEY (practice_id, visit_id) REFERENCES signature, -- only a signed note has addenda
    FOREIGN KEY (practice_id, note_id) REFERENCES note_version,
    FOREIGN KEY (practice_id, written_by) REFERENCES users
);
CALL wall('addendum');
CALL append_only('addendum');

-- The lists beside a note. A row that a later draft no longer has is superseded,
-- not deleted; an answer stays with its row.
CREATE TABLE omission (
    practice_id   uuid        NOT NULL,
    visit_id      uuid        NOT NULL,
    id            text        NOT NULL CHECK (id <> ''),
    place         int         NOT NULL,
    text          text        NOT NULL,
    section       text        NOT NULL,
    group_name    text        NOT NULL DEFAULT '',
    kind          text        NOT NULL DEFAULT '',
    segments      text[]      NOT NULL,
    blocking      boolean     NOT NULL,
    choice        text        CHECK (choice IN ('accepted', 'rejected')),
    answer_reason text        NOT NULL DEFAULT '',
    answered_by   uuid,
    answered_at   timestamptz,
    superseded_at timestamptz,
    PRIMARY KEY (practice_id, visit_id, id),
    FOREIGN KEY (practice_id, visit_id) REFERENCES visit,
    FOREIGN KEY (practice_id, answered_by) REFERENCES users,
    CHECK ((choice IS NULL) = (answered_at IS NULL))
);
CALL clinical('omission');
CALL fixed_with_visit('omission');

CREATE TABLE reconciliation (
    practice_id   uuid        NOT NULL,
    visit_id      uuid        NOT NULL,
    id            text        NOT NULL CHECK (id <> ''),
    place         int         NOT NULL,
    kind          text        NOT NULL,
    heard         text        NOT NULL,
    dose          text        NOT NULL DEFAULT '',
    chart         jsonb,
    in_chart      text        NOT NULL DEFAULT '',
    relation      text        NOT NULL CHECK (relation IN ('not_in_chart', 'contradicts')),
    segments      text[]      NOT NULL,
    choice        text        CHECK (choice IN ('accepted', 'rejected')),
    answer_reason text        NOT NULL DEFAULT '',
    answered_by   uuid,
    answered_at   timestamptz,
    superseded_at timestamptz,
    PRIMARY KEY (practice_id, visit_id, id),
    FOREIGN KEY (practice_id, visit_id) REFERENCES visit,
    FOREIGN KEY (practice_id, answered_by) REFERENCES users,
    CHECK ((choice IS NULL) = (answered_at IS NULL))
);
CALL clinical('reconciliation');
CALL fixed_with_visit('reconciliation');

CREATE TABLE orders (
    practice_id   uuid        NOT NULL,
    visit_id      uuid        NOT NULL,
    id            text        NOT NULL CHECK (id <> ''),
    patient_id    uuid        NOT NULL,
    place         int         NOT NULL,
    kind          text        NOT NULL CHECK (kind IN ('medication', 'test', 'imaging', 'referral', 'vaccine', 'procedure', 'follow_up')),
    verb          text        NOT NULL CHECK (verb IN ('start', 'stop', 'change', 'continue', 'refill')),
    text          text        NOT NULL,
    code_system   text        NOT NULL DEFAULT '',
    code          text        NOT NULL DEFAULT '',
    display       text        NOT NULL DEFAULT '',
    dose          text        NOT NULL DEFAULT '',
    detail        text        NOT NULL DEFAULT '',
    status        text        NOT NULL CHECK (status IN ('staged', 'placed', 'done', 'rejected')),
    sentences     text[]      NOT NULL,
    segments      text[]      NOT NULL,
    answer_reason text        NOT NULL DEFAULT '',
    decided_by    uuid,
    decided_at    timestamptz,
    superseded_at timestamptz,
    PRIMARY KEY (practice_id, visit_id, id),
    FOREIGN KEY (practice_id, visit_id, patient_id) REFERENCES visit (practice_id, id, patient_id),
    FOREIGN KEY (practice_id, decided_by) REFERENCES users,
    CHECK (status = 'staged' OR decided_at IS NOT NULL),
    CHECK (superseded_at IS NULL OR status = 'staged')
);
CREATE INDEX orders_patient ON orders (practice_id, patient_id);
CALL clinical('orders');

CREATE TABLE code (
    practice_id   uuid             NOT NULL,
    visit_id      uuid             NOT NULL,
    id            text             NOT NULL CHECK (id <> ''),
    place         int              NOT NULL,
    system        text             NOT NULL,
    code          text             NOT NULL CHECK (code <> ''),
    display       text             NOT NULL,
    release       text             NOT NULL,
    selected      boolean          NOT NULL,
    sentence      text             NOT NULL DEFAULT '',
    rules         text[]           NOT NULL,
    confidence    double precision NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    status        text             NOT NULL CHECK (status IN ('proposed', 'accepted', 'rejected')),
    answer_reason text             NOT NULL DEFAULT '',
    answered_by   uuid,
    answered_at   timestamptz,
    superseded_at timestamptz,
    PRIMARY KEY (practice_id, visit_id, id),
    FOREIGN KEY (practice_id, visit_id) REFERENCES visit,
    FOREIGN KEY (practice_id, answered_by) REFERENCES users
);
CALL clinical('code');

-- What the checks of the chart said for the visit, as a whole; its alerts apart.
CREATE TABLE checks (
    practice_id  uuid        NOT NULL,
    visit_id     uuid        NOT NULL,
    made_at      timestamptz NOT NULL,
    care_gaps    jsonb       NOT NULL,
    immunization jsonb       NOT NULL,
    not_checked  jsonb       NOT NULL,
    PRIMARY KEY (practice_id, visit_id),
    FOREIGN KEY (practice_id, visit_id) REFERENCES visit
);
CALL clinical('checks');

CREATE TABLE alert (
    practice_id   uuid        NOT NULL,
    visit_id      uuid        NOT NULL,
    id            text        NOT NULL CHECK (id <> ''),
    patient_id    uuid        NOT NULL,
    place         int         NOT NULL,
    key           text        NOT NULL,
    rule          text        NOT NULL,
    rule_version  text        NOT NULL,
    tier          text        NOT NULL CHECK (tier IN ('interruptive', 'inline', 'passive')),
    summary       text        NOT NULL,
    detail        text        NOT NULL,
    source        text        NOT NULL,
    chart         jsonb,
    sentences     text[]      NOT NULL,
    segments      text[]      NOT NULL,
    actions       jsonb,
    at            timestamptz NOT NULL,
    choice        text        CHECK (choice IN ('accepted', 'rejected')),
    answer_reason text        NOT NULL DEFAULT '',
    answered_by   uuid,
    answered_at   timestamptz,
    superseded_at timestamptz,
    PRIMARY KEY (practice_id, visit_id, id),
    FOREIGN KEY (practice_id, visit_id, patient_id) REFERENCES visit (practice_id, id, patient_id),
    FOREIGN KEY (practice_id, answered_by) REFERENCES users,
    CHECK ((choice IS NULL) = (answered_at IS NULL))
);
CREATE INDEX alert_key ON alert (practice_id, patient_id, key) WHERE choice IS NOT NULL;
CALL clinical('alert');
