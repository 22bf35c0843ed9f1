-- The chart. An entry made in error is void with a reason; what an entry said
-- before it was changed is kept in former.

-- +goose Up

-- +goose StatementBegin
CREATE PROCEDURE chart_entry(t regclass) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s
        ADD COLUMN source      text        NOT NULL CHECK (source IN (''visit'', ''fhir'', ''typed'')),
        ADD COLUMN visit_id    uuid,
        ADD COLUMN recorded_by uuid,
        ADD COLUMN recorded_at timestamptz NOT NULL,
        ADD COLUMN void_reason text        NOT NULL DEFAULT '''',
        ADD COLUMN void_by     uuid,
        ADD COLUMN void_at     timestamptz,
        ADD PRIMARY KEY (practice_id, id),
        ADD FOREIGN KEY (practice_id, patient_id) REFERENCES patient,
        ADD FOREIGN KEY (practice_id, visit_id) REFERENCES visit,
        ADD FOREIGN KEY (practice_id, recorded_by) REFERENCES users,
        ADD CHECK ((void_at IS NULL) = (void_reason = ''''))', t);
    EXECUTE format('CREATE INDEX ON %s (practice_id, patient_id)', t);
    CALL clinical(t);
END
$$;
-- +goose StatementEnd

CREATE TABLE problem (
    practice_id uuid NOT NULL,
    id          uuid NOT NULL,
    patient_id  uuid NOT NULL,
    code_system text NOT NULL DEFAULT '',
    code        text NOT NULL DEFAULT '',
    display     text NOT NULL CHECK (display <> ''),
    also        jsonb,
    status      text NOT NULL CHECK (status IN ('active', 'inactive', 'resolved')),
    onset       date,
    abated      date
);
CALL chart_entry('problem');

CREATE TABLE medication (
    practice_id uuid NOT NULL,
    id          uuid NOT NULL,
    patient_id  uuid NOT NULL,
    code_system text NOT NULL DEFAULT '',
    code        text NOT NULL DEFAULT '',
    display     text NOT NULL CHECK (display <> ''),
    also        jsonb,
    dose        text NOT NULL DEFAULT '',
    route       text NOT NULL DEFAULT '',
    frequency   text NOT NULL DEFAULT '',
    reason      text NOT NULL DEFAULT '',
    status      text NOT NULL CHECK (status IN ('active', 'stopped', 'on_hold')),
    start       date,
    stop        date
);
CALL chart_entry('medication');

CREATE TABLE allergy (
    practice_id uuid    NOT NULL,
    id          uuid    NOT NULL,
    patient_id  uuid    NOT NULL,
    code_system text    NOT NULL DEFAULT '',
    code        text    NOT NULL DEFAULT '',
    display     text    NOT NULL CHECK (display <> ''),
    reaction    text    NOT NULL DEFAULT '',
    severity    text    NOT NULL DEFAULT '' CHECK (severity IN ('', 'mild', 'moderate', 'severe')),
    active      boolean NOT NULL,
    onset       date
);
CALL chart_entry('allergy');

CREATE TABLE observation (
    practice_id    uuid             NOT NULL,
    id             uuid             NOT NULL,
    patient_id     uuid             NOT NULL,
    category       text             NOT NULL,
    code_system    text             NOT NULL DEFAULT '',
    code           text             NOT NULL DEFAULT '',
    display        text             NOT NULL,
    also           jsonb,
    value          double precision,
    unit           text             NOT NULL DEFAULT '', -- UCUM
    text           text             NOT NULL DEFAULT '',
    value_system   text             NOT NULL DEFAULT '',
    value_code     text             NOT NULL DEFAULT '',
    value_display  text             NOT NULL DEFAULT '',
    reference_low  double precision,
    reference_high double precision,
    at             timestamptz      NOT NULL
);
CALL chart_entry('observation');

CREATE TABLE immunization (
    practice_id uuid    NOT NULL,
    id          uuid    NOT NULL,
    patient_id  uuid    NOT NULL,
    cvx         text    NOT NULL,
    mvx         text    NOT NULL DEFAULT '',
    name        text    NOT NULL,
    given_on    date,
    lot         text    NOT NULL DEFAULT '',
    not_done    boolean NOT NULL DEFAULT false,
    reason      text    NOT NULL DEFAULT ''
);
CALL chart_entry('immunization');

CREATE TABLE procedure (
    practice_id uuid NOT NULL,
    id          uuid NOT NULL,
    patient_id  uuid NOT NULL,
    code_system text NOT NULL DEFAULT '',
    code        text NOT NULL DEFAULT '',
    display     text NOT NULL CHECK (display <> ''),
    also        jsonb,
    done_on     date
);
CALL chart_entry('procedure');
