-- Schema 3. Curves say more than losses, runs carry stars and notes, and what was kept or dropped
-- of a model's dreams is remembered.
ALTER TABLE run_points ADD COLUMN details TEXT NOT NULL DEFAULT '{}'; -- the other members of EpochPoint
ALTER TABLE training_runs ADD COLUMN is_starred INTEGER NOT NULL DEFAULT 0;
ALTER TABLE training_runs ADD COLUMN job_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE training_runs ADD COLUMN name TEXT NOT NULL DEFAULT '';

CREATE TABLE run_notes (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    run_id     INTEGER NOT NULL REFERENCES training_runs (id) ON DELETE CASCADE,
    epoch      INTEGER NOT NULL,
    text       TEXT    NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE tastes (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    category   TEXT    NOT NULL,
    model_hash TEXT    NOT NULL,
    vector     BLOB    NOT NULL, -- the latent, float32, little endian
    is_kept    INTEGER NOT NULL,
    nearest_id INTEGER NOT NULL DEFAULT 0, -- training sound; tells taste across models
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX tastes_model ON tastes (category, model_hash);
