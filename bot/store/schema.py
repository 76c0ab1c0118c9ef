"""The tables of the SQLite store, as one text that a person can read."""

VERSION = 3

READERS = """
-- Which wording each person reads; empty when they were only asked. Nothing clinical, kept until they are forgotten.
CREATE TABLE readers (
    team TEXT NOT NULL,
    user TEXT NOT NULL,
    audience TEXT NOT NULL CHECK (audience IN ('', 'clinician', 'trainee', 'patient')),
    PRIMARY KEY (team, user)
) WITHOUT ROWID;
"""

ASKED_OF_US = """
-- What people asked to be told at a time, and what they thought of a reply: where to, when, and keys; nothing clinical.
CREATE TABLE reminders (
    event TEXT PRIMARY KEY,
    conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    due REAL NOT NULL,
    address TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX reminders_due ON reminders (due);
CREATE TABLE opinions (
    reply TEXT NOT NULL REFERENCES replies (event) ON DELETE CASCADE,
    user TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('agree', 'differ', 'report')),
    PRIMARY KEY (reply, user)
) WITHOUT ROWID;
"""

SCHEMA = f"""
{READERS}
-- Every arrival ever taken: Slack sends some of them twice. Kept longer than the rest; it holds no more than a hash.
CREATE TABLE events (
    key TEXT PRIMARY KEY,
    received REAL NOT NULL
) WITHOUT ROWID;

CREATE TABLE conversations (
    id TEXT PRIMARY KEY,
    team TEXT NOT NULL,
    channel TEXT NOT NULL,
    thread TEXT NOT NULL,
    user TEXT NOT NULL
);

-- What each message changed: structured facts and ids, no words. `salt` keeps the hash in `audit` from being
-- guessed back into values once the turn is deleted.
CREATE TABLE turns (
    event TEXT NOT NULL UNIQUE REFERENCES events (key),
    conversation TEXT NOT NULL REFERENCES conversations (id),
    at TEXT NOT NULL,
    received REAL NOT NULL,
    author TEXT NOT NULL,
    reply_id TEXT NOT NULL,
    body TEXT NOT NULL,
    salt BLOB NOT NULL
);
CREATE INDEX turns_in_order ON turns (conversation, at, event);
CREATE INDEX turns_by_reply ON turns (reply_id);
CREATE INDEX turns_by_age ON turns (received);
CREATE TRIGGER turns_are_only_appended BEFORE UPDATE ON turns
BEGIN SELECT RAISE(ABORT, 'turns are only appended'); END;

CREATE TABLE replies (
    event TEXT NOT NULL UNIQUE REFERENCES events (key),
    conversation TEXT NOT NULL REFERENCES conversations (id),
    received REAL NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX replies_by_conversation ON replies (conversation);
CREATE INDEX replies_by_age ON replies (received);

-- One chain a conversation: each row seals the one before. It outlives the turns and replies it speaks of.
CREATE TABLE audit (
    conversation TEXT NOT NULL,
    number INTEGER NOT NULL,
    event TEXT NOT NULL,
    edition TEXT NOT NULL,
    turn TEXT NOT NULL,
    reply TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (conversation, number)
);
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit chain is never changed'); END;
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit chain is never deleted'); END;

-- What is to be sent. The words stay in `replies`; here is only where they go and what became of each try.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    reply TEXT NOT NULL REFERENCES replies (event) ON DELETE CASCADE,
    view TEXT NOT NULL,
    lane TEXT NOT NULL,
    address TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'ambiguous', 'sent', 'dead')),
    attempts INTEGER NOT NULL DEFAULT 0,
    repeat INTEGER NOT NULL DEFAULT 0,
    due REAL NOT NULL,
    created REAL NOT NULL,
    settled REAL,
    message TEXT NOT NULL DEFAULT '',
    error TEXT NOT NULL DEFAULT ''
);
CREATE INDEX outbox_open ON outbox (lane, id) WHERE settled IS NULL;
CREATE INDEX outbox_by_reply ON outbox (reply);
{ASKED_OF_US}
"""

# What a database of an older schema lacks: tables that are new, so that nothing in it is touched.
ADDED = {1: READERS + ASKED_OF_US, 2: ASKED_OF_US}
