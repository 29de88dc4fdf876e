-- The year that a track's file says of its album. An album's own is the one most of its tracks say.
ALTER TABLE tracks ADD COLUMN album_year integer;
UPDATE tracks t SET album_year = a.year FROM albums a WHERE a.id = t.album_id;
