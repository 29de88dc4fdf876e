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
);
CREATE INDEX playlists_by_owner ON playlists (owner, created_at DESC, id DESC);

-- Ranks are checked at a statement's end, since one statement may hand a rank on from one entry to another.
CREATE TABLE entries (
  playlist_id text NOT NULL REFERENCES playlists ON DELETE CASCADE,
  entry_id text NOT NULL,
  track_id text NOT NULL,
  rank bigint NOT NULL,
  added_at timestamptz NOT NULL,
  added_by text NOT NULL,
  PRIMARY KEY (playlist_id, entry_id),
  UNIQUE (playlist_id, rank) DEFERRABLE INITIALLY IMMEDIATE
);

-- Answers that a retry with the same Idempotency-Key gets again.
CREATE TABLE idempotent_requests (
  account text NOT NULL,
  key text NOT NULL,
  fingerprint bytea NOT NULL,
  reply bytea,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (account, key)
);
CREATE INDEX idempotent_requests_by_age ON idempotent_requests (created_at);

CREATE TABLE outbox (
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  topic text NOT NULL,
  key text NOT NULL,
  event bytea
);
