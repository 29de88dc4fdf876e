-- What is known of a track: from the catalogue, and how many accounts have heard it.
CREATE TABLE track (
  id text PRIMARY KEY,
  artists text[] NOT NULL DEFAULT '{}',
  removed boolean NOT NULL DEFAULT false,
  listeners bigint NOT NULL DEFAULT 0
);
CREATE INDEX track_artists ON track USING gin (artists);
CREATE INDEX track_popular ON track (listeners DESC, id) WHERE NOT removed;

-- That an account has really heard a track.
CREATE TABLE listened (
  account text NOT NULL,
  track text NOT NULL,
  first_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  PRIMARY KEY (account, track)
);
CREATE INDEX listened_recently ON listened (account, last_at DESC);

-- How many accounts have heard both; each pair in both directions.
CREATE TABLE cooccurrence (
  track text NOT NULL,
  other text NOT NULL,
  listeners bigint NOT NULL,
  PRIMARY KEY (track, other)
);
CREATE INDEX cooccurrence_strongest ON cooccurrence (track, listeners DESC, other);
