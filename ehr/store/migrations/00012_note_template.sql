-- The template with which a clinician's visits are opened; '' is the service's own choice.

-- +goose Up
ALTER TABLE users ADD COLUMN note_template text NOT NULL DEFAULT '';
