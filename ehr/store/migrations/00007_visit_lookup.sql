-- Which practice a visit is of, for jobs and streams that know only the visit:
-- exactly the row of that id is seen.

-- +goose Up
CREATE INDEX visit_id ON visit (id);
CREATE POLICY lookup ON visit FOR SELECT
    USING (id = nullif(current_setting('app.visit', true), '')::uuid);
