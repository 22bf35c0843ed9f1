-- The audit: one row for each read and write of a patient's data, allowed or
-- refused. Each row's mac covers the row and the mac before it in its lane, with
-- a key that never comes here. A practice has several lanes so that its
-- transactions need not wait for each other's commit.

-- +goose Up
CREATE TABLE audit (
    practice_id uuid        NOT NULL,
    lane        smallint    NOT NULL CHECK (lane BETWEEN 0 AND 7),
    seq         bigint      NOT NULL CHECK (seq >= 8 AND seq % 8 = lane),
    at          timestamptz NOT NULL,
    user_id     uuid,
    action      text        NOT NULL,
    allowed     boolean     NOT NULL,
    kind        text        NOT NULL,
    item        text        NOT NULL DEFAULT '',
    patient_id  uuid, -- no foreign key: what was refused may not exist
    detail      text        NOT NULL DEFAULT '',
    remote      text        NOT NULL DEFAULT '',
    mac         bytea       NOT NULL CHECK (length(mac) = 32),
    PRIMARY KEY (practice_id, lane, seq)
);
CREATE INDEX audit_patient ON audit (practice_id, patient_id, at);
CREATE INDEX audit_at ON audit (practice_id, at);
CALL wall('audit');
CALL append_only('audit');
