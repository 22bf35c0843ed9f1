-- The visit, its states, consent and what is known of its recordings.

-- +goose Up
CREATE TABLE visit (
    practice_id        uuid        NOT NULL,
    id                 uuid        NOT NULL,
    patient_id         uuid        NOT NULL,
    clinician_id       uuid        NOT NULL,
    appointment_id     uuid,
    reason             text        NOT NULL DEFAULT '',
    date_of_service    date        NOT NULL,
    state              text        NOT NULL CHECK (state IN ('open', 'recording', 'drafting', 'review', 'signed', 'void')),
    template           text        NOT NULL DEFAULT '',
    statement          text        NOT NULL DEFAULT '',
    not_clinical       text[]      NOT NULL DEFAULT '{}', -- segments that carry nothing clinical
    transcript_version int         NOT NULL DEFAULT 0,    -- of the final transcript; 0: only the live text
    created_at         timestamptz NOT NULL,
    started_at         timestamptz,
    stopped_at         timestamptz,
    signed_at          timestamptz,
    signed_by          uuid,
    void_reason        text        NOT NULL DEFAULT '',
    PRIMARY KEY (practice_id, id),
    UNIQUE (practice_id, id, patient_id),
    FOREIGN KEY (practice_id, patient_id) REFERENCES patient,
    FOREIGN KEY (practice_id, clinician_id) REFERENCES users,
    FOREIGN KEY (practice_id, appointment_id) REFERENCES appointment,
    FOREIGN KEY (practice_id, signed_by) REFERENCES users,
    CHECK ((state = 'signed') = (signed_at IS NOT NULL AND signed_by IS NOT NULL)),
    CHECK ((state = 'void') = (void_reason <> ''))
);
CREATE INDEX visit_patient ON visit (practice_id, patient_id, date_of_service DESC);
CREATE UNIQUE INDEX visit_appointment ON visit (practice_id, appointment_id) WHERE state <> 'void';
CALL clinical('visit');

CREATE TABLE consent (
    practice_id uuid        NOT NULL,
    id          uuid        NOT NULL,
    number      bigint      GENERATED ALWAYS AS IDENTITY, -- order of recording; the last is in force
    visit_id    uuid        NOT NULL,
    given       boolean     NOT NULL,
    method      text        NOT NULL CHECK (method IN ('verbal', 'written')),
    present     text        NOT NULL,
    recorded_by uuid        NOT NULL,
    at          timestamptz NOT NULL,
    PRIMARY KEY (practice_id, id),
    FOREIGN KEY (practice_id, visit_id) REFERENCES visit,
    FOREIGN KEY (practice_id, recorded_by) REFERENCES users
);
CREATE INDEX consent_visit ON consent (practice_id, visit_id, number DESC);
CALL wall('consent');
CALL append_only('consent');

-- The arrows of ehr/VISIT.md; a test tries every pair against the Go rules.
-- +goose StatementBegin
CREATE FUNCTION visit_arrow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'open' THEN
            RAISE EXCEPTION 'a visit begins open' USING ERRCODE = 'object_not_in_prerequisite_state';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state IN ('signed', 'void') THEN
        RAISE EXCEPTION 'a visit that is % does not change', OLD.state USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    IF NEW.patient_id <> OLD.patient_id OR NEW.practice_id <> OLD.practice_id OR NEW.id <> OLD.id THEN
        RAISE EXCEPTION 'a visit does not change its patient' USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
        ('open', 'recording'), ('open', 'review'), ('open', 'void'),
        ('recording', 'drafting'), ('recording', 'void'),
        ('drafting', 'review'),
        ('review', 'signed'), ('review', 'drafting'), ('review', 'void')) THEN
        RAISE EXCEPTION 'a visit that is % cannot become %', OLD.state, NEW.state
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    IF NEW.state = 'recording' AND OLD.state <> 'recording' AND NOT coalesce((
        SELECT given FROM consent WHERE practice_id = NEW.practice_id AND visit_id = NEW.id
        ORDER BY number DESC LIMIT 1), false) THEN
        RAISE EXCEPTION 'no consent to record' USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    RETURN NEW;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER visit_arrow BEFORE INSERT OR UPDATE ON visit FOR EACH ROW EXECUTE FUNCTION visit_arrow();

-- What belongs to a visit does not change once it is signed or void.
-- +goose StatementBegin
CREATE FUNCTION visit_not_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM visit WHERE practice_id = NEW.practice_id AND id = NEW.visit_id
               AND state IN ('signed', 'void')) THEN
        RAISE EXCEPTION 'the visit is fixed: % of % is refused', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    RETURN NEW;
END
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE PROCEDURE fixed_with_visit(t regclass) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER visit_not_fixed BEFORE INSERT OR UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION visit_not_fixed()', t);
END
$$;
-- +goose StatementEnd

-- What is known of a recording; its audio lies encrypted outside the database.
CREATE TABLE recording (
    practice_id uuid        NOT NULL,
    id          uuid        NOT NULL,
    visit_id    uuid        NOT NULL,
    channels    int         NOT NULL CHECK (channels IN (1, 2)),
    state       text        NOT NULL CHECK (state IN ('receiving', 'ended', 'erased')),
    bytes       bigint      NOT NULL CHECK (bytes >= 0),     -- of PCM received
    length_ms   bigint      NOT NULL CHECK (length_ms >= 0), -- of the time line, holes included
    sha256      text        NOT NULL DEFAULT '' CHECK (sha256 = '' OR sha256 ~ '^[0-9a-f]{64}$'),
    verdict     text        NOT NULL DEFAULT '',             -- client's and server's digest: equal, different, not compared
    wrapped_key bytea,
    key_id      text        NOT NULL DEFAULT '',
    started_at  timestamptz NOT NULL,
    ended_at    timestamptz,
    erased_at   timestamptz,
    erased_why  text        NOT NULL DEFAULT '',
    PRIMARY KEY (practice_id, id),
    FOREIGN KEY (practice_id, visit_id) REFERENCES visit,
    CHECK ((state = 'erased') = (erased_at IS NOT NULL AND erased_why <> '')),
    CHECK (state <> 'erased' OR wrapped_key IS NULL)
);
CREATE INDEX recording_visit ON recording (practice_id, visit_id, started_at);
CALL wall('recording'); -- what it said before is not kept: the key must be gone for good
CALL never_delete('recording');

-- The gap ledger: holes in a recording that can no longer be filled.
CREATE TABLE recording_gap (
    practice_id  uuid    NOT NULL,
    recording_id uuid    NOT NULL,
    at_ms        bigint  NOT NULL CHECK (at_ms >= 0),
    length_ms    bigint  NOT NULL CHECK (length_ms >= 0),
    reason       text    NOT NULL,
    missing      boolean NOT NULL, -- false: the recording was paused
    PRIMARY KEY (practice_id, recording_id, at_ms),
    FOREIGN KEY (practice_id, recording_id) REFERENCES recording
);
CALL wall('recording_gap');
CALL append_only('recording_gap');
