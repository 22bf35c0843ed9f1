-- What a practice changed about the rules of its checks, alerts of rules that are
-- tried out unseen, and what other record systems were told by CDS Hooks.

-- +goose Up
-- An alert raised while the visit was listened to, and the answer that was given
-- to the same alert in another visit of the patient.
ALTER TABLE alert ADD COLUMN live boolean NOT NULL DEFAULT false;
ALTER TABLE alert ADD COLUMN earlier jsonb;
CREATE INDEX alert_at ON alert (practice_id, at);

-- The three states of each check, the content they stand on, and why interaction
-- checking was off, where it was.
ALTER TABLE checks ADD COLUMN areas jsonb NOT NULL DEFAULT '[]';
ALTER TABLE checks ADD COLUMN content jsonb NOT NULL DEFAULT '[]';
ALTER TABLE checks ADD COLUMN off_why text NOT NULL DEFAULT '';

-- The latest row of a rule holds; going back adds the earlier one again, so that
-- who changed what stays on record.
CREATE TABLE rule_setting (
    practice_id uuid        NOT NULL REFERENCES practice,
    id          bigint      GENERATED ALWAYS AS IDENTITY,
    rule        text        NOT NULL CHECK (rule <> ''),
    shadow      boolean     NOT NULL,
    tier        text        NOT NULL CHECK (tier IN ('', 'interruptive', 'inline', 'passive')), -- '': the rule's own
    why         text        NOT NULL CHECK (why <> ''),
    set_by      uuid        NOT NULL,
    at          timestamptz NOT NULL,
    PRIMARY KEY (practice_id, id),
    FOREIGN KEY (practice_id, set_by) REFERENCES users
);
CALL wall('rule_setting');
CALL append_only('rule_setting');

-- Alerts of rules in shadow mode: counted, shown to nobody.
CREATE TABLE shadow_alert (
    practice_id uuid        NOT NULL,
    visit_id    uuid        NOT NULL,
    key         text        NOT NULL,
    rule        text        NOT NULL,
    tier        text        NOT NULL CHECK (tier IN ('interruptive', 'inline', 'passive')),
    at          timestamptz NOT NULL,
    PRIMARY KEY (practice_id, visit_id, key),
    FOREIGN KEY (practice_id, visit_id) REFERENCES visit
);
CALL wall('shadow_alert');
CALL append_only('shadow_alert');

-- Cards given to other record systems and what became of them. The patient is the
-- caller's and not ours: only the call's identifier stands here.
CREATE TABLE hook_card (
    practice_id uuid        NOT NULL REFERENCES practice,
    id          uuid        NOT NULL,
    call        uuid        NOT NULL,
    service     text        NOT NULL,
    rule        text        NOT NULL DEFAULT '', -- empty: a card of no rule, e.g. what was not checked
    indicator   text        NOT NULL CHECK (indicator IN ('info', 'warning', 'critical')),
    at          timestamptz NOT NULL,
    outcome     text        CHECK (outcome IN ('accepted', 'overridden')),
    reason      text        NOT NULL DEFAULT '', -- code of an override reason
    comment     text        NOT NULL DEFAULT '',
    outcome_at  timestamptz,
    PRIMARY KEY (practice_id, id),
    CHECK ((outcome IS NULL) = (outcome_at IS NULL))
);
CREATE INDEX hook_card_at ON hook_card (practice_id, at);
CALL clinical('hook_card');
