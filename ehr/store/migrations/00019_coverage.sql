-- The insurances of a patient, as the card says them.

-- +goose Up
CREATE TABLE coverage (
    practice_id  uuid     NOT NULL,
    id           uuid     NOT NULL,
    patient_id   uuid     NOT NULL,
    place        smallint NOT NULL CHECK (place BETWEEN 1 AND 3), -- who pays first
    payer        text     NOT NULL CHECK (payer <> ''),
    payer_id     text     NOT NULL DEFAULT '',
    plan         text     NOT NULL DEFAULT '',
    member       text     NOT NULL DEFAULT '',
    group_number text     NOT NULL DEFAULT '',
    relationship text     NOT NULL CHECK (relationship IN ('self', 'spouse', 'child', 'other')),
    subscriber   text     NOT NULL DEFAULT '',
    start        date,
    stop         date,
    CHECK (stop >= start)
);
CALL chart_entry('coverage');
