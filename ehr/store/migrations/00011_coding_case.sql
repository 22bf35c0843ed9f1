-- The coder's desk: who holds the coding of a signed visit, what was decided about
-- each code, what was asked of the clinician, and the level's table.

-- +goose Up
ALTER TABLE code ADD COLUMN alternatives jsonb NOT NULL DEFAULT '[]';
ALTER TABLE code ADD COLUMN ask text NOT NULL DEFAULT '';

-- Every signed visit is a case; its row comes with the first change. The version
-- goes up with each, so that nobody changes what they have not read.
CREATE TABLE coding_case (
    practice_id uuid        NOT NULL,
    visit_id    uuid        NOT NULL,
    version     int         NOT NULL DEFAULT 0 CHECK (version >= 0),
    holder      uuid,
    held_until  timestamptz,
    changed_by  uuid,
    changed_at  timestamptz,
    done_at     timestamptz,
    done_by     uuid,
    PRIMARY KEY (practice_id, visit_id),
    FOREIGN KEY (practice_id, visit_id) REFERENCES signature,
    FOREIGN KEY (practice_id, holder) REFERENCES users,
    FOREIGN KEY (practice_id, changed_by) REFERENCES users,
    FOREIGN KEY (practice_id, done_by) REFERENCES users,
    CHECK ((holder IS NULL) = (held_until IS NULL)),
    CHECK ((done_at IS NULL) = (done_by IS NULL)),
    CHECK (done_at IS NULL OR holder IS NULL)
);
CALL clinical('coding_case');

CREATE TABLE code_decision (
    practice_id uuid             NOT NULL,
    id          bigint           GENERATED ALWAYS AS IDENTITY,
    visit_id    uuid             NOT NULL,
    code_id     text             NOT NULL,
    verdict     text             NOT NULL CHECK (verdict IN ('accepted', 'rejected', 'replaced', 'added', 'withdrawn')),
    system      text             NOT NULL,
    code        text             NOT NULL CHECK (code <> ''),
    display     text             NOT NULL,
    selected    boolean          NOT NULL, -- as it was proposed
    confidence  double precision NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    phrase      text             NOT NULL DEFAULT '',
    offered     text[]           NOT NULL,
    with_id     text             NOT NULL DEFAULT '',
    with_code   text             NOT NULL DEFAULT '',
    reason      text             NOT NULL DEFAULT '',
    was         jsonb            NOT NULL, -- the answer that stood before, for taking this one back
    decided_by  uuid             NOT NULL,
    at          timestamptz      NOT NULL,
    PRIMARY KEY (practice_id, id),
    FOREIGN KEY (practice_id, visit_id) REFERENCES coding_case,
    FOREIGN KEY (practice_id, visit_id, code_id) REFERENCES code,
    FOREIGN KEY (practice_id, decided_by) REFERENCES users,
    CHECK (verdict <> 'rejected' OR reason <> ''),
    CHECK ((verdict = 'replaced') = (with_code <> ''))
);
CREATE INDEX code_decision_visit ON code_decision (practice_id, visit_id, id);
CALL wall('code_decision');
CALL append_only('code_decision');

CREATE TABLE code_question (
    practice_id uuid        NOT NULL,
    id          uuid        NOT NULL,
    visit_id    uuid        NOT NULL,
    code_id     text        NOT NULL DEFAULT '', -- empty: about a sentence or the whole note
    sentence    text        NOT NULL DEFAULT '',
    text        text        NOT NULL CHECK (text <> ''),
    asked_by    uuid        NOT NULL,
    asked_at    timestamptz NOT NULL,
    answer      text        NOT NULL DEFAULT '',
    addendum    int         NOT NULL DEFAULT 0, -- its number, where the answer became one
    answered_by uuid,
    answered_at timestamptz,
    PRIMARY KEY (practice_id, id),
    FOREIGN KEY (practice_id, visit_id) REFERENCES coding_case,
    FOREIGN KEY (practice_id, asked_by) REFERENCES users,
    FOREIGN KEY (practice_id, answered_by) REFERENCES users,
    CHECK ((answered_at IS NULL) = (answer = '')),
    CHECK ((answered_at IS NULL) = (answered_by IS NULL))
);
CREATE INDEX code_question_visit ON code_question (practice_id, visit_id, asked_at);
CALL clinical('code_question');

-- The table behind the level of a visit, made again with its codes.
CREATE TABLE visit_level (
    practice_id uuid        NOT NULL,
    visit_id    uuid        NOT NULL,
    level       jsonb       NOT NULL,
    made_at     timestamptz NOT NULL,
    PRIMARY KEY (practice_id, visit_id),
    FOREIGN KEY (practice_id, visit_id) REFERENCES visit
);
CALL clinical('visit_level');
CALL fixed_with_visit('visit_level');

-- Whether proposals are ranked again by the practice's own decisions. The latest
-- row holds.
CREATE TABLE coding_setting (
    practice_id uuid        NOT NULL REFERENCES practice,
    id          bigint      GENERATED ALWAYS AS IDENTITY,
    rerank      boolean     NOT NULL,
    set_by      uuid        NOT NULL,
    at          timestamptz NOT NULL,
    PRIMARY KEY (practice_id, id),
    FOREIGN KEY (practice_id, set_by) REFERENCES users
);
CALL wall('coding_setting');
CALL append_only('coding_setting');
