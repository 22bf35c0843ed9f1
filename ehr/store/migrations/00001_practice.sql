-- The walls, the practice, its users and their sessions.
--
-- Every table of a practice's data has practice_id first in its key, and a
-- policy that shows only the rows of the practice named by app.practice for the
-- length of one transaction. The policies are forced, so that they bind the
-- owner of the tables as well.

-- +goose Up
CREATE EXTENSION IF NOT EXISTS pg_trgm;

GRANT USAGE ON SCHEMA public TO visitwright_app;

-- +goose StatementBegin
CREATE FUNCTION current_practice() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT nullif(current_setting('app.practice', true), '')::uuid
$$;
-- +goose StatementEnd

-- Puts the wall around a table that has a practice_id.
-- +goose StatementBegin
CREATE PROCEDURE wall(t regclass) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY practice ON %s USING (practice_id = (SELECT current_practice()))
                    WITH CHECK (practice_id = (SELECT current_practice()))', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %s TO visitwright_app', t);
END
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: rows are kept as they are', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'object_not_in_prerequisite_state';
END
$$;
-- +goose StatementEnd

-- Rows of the table are never deleted.
-- +goose StatementBegin
CREATE PROCEDURE never_delete(t regclass) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER never_delete BEFORE DELETE ON %s FOR EACH ROW EXECUTE FUNCTION refuse()', t);
    EXECUTE format('CREATE TRIGGER never_truncate BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION refuse()', t);
END
$$;
-- +goose StatementEnd

-- Rows of the table are only ever added.
-- +goose StatementBegin
CREATE PROCEDURE append_only(t regclass) LANGUAGE plpgsql AS $$
BEGIN
    CALL never_delete(t);
    EXECUTE format('CREATE TRIGGER never_update BEFORE UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION refuse()', t);
    EXECUTE format('REVOKE UPDATE ON %s FROM visitwright_app', t);
END
$$;
-- +goose StatementEnd

-- What stood in a row before it was changed.
CREATE TABLE former (
    practice_id uuid        NOT NULL,
    id          bigint      GENERATED ALWAYS AS IDENTITY,
    noun        text        NOT NULL,
    changed_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    was         jsonb       NOT NULL,
    PRIMARY KEY (practice_id, id)
);
CALL wall('former');
CALL append_only('former');

-- +goose StatementBegin
CREATE FUNCTION keep_former() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW IS DISTINCT FROM OLD THEN
        INSERT INTO former (practice_id, noun, was) VALUES (OLD.practice_id, TG_TABLE_NAME, to_jsonb(OLD));
    END IF;
    RETURN NULL;
END
$$;
-- +goose StatementEnd

-- Rows of the table may change; what they said before is kept, and none is deleted.
-- +goose StatementBegin
CREATE PROCEDURE clinical(t regclass) LANGUAGE plpgsql AS $$
BEGIN
    CALL wall(t);
    CALL never_delete(t);
    EXECUTE format('CREATE TRIGGER keep_former AFTER UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION keep_former()', t);
END
$$;
-- +goose StatementEnd

CREATE TABLE practice (
    id         uuid        PRIMARY KEY,
    name       text        NOT NULL CHECK (name <> ''),
    time_zone  text        NOT NULL CHECK (time_zone <> ''),
    last_mrn   bigint      NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL
);
ALTER TABLE practice ENABLE ROW LEVEL SECURITY;
ALTER TABLE practice FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON practice USING (id = (SELECT current_practice())) WITH CHECK (id = (SELECT current_practice()));
-- The service must know which practices there are, to check the audit of each.
CREATE POLICY list ON practice FOR SELECT USING (current_setting('app.list_practices', true) = 'yes');
GRANT SELECT, INSERT, UPDATE ON practice TO visitwright_app;
CALL never_delete('practice');

CREATE TABLE users (
    practice_id    uuid        NOT NULL REFERENCES practice,
    id             uuid        NOT NULL,
    username       text        NOT NULL CHECK (username <> ''),
    name           text        NOT NULL CHECK (name <> ''),
    credentials    text        NOT NULL DEFAULT '',
    role           text        NOT NULL CHECK (role IN ('clinician', 'nurse', 'coder', 'biller', 'front_desk', 'administrator')),
    disabled       boolean     NOT NULL DEFAULT false,
    password_hash  text        NOT NULL,
    failures       int         NOT NULL DEFAULT 0, -- attempts since the last sign-in
    locked_until   timestamptz,
    totp_secret    bytea,                          -- encrypted with a key the database never sees
    totp_enabled   boolean     NOT NULL DEFAULT false,
    totp_last_step bigint      NOT NULL DEFAULT 0, -- a code is good once
    created_at     timestamptz NOT NULL,
    PRIMARY KEY (practice_id, id),
    CHECK (NOT totp_enabled OR totp_secret IS NOT NULL)
);
CREATE UNIQUE INDEX users_username ON users (lower(username));
CALL wall('users');
CALL never_delete('users');
-- Who signs in is not yet of any practice: exactly the row of that name is seen.
CREATE POLICY sign_in ON users FOR SELECT
    USING (lower(username) = nullif(current_setting('app.username', true), ''));

CREATE TABLE sessions (
    practice_id  uuid        NOT NULL,
    id           uuid        NOT NULL,
    token_sha256 bytea       NOT NULL UNIQUE CHECK (length(token_sha256) = 32),
    user_id      uuid        NOT NULL,
    remote       text        NOT NULL DEFAULT '',
    created_at   timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    reauth_at    timestamptz NOT NULL,
    ended_at     timestamptz,
    PRIMARY KEY (practice_id, id),
    FOREIGN KEY (practice_id, user_id) REFERENCES users
);
CREATE INDEX sessions_user ON sessions (practice_id, user_id) WHERE ended_at IS NULL;
CALL wall('sessions');
-- Who holds the token sees exactly the row of that token.
CREATE POLICY token ON sessions FOR SELECT
    USING (token_sha256 = decode(nullif(current_setting('app.token_sha256', true), ''), 'hex'));

-- One-time links by which the first administrator is made. They belong to no
-- practice, for there is none yet.
CREATE TABLE setup_link (
    token_sha256 bytea       PRIMARY KEY CHECK (length(token_sha256) = 32),
    made_at      timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    used_at      timestamptz
);
GRANT SELECT, INSERT, UPDATE ON setup_link TO visitwright_app;
