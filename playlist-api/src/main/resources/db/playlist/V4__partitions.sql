-- Tables that grow with listeners lie in 16 partitions each, by the hash of the id they are read by (docs/adr/0101). Rows
-- move within this one transaction; instances of earlier versions must not run meanwhile.
ALTER TABLE entries RENAME TO entries_whole;
ALTER TABLE playlists RENAME TO playlists_whole;
ALTER TABLE idempotent_requests RENAME TO idempotent_requests_whole;
ALTER TABLE entries_whole DROP CONSTRAINT entries_playlist_id_fkey;
ALTER TABLE entries_whole RENAME CONSTRAINT entries_pkey TO entries_whole_pkey;
ALTER TABLE playlists_whole RENAME CONSTRAINT playlists_pkey TO playlists_whole_pkey;
ALTER TABLE idempotent_requests_whole RENAME CONSTRAINT idempotent_requests_pkey TO idempotent_requests_whole_pkey;
DROP INDEX entries_by_adder;
DROP INDEX idempotent_requests_by_age;

CREATE TABLE playlists (
  id text PRIMARY KEY,
  owner text NOT NULL,
  name text NOT NULL,
  description text,
  track_count integer NOT NULL CHECK (track_count BETWEEN 0 AND 10000),
  version bigint NOT NULL,
  layout integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
) PARTITION BY HASH (id);

-- The same rows by owner, for the list of an owner's playlists. Whatever writes the one writes the other.
CREATE TABLE owned_playlists (
  id text NOT NULL,
  owner text NOT NULL,
  name text NOT NULL,
  description text,
  track_count integer NOT NULL,
  version bigint NOT NULL,
  layout integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (owner, id)
) PARTITION BY HASH (owner);
CREATE INDEX owned_playlists_newest ON owned_playlists (owner, created_at DESC, id DESC);

-- Ranks are checked at a statement's end, since one statement may hand a rank on from one entry to another.
CREATE TABLE entries (
  playlist_id text NOT NULL,
  entry_id text NOT NULL,
  track_id text NOT NULL,
  rank bigint NOT NULL,
  added_at timestamptz NOT NULL,
  added_by text NOT NULL,
  PRIMARY KEY (playlist_id, entry_id),
  UNIQUE (playlist_id, rank) DEFERRABLE INITIALLY IMMEDIATE
) PARTITION BY HASH (playlist_id);
CREATE INDEX entries_by_adder ON entries (added_by);

CREATE TABLE idempotent_requests (
  account text NOT NULL,
  key text NOT NULL,
  fingerprint bytea NOT NULL,
  reply bytea,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (account, key)
) PARTITION BY HASH (account);
CREATE INDEX idempotent_requests_by_age ON idempotent_requests (created_at);

DO $$
DECLARE
  split text;
BEGIN
  FOREACH split IN ARRAY ARRAY['playlists', 'owned_playlists', 'entries', 'idempotent_requests'] LOOP
    FOR part IN 0..15 LOOP
      EXECUTE format(
        'CREATE TABLE %I PARTITION OF %I FOR VALUES WITH (MODULUS 16, REMAINDER %s)', split || '_' || part, split, part);
    END LOOP;
  END LOOP;
END
$$;

INSERT INTO playlists (id, owner, name, description, track_count, version, layout, created_at, updated_at)
  SELECT id, owner, name, description, track_count, version, layout, created_at, updated_at FROM playlists_whole;
INSERT INTO owned_playlists (id, owner, name, description, track_count, version, layout, created_at, updated_at)
  SELECT id, owner, name, description, track_count, version, layout, created_at, updated_at FROM playlists_whole;
INSERT INTO entries (playlist_id, entry_id, track_id, rank, added_at, added_by)
  SELECT playlist_id, entry_id, track_id, rank, added_at, added_by FROM entries_whole;
INSERT INTO idempotent_requests (account, key, fingerprint, reply, created_at)
  SELECT account, key, fingerprint, reply, created_at FROM idempotent_requests_whole;

-- Behind the rows, so that it is checked once.
ALTER TABLE entries ADD FOREIGN KEY (playlist_id) REFERENCES playlists ON DELETE CASCADE;

DROP TABLE entries_whole, playlists_whole, idempotent_requests_whole;
ANALYZE playlists, owned_playlists, entries, idempotent_requests;
