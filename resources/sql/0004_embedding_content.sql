-- Schema 4. An embedding says which samples it was made from, so that one of a file that has changed
-- is known as stale, and copies of a sound share one. Empty: the analysis keeps it in step itself.
ALTER TABLE embeddings ADD COLUMN content_hash TEXT NOT NULL DEFAULT ''; -- stems.content_hash
CREATE INDEX embeddings_content ON embeddings (model_hash, content_hash);
