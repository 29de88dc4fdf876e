-- Since when its file is gone from the music folder; null while it is there. The row stays until it is purged.
ALTER TABLE tracks ADD COLUMN unavailable_since timestamptz;
CREATE INDEX tracks_unavailable ON tracks (id) WHERE unavailable_since IS NOT NULL;
