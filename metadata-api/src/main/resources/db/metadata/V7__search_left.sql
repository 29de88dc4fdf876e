-- Search is a service of its own, which follows the topic. The texts it was done by here are no longer written, but
-- instances of the previous release may run on this schema while they are replaced: so the columns stay, with their
-- indexes, and are empty for rows that those do not write. A later release drops them.
ALTER TABLE tracks
  ALTER COLUMN sort_name SET DEFAULT '', ALTER COLUMN own_text SET DEFAULT '', ALTER COLUMN search_text SET DEFAULT '';
ALTER TABLE albums ALTER COLUMN own_text SET DEFAULT '', ALTER COLUMN search_text SET DEFAULT '';
ALTER TABLE artists ALTER COLUMN search_text SET DEFAULT '';

-- Other names an artist is found by, entered by a curator.
ALTER TABLE artists ADD COLUMN aliases text[] NOT NULL DEFAULT '{}';

-- How much the events on the topic say: see CatalogueAnnouncement.
CREATE TABLE announced (version integer NOT NULL);
INSERT INTO announced (version) VALUES (1);
