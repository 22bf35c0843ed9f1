-- The graph of the codes' texts is built with more care (ef_construction was 100), so that a search
-- may look at fewer of them. The vectors are kept in the data folder: the service enters them again
-- in the background and finds codes by their words until then.

-- +goose Up
TRUNCATE code_vector;
UPDATE code_release SET vectors = 0;
DROP INDEX code_vector_near;
CREATE INDEX code_vector_near ON code_vector USING hnsw (vector halfvec_cosine_ops) WITH (m = 16, ef_construction = 200);
