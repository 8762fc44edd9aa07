"""The store's shape, version by version; each step is applied in one transaction."""

from typing import Final


def _before(row: str) -> str:
    """The turn right before the one of a trigger's `row` in its talk."""
    return f"(SELECT max(id) FROM utterances WHERE session_id = {row}.session_id AND id < {row}.id)"  # noqa: S608


def _after(row: str) -> str:
    """The turn right after it."""
    return f"(SELECT min(id) FROM utterances WHERE session_id = {row}.session_id AND id > {row}.id)"  # noqa: S608


MIGRATIONS: Final[tuple[str, ...]] = (
    # 1: the first version
    """
    CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
    INSERT INTO about(name, value)
        VALUES ('born_at', strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'));
    CREATE TABLE sessions (
        id INTEGER PRIMARY KEY,
        started_at TEXT NOT NULL
    ) STRICT;
    CREATE TABLE utterances (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        session_id INTEGER NOT NULL REFERENCES sessions(id),
        speaker TEXT NOT NULL,
        text TEXT NOT NULL,
        said_at TEXT NOT NULL,
        origin TEXT NOT NULL,
        interrupted INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX utterances_by_session ON utterances(session_id);
    CREATE VIRTUAL TABLE utterance_words USING fts5(
        text, content='utterances', content_rowid='id', tokenize='porter unicode61'
    );
    CREATE TRIGGER utterance_added AFTER INSERT ON utterances BEGIN
        INSERT INTO utterance_words(rowid, text) VALUES (new.id, new.text);
    END;
    CREATE TRIGGER utterance_changed AFTER UPDATE OF text ON utterances BEGIN
        INSERT INTO utterance_words(utterance_words, rowid, text)
            VALUES ('delete', old.id, old.text);
        INSERT INTO utterance_words(rowid, text) VALUES (new.id, new.text);
    END;
    CREATE TABLE episodes (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        text TEXT NOT NULL,
        happened_at TEXT NOT NULL
    ) STRICT;
    CREATE TABLE facts (
        key TEXT PRIMARY KEY,
        quote TEXT NOT NULL,
        utterance_id INTEGER NOT NULL REFERENCES utterances(id),
        told_at TEXT NOT NULL
    ) STRICT;
    CREATE TABLE gist (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        text TEXT NOT NULL,
        up_to INTEGER NOT NULL
    ) STRICT;
    """,
    # 2: what left the machine, so that she can answer truly whether anything did
    """
    CREATE TABLE departures (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        host TEXT NOT NULL,
        what TEXT NOT NULL,
        bytes_out INTEGER NOT NULL
    ) STRICT;
    """,
    # 3: what he asked for, and what was done
    """
    CREATE TABLE reminders (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        what TEXT NOT NULL,
        due_at TEXT NOT NULL,
        first_at TEXT NOT NULL,
        ring TEXT NOT NULL,
        rule TEXT NOT NULL,
        zone TEXT NOT NULL,
        utterance_id INTEGER REFERENCES utterances(id) ON DELETE SET NULL
    ) STRICT;
    CREATE INDEX reminders_by_time ON reminders(due_at);
    CREATE TABLE list_items (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        list TEXT NOT NULL,
        item TEXT NOT NULL,
        folded TEXT NOT NULL,
        UNIQUE (list, folded)
    ) STRICT;
    CREATE TABLE deeds (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        tool TEXT NOT NULL,
        effect TEXT NOT NULL,
        shown TEXT NOT NULL,
        detail TEXT NOT NULL,
        utterance_id INTEGER REFERENCES utterances(id) ON DELETE SET NULL,
        undo TEXT NOT NULL,
        undone_at TEXT
    ) STRICT;
    """,
    # 4: what is forgotten can be put back for a day
    """
    CREATE TABLE forgotten (
        id INTEGER PRIMARY KEY,
        number INTEGER NOT NULL,
        forgotten_at TEXT NOT NULL,
        kept TEXT NOT NULL
    ) STRICT;
    CREATE TRIGGER utterance_removed AFTER DELETE ON utterances BEGIN
        INSERT INTO utterance_words(utterance_words, rowid, text)
            VALUES ('delete', old.id, old.text);
    END;
    """,
    # 5: found by its words, by those around it, and by what it means
    f"""
    DROP TRIGGER utterance_added;
    DROP TRIGGER utterance_changed;
    DROP TRIGGER utterance_removed;
    DROP TABLE utterance_words;
    CREATE VIRTUAL TABLE utterance_keys USING fts5(
        turn, near, content='', contentless_delete=1, tokenize='porter unicode61'
    );
    CREATE TABLE vectors (
        utterance_id INTEGER PRIMARY KEY,
        turn BLOB NOT NULL,
        led BLOB NOT NULL
    ) STRICT;
    CREATE TABLE vectors_due (
        utterance_id INTEGER PRIMARY KEY
    ) STRICT;
    CREATE VIEW surrounded AS
        SELECT id, session_id, turn, led,
            led || coalesce(' ' || (SELECT text FROM utterances a WHERE a.session_id = l.session_id
                AND a.id > l.id ORDER BY a.id LIMIT 1), '') AS near
        FROM (SELECT u.id, u.session_id, u.text AS turn,
            coalesce((SELECT text FROM utterances b WHERE b.session_id = u.session_id
                AND b.id < u.id ORDER BY b.id DESC LIMIT 1) || ' ', '') || u.text AS led
            FROM utterances u) l;
    CREATE TRIGGER utterance_added AFTER INSERT ON utterances BEGIN
        INSERT OR REPLACE INTO utterance_keys(rowid, turn, near) SELECT id, turn, near
            FROM surrounded WHERE id IN (new.id, {_before("new")}, {_after("new")});
        DELETE FROM vectors WHERE utterance_id = {_after("new")};
        INSERT OR IGNORE INTO vectors_due(utterance_id)
            SELECT id FROM utterances WHERE id IN (new.id, {_after("new")});
    END;
    CREATE TRIGGER utterance_changed AFTER UPDATE OF text ON utterances BEGIN
        INSERT OR REPLACE INTO utterance_keys(rowid, turn, near) SELECT id, turn, near
            FROM surrounded WHERE id IN (new.id, {_before("new")}, {_after("new")});
        DELETE FROM vectors WHERE utterance_id IN (new.id, {_after("new")});
        INSERT OR IGNORE INTO vectors_due(utterance_id)
            SELECT id FROM utterances WHERE id IN (new.id, {_after("new")});
    END;
    CREATE TRIGGER utterance_removed AFTER DELETE ON utterances BEGIN
        DELETE FROM utterance_keys WHERE rowid = old.id;
        INSERT OR REPLACE INTO utterance_keys(rowid, turn, near) SELECT id, turn, near
            FROM surrounded WHERE id IN ({_before("old")}, {_after("old")});
        DELETE FROM vectors WHERE utterance_id IN (old.id, {_after("old")});
        DELETE FROM vectors_due WHERE utterance_id = old.id;
        INSERT OR IGNORE INTO vectors_due(utterance_id)
            SELECT id FROM utterances WHERE id = {_after("old")};
    END;
    INSERT INTO utterance_keys(rowid, turn, near) SELECT id, turn, near FROM surrounded;
    INSERT INTO vectors_due(utterance_id) SELECT id FROM utterances;
    """,  # noqa: S608 - of constants
    # 6: how she is, how he sounded, and why she said what she said
    """
    CREATE TABLE feelings (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        pleasure REAL NOT NULL,
        arousal REAL NOT NULL,
        dominance REAL NOT NULL,
        feelings TEXT NOT NULL,
        word TEXT NOT NULL,
        moved_by TEXT NOT NULL,
        utterance_id INTEGER REFERENCES utterances(id) ON DELETE SET NULL
    ) STRICT;
    CREATE INDEX feelings_by_time ON feelings(at);
    CREATE INDEX feelings_by_utterance ON feelings(utterance_id);
    CREATE TABLE beliefs (
        emotion TEXT PRIMARY KEY,
        intensity REAL NOT NULL,
        at TEXT NOT NULL,
        utterance_id INTEGER NOT NULL REFERENCES utterances(id) ON DELETE CASCADE
    ) STRICT;
    CREATE TABLE reasons (
        utterance_id INTEGER PRIMARY KEY REFERENCES utterances(id) ON DELETE CASCADE,
        why TEXT NOT NULL
    ) STRICT;
    CREATE TABLE threads (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        what TEXT NOT NULL,
        opened_at TEXT NOT NULL,
        moment_at TEXT NOT NULL,
        raised_at TEXT,
        closed_at TEXT,
        how TEXT,
        utterance_id INTEGER NOT NULL REFERENCES utterances(id) ON DELETE CASCADE
    ) STRICT;
    CREATE INDEX threads_by_utterance ON threads(utterance_id);
    CREATE TABLE initiatives (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        reason TEXT NOT NULL,
        about TEXT NOT NULL,
        at TEXT NOT NULL,
        aloud INTEGER NOT NULL,
        outcome TEXT NOT NULL,
        gate TEXT NOT NULL
    ) STRICT;
    CREATE INDEX initiatives_by_time ON initiatives(at);
    CREATE TABLE claims (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        subject TEXT NOT NULL,
        predicate TEXT NOT NULL,
        value TEXT NOT NULL,
        act TEXT NOT NULL,
        since TEXT NOT NULL,
        told_at TEXT NOT NULL,
        quote TEXT NOT NULL,
        utterance_id INTEGER NOT NULL REFERENCES utterances(id) ON DELETE CASCADE
    ) STRICT;
    CREATE INDEX claims_by_utterance ON claims(utterance_id);
    CREATE TRIGGER feelings_forget BEFORE DELETE ON utterances BEGIN
        UPDATE feelings SET moved_by = '[]' WHERE utterance_id = old.id;
        DELETE FROM reasons WHERE utterance_id = (
            SELECT min(id) FROM utterances WHERE id > old.id AND speaker = 'she'
        ) AND old.speaker = 'person';
    END;
    """,
)

SCHEMA_VERSION: Final = len(MIGRATIONS)
