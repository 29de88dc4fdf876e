-- A track is offered to listeners only if the catalogue has it and it can be played. The catalogue's topic is read again
-- from its beginning, by a consumer group of another name, and says so; until then a track with artists, which only the
-- catalogue names, counts as one that it has.
--
-- "removed" and its index stay: while a new version is rolled out, instances of the old one still use them.
ALTER TABLE track ADD COLUMN present boolean NOT NULL DEFAULT false;
ALTER TABLE track ADD COLUMN available boolean NOT NULL DEFAULT false;
UPDATE track SET present = true, available = true WHERE NOT removed AND cardinality(artists) > 0;
CREATE INDEX track_popular_available ON track (listeners DESC, id) WHERE available;
