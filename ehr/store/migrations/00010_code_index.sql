-- The texts of the official code sets and what they mean, as vectors. Nothing of a
-- patient or a practice is in here: every practice of the server shares it.

-- +goose Up
CREATE EXTENSION IF NOT EXISTS vector;

-- One text of a release that points at a complete code.
CREATE TABLE code_text (
    release text NOT NULL,                 -- e.g. ICD-10-CM 2026-04
    code    text NOT NULL,                 -- with its point
    source  text NOT NULL CHECK (source IN ('phrase', 'index', 'inclusion', 'description', 'header')),
    key     bytea NOT NULL CHECK (octet_length(key) = 16), -- of the text: its vector's
    words   tsvector NOT NULL
);
CREATE INDEX code_text_key ON code_text (key, release);
CREATE INDEX code_text_words ON code_text USING gin (words);
CREATE INDEX code_text_release ON code_text (release);

-- Vectors are of one model at a time, named in code_vector_model.
CREATE TABLE code_vector (
    key    bytea PRIMARY KEY CHECK (octet_length(key) = 16),
    vector halfvec(384) NOT NULL
);
CREATE INDEX code_vector_near ON code_vector USING hnsw (vector halfvec_cosine_ops) WITH (m = 16, ef_construction = 100);
CREATE TABLE code_vector_model (
    alone boolean PRIMARY KEY DEFAULT true CHECK (alone),
    model text NOT NULL
);

-- How far the filling of a release has come.
CREATE TABLE code_release (
    release  text PRIMARY KEY,
    content  bytea NOT NULL,               -- hash of its texts: other texts are loaded anew
    texts    integer NOT NULL,             -- different ones
    vectors  integer NOT NULL DEFAULT 0 CHECK (vectors BETWEEN 0 AND texts),
    changed  timestamptz NOT NULL
);

GRANT SELECT, INSERT, UPDATE, DELETE ON code_text, code_vector, code_vector_model, code_release TO visitwright_app;
