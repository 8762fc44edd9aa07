-- A store as version 1 of the schema left it; never edited, whatever the schema becomes.
PRAGMA journal_mode = WAL;
BEGIN;
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
INSERT INTO about(name, value) VALUES ('born_at', '2025-01-05T18:02:11.250+00:00');
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

INSERT INTO sessions(id, started_at) VALUES
    (1, '2025-01-05T19:02:20+01:00'),
    (2, '2025-01-06T07:45:00+01:00'),
    (3, '2025-02-01T22:10:05.500000+01:00');

-- 5 is missing: ids only grow, and nothing is ever put in a gap.
INSERT INTO utterances(id, session_id, speaker, text, said_at, origin, interrupted) VALUES
    (1, 1, 'she', 'Hello, I''m here. What should I know about your day?', '2025-01-05T19:02:21+01:00', 'model', 0),
    (2, 1, 'person', 'I moved to Lübeck last week. My sister Ines helped me carry the boxes.', '2025-01-05T19:02:40+01:00', 'spoken', 0),
    (3, 1, 'she', 'Boxes and stairs, I suppose.', '2025-01-05T19:02:44+01:00', 'model', 1),
    (4, 1, 'person', 'five floors 🙂', '2025-01-05T19:03:10+01:00', 'spoken', 0),
    (6, 2, 'person', 'I''m allergic to walnuts, by the way.', '2025-01-06T07:45:10+01:00', 'spoken', 0),
    (7, 2, 'she', 'No walnuts, then.', '2025-01-06T07:45:14+01:00', 'model', 0),
    (8, 3, 'person', 'what model are you', '2025-02-01T22:10:20+01:00', 'spoken', 0),
    (9, 3, 'she', 'The words come from a language model.', '2025-02-01T22:10:20+01:00', 'system', 0);
UPDATE utterances SET text = 'Boxes and stairs, I suppose. How many floors' WHERE id = 3;

INSERT INTO episodes(id, kind, text, happened_at) VALUES
    (1, 'named', 'I chose Mirel because it ends softly.', '2025-01-05T19:02:12+01:00');
INSERT INTO facts(key, quote, utterance_id, told_at) VALUES
    ('home', 'I moved to Lübeck last week.', 2, '2025-01-05T19:02:40+01:00'),
    ('sister', 'My sister Ines helped me carry the boxes.', 2, '2025-01-05T19:02:40+01:00'),
    ('allergy', 'I''m allergic to walnuts, by the way.', 6, '2025-01-06T07:45:10+01:00');
INSERT INTO gist(id, text, up_to) VALUES (1, '5 Jan 2025: “I moved to Lübeck last week.”', 4);

PRAGMA user_version = 1;
COMMIT;
