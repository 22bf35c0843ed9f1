-- Codes that stand in for a lost authenticator, each good once. Only keyed digests
-- are kept; the key is not in the database.

-- +goose Up
CREATE TABLE recovery_code (
    practice_id   uuid        NOT NULL,
    user_id       uuid        NOT NULL,
    digest        bytea       NOT NULL CHECK (length(digest) = 32),
    made_at       timestamptz NOT NULL,
    used_at       timestamptz,
    superseded_at timestamptz, -- by newer ones, or with the second factor itself
    PRIMARY KEY (practice_id, user_id, digest),
    FOREIGN KEY (practice_id, user_id) REFERENCES users
);
CALL wall('recovery_code');
CALL never_delete('recovery_code');
