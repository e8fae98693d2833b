-- Schema 1. A shipped migration is never edited; a change is a new numbered file.
-- Times are milliseconds since 1970 (UTC), lengths seconds, levels dB; enums are their stable ids.

-- Every write to stems takes a stamp from here inside its transaction, greater than all before it.
-- Stamps therefore grow in the order of commits, also across processes and when the system's clock
-- jumps back: "everything stamped after X" never misses a row.
CREATE TABLE change_clock (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    last_ms INTEGER NOT NULL
) STRICT;
INSERT INTO change_clock (id, last_ms) VALUES (1, 0);

-- The light columns that lists and filters read come first, so that SQLite stops decoding there.
CREATE TABLE stems (
    id                  INTEGER PRIMARY KEY AUTOINCREMENT,
    parent_id           INTEGER REFERENCES stems (id) ON DELETE SET NULL,
    name                TEXT    NOT NULL,
    source              TEXT    NOT NULL,
    category            TEXT    NOT NULL,
    sound_class         TEXT    NOT NULL,
    favorite            INTEGER NOT NULL DEFAULT 0,
    is_missing          INTEGER NOT NULL DEFAULT 0,
    processing_error    TEXT    NOT NULL DEFAULT '',
    rating              INTEGER NOT NULL DEFAULT 0 CHECK (rating BETWEEN 0 AND 5),
    category_confidence REAL    NOT NULL DEFAULT 0,
    bpm                 REAL,
    key_index           INTEGER CHECK (key_index BETWEEN 0 AND 23), -- pitch class + 12 for minor
    duration            REAL    NOT NULL DEFAULT 0,
    loudness            REAL    NOT NULL DEFAULT -70,
    quality_score       REAL    NOT NULL DEFAULT 0,
    created_at          INTEGER NOT NULL,
    updated_at          INTEGER NOT NULL,
    is_category_by_user INTEGER NOT NULL DEFAULT 0,
    path                TEXT    NOT NULL,
    frames              INTEGER NOT NULL DEFAULT 0,
    sample_rate         INTEGER NOT NULL DEFAULT 0,
    channels            INTEGER NOT NULL DEFAULT 0,
    bit_depth           INTEGER NOT NULL DEFAULT 0,
    file_size           INTEGER NOT NULL DEFAULT 0,
    file_hash           TEXT    NOT NULL DEFAULT '',
    content_hash        TEXT    NOT NULL DEFAULT '',
    quality_reasons     TEXT    NOT NULL DEFAULT '',
    model               TEXT    NOT NULL DEFAULT '',
    seed                INTEGER NOT NULL DEFAULT 0, -- the 64 bits of an unsigned number
    recipe              TEXT    NOT NULL DEFAULT '',
    licence             TEXT    NOT NULL DEFAULT 'unknown',
    analyser_version    TEXT    NOT NULL DEFAULT '',
    descriptors         TEXT    NOT NULL DEFAULT '{}', -- JSON: those that nothing filters by
    ltas                BLOB, -- float32, little endian
    mfcc                BLOB
) STRICT;
CREATE INDEX stems_updated_at ON stems (updated_at);
CREATE INDEX stems_content_hash ON stems (content_hash);
CREATE INDEX stems_path ON stems (path);
CREATE INDEX stems_category ON stems (category);
CREATE INDEX stems_parent ON stems (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX stems_analyser ON stems (analyser_version);

-- Tombstones: how another process that holds rows in memory learns that some are gone.
CREATE TABLE removed_stems (
    stem_id    INTEGER PRIMARY KEY,
    removed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX removed_stems_removed_at ON removed_stems (removed_at);

CREATE TABLE tags (
    stem_id  INTEGER NOT NULL REFERENCES stems (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    tag      TEXT    NOT NULL,
    PRIMARY KEY (stem_id, position),
    UNIQUE (stem_id, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX tags_tag ON tags (tag);

CREATE TABLE lineage_edges (
    parent INTEGER NOT NULL REFERENCES stems (id) ON DELETE CASCADE,
    child  INTEGER NOT NULL REFERENCES stems (id) ON DELETE CASCADE,
    role   TEXT    NOT NULL,
    weight REAL    NOT NULL DEFAULT 1,
    recipe TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (parent, child, role)
) STRICT, WITHOUT ROWID;
CREATE INDEX lineage_edges_child ON lineage_edges (child);

CREATE TABLE latents (
    stem_id    INTEGER NOT NULL REFERENCES stems (id) ON DELETE CASCADE,
    model_hash TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    vector     BLOB    NOT NULL, -- float32, little endian
    PRIMARY KEY (stem_id, model_hash)
) STRICT;

CREATE TABLE embeddings (
    stem_id    INTEGER NOT NULL REFERENCES stems (id) ON DELETE CASCADE,
    model_hash TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    vector     BLOB    NOT NULL,
    PRIMARY KEY (stem_id, model_hash)
) STRICT;

CREATE TABLE training_runs (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    category    TEXT    NOT NULL,
    model_path  TEXT    NOT NULL DEFAULT '',
    model_hash  TEXT    NOT NULL DEFAULT '',
    params      TEXT    NOT NULL DEFAULT '{}',
    report      TEXT    NOT NULL DEFAULT '{}',
    state       TEXT    NOT NULL DEFAULT 'running',
    seed        INTEGER NOT NULL DEFAULT 0,
    started_at  INTEGER NOT NULL DEFAULT 0,
    finished_at INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE run_points (
    run_id            INTEGER NOT NULL REFERENCES training_runs (id) ON DELETE CASCADE,
    epoch             INTEGER NOT NULL,
    train             REAL    NOT NULL,
    validation        REAL    NOT NULL,
    reconstruction    REAL    NOT NULL,
    kl                REAL    NOT NULL,
    active_dimensions INTEGER NOT NULL,
    learning_rate     REAL    NOT NULL,
    examples_per_s    REAL    NOT NULL,
    PRIMARY KEY (run_id, epoch)
) STRICT, WITHOUT ROWID;

CREATE TABLE generated_tracks (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    stem_id     INTEGER REFERENCES stems (id) ON DELETE SET NULL,
    prompt      TEXT    NOT NULL DEFAULT '',
    plan_path   TEXT    NOT NULL DEFAULT '',
    plan_hash   TEXT    NOT NULL DEFAULT '',
    output_path TEXT    NOT NULL DEFAULT '',
    seed        INTEGER NOT NULL DEFAULT 0,
    bpm         REAL    NOT NULL DEFAULT 0,
    musical_key TEXT    NOT NULL DEFAULT '',
    created_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX generated_tracks_stem ON generated_tracks (stem_id);

CREATE TABLE track_stems (
    track_id INTEGER NOT NULL REFERENCES generated_tracks (id) ON DELETE CASCADE,
    stem_id  INTEGER NOT NULL REFERENCES stems (id) ON DELETE CASCADE,
    lane     TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (track_id, stem_id, lane)
) STRICT, WITHOUT ROWID;
CREATE INDEX track_stems_stem ON track_stems (stem_id);

CREATE TABLE processing_jobs (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    kind             TEXT    NOT NULL,
    title            TEXT    NOT NULL DEFAULT '',
    state            TEXT    NOT NULL DEFAULT 'queued',
    progress         REAL    NOT NULL DEFAULT 0,
    stage            TEXT    NOT NULL DEFAULT '',
    eta_s            REAL    NOT NULL DEFAULT -1,
    speed            REAL    NOT NULL DEFAULT 0,
    params           TEXT    NOT NULL DEFAULT '{}',
    result           TEXT    NOT NULL DEFAULT '',
    error_code       TEXT    NOT NULL DEFAULT '',
    error_message    TEXT    NOT NULL DEFAULT '',
    attempts         INTEGER NOT NULL DEFAULT 0,
    owner_pid        INTEGER NOT NULL DEFAULT 0,
    owner_start      TEXT    NOT NULL DEFAULT '', -- tells a reused process id from the owner
    cancel_requested INTEGER NOT NULL DEFAULT 0,
    created_at       INTEGER NOT NULL,
    started_at       INTEGER NOT NULL DEFAULT 0,
    finished_at      INTEGER NOT NULL DEFAULT 0,
    position         INTEGER NOT NULL
) STRICT;
CREATE INDEX processing_jobs_state ON processing_jobs (state, position);
CREATE INDEX processing_jobs_position ON processing_jobs (position);

CREATE TABLE collections (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT    NOT NULL UNIQUE,
    filter     TEXT    NOT NULL DEFAULT '', -- a search text for a smart one; empty = by hand
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE collection_items (
    collection_id INTEGER NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
    stem_id       INTEGER NOT NULL REFERENCES stems (id) ON DELETE CASCADE,
    position      INTEGER NOT NULL,
    PRIMARY KEY (collection_id, stem_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX collection_items_stem ON collection_items (stem_id);

CREATE TABLE peaks (
    stem_id INTEGER PRIMARY KEY REFERENCES stems (id) ON DELETE CASCADE,
    path    TEXT    NOT NULL,
    version INTEGER NOT NULL
) STRICT;

CREATE TABLE system_metrics (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    name        TEXT    NOT NULL,
    value       REAL    NOT NULL,
    recorded_at INTEGER NOT NULL
) STRICT;
CREATE INDEX system_metrics_name ON system_metrics (name, recorded_at);

CREATE TABLE configuration_settings (
    name       TEXT    PRIMARY KEY,
    value      TEXT    NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
