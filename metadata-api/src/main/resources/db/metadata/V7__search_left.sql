-- Search is a service of its own, which follows the topic: the texts it was done by here go, with their indexes.
ALTER TABLE tracks DROP COLUMN sort_name, DROP COLUMN own_text, DROP COLUMN search_text;
ALTER TABLE albums DROP COLUMN own_text, DROP COLUMN search_text;
ALTER TABLE artists DROP COLUMN search_text;

-- Other names an artist is found by, entered by a curator.
ALTER TABLE artists ADD COLUMN aliases text[] NOT NULL DEFAULT '{}';

-- How much the events on the topic say: see CatalogueAnnouncement.
CREATE TABLE announced (version integer NOT NULL);
INSERT INTO announced (version) VALUES (1);
