-- Schema 2. What the user says of tempo, key and class stands against every later analysis, as the
-- category does. The grid leaves the JSON, because an analysis must not overwrite half of it.
ALTER TABLE stems ADD COLUMN is_sound_class_by_user INTEGER NOT NULL DEFAULT 0;
ALTER TABLE stems ADD COLUMN is_grid_by_user INTEGER NOT NULL DEFAULT 0; -- bpm and the four below
ALTER TABLE stems ADD COLUMN is_key_by_user INTEGER NOT NULL DEFAULT 0;
ALTER TABLE stems ADD COLUMN first_beat REAL NOT NULL DEFAULT 0;
ALTER TABLE stems ADD COLUMN first_downbeat REAL NOT NULL DEFAULT 0;
ALTER TABLE stems ADD COLUMN beats_per_bar INTEGER NOT NULL DEFAULT 4 CHECK (beats_per_bar BETWEEN 1 AND 16);
ALTER TABLE stems ADD COLUMN bars REAL NOT NULL DEFAULT 0;
UPDATE stems SET first_beat = coalesce(json_extract(descriptors, '$.first_beat_s'), 0)
WHERE json_valid(descriptors);
