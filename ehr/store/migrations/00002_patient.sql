-- Patients and the schedule.

-- +goose Up
CREATE TABLE patient (
    practice_id    uuid        NOT NULL REFERENCES practice,
    id             uuid        NOT NULL,
    mrn            text        NOT NULL CHECK (mrn <> ''),
    given_name     text        NOT NULL,
    family_name    text        NOT NULL CHECK (family_name <> ''),
    birth_date     date        NOT NULL,
    death_date     date,
    sex            text        NOT NULL CHECK (sex IN ('female', 'male', 'other', 'unknown')),
    phone          text        NOT NULL DEFAULT '',
    address        text        NOT NULL DEFAULT '',
    language       text        NOT NULL DEFAULT '',
    allergy_status text        NOT NULL DEFAULT 'not_asked' CHECK (allergy_status IN ('not_asked', 'none_known', 'listed')),
    allergy_as_of  date,
    created_at     timestamptz NOT NULL,
    PRIMARY KEY (practice_id, id),
    UNIQUE (practice_id, mrn),
    CHECK (death_date IS NULL OR death_date >= birth_date)
);
CREATE INDEX patient_name ON patient USING gin (lower(given_name || ' ' || family_name) gin_trgm_ops);
CALL clinical('patient');

CREATE TABLE appointment (
    practice_id  uuid        NOT NULL,
    id           uuid        NOT NULL,
    patient_id   uuid        NOT NULL,
    clinician_id uuid        NOT NULL,
    start_at     timestamptz NOT NULL,
    minutes      int         NOT NULL CHECK (minutes BETWEEN 1 AND 1440),
    reason       text        NOT NULL DEFAULT '',
    status       text        NOT NULL CHECK (status IN ('booked', 'arrived', 'fulfilled', 'noshow', 'cancelled')),
    PRIMARY KEY (practice_id, id),
    FOREIGN KEY (practice_id, patient_id) REFERENCES patient,
    FOREIGN KEY (practice_id, clinician_id) REFERENCES users
);
CREATE INDEX appointment_start ON appointment (practice_id, start_at);
CALL clinical('appointment');
