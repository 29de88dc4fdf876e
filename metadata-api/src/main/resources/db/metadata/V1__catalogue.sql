-- Another service, or another instance of another release, may create the extension at the same moment.
DO $$
BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public;
EXCEPTION
  WHEN unique_violation OR duplicate_object THEN NULL;
END
$$;

-- Of names, three forms are kept (class SearchText): the name as given; sort_name, by which lists are in order and
-- prefixes are found; own_text, its words, each behind a blank. search_text is own_text and the words of what the
-- entity belongs to, so that "bach prelude" finds a track.

CREATE TABLE artists (
  id text COLLATE "C" PRIMARY KEY,
  name text NOT NULL,
  sort_name text COLLATE "C" NOT NULL,
  search_text text NOT NULL
);
CREATE INDEX artists_sort_name ON artists (sort_name, id);
CREATE INDEX artists_search_text ON artists USING gin (search_text gin_trgm_ops) WITH (fastupdate = off);

CREATE TABLE albums (
  id text COLLATE "C" PRIMARY KEY,
  name text NOT NULL,
  sort_name text COLLATE "C" NOT NULL,
  own_text text NOT NULL,
  search_text text NOT NULL,
  year integer,
  added_at timestamptz NOT NULL,
  content_hash bytea NOT NULL
);
CREATE INDEX albums_sort_name ON albums (sort_name, id);
CREATE INDEX albums_added_at ON albums (added_at DESC, id DESC);
CREATE INDEX albums_search_text ON albums USING gin (search_text gin_trgm_ops) WITH (fastupdate = off);

CREATE TABLE album_artists (
  album_id text COLLATE "C" NOT NULL REFERENCES albums ON DELETE CASCADE,
  position integer NOT NULL,
  artist_id text COLLATE "C" NOT NULL REFERENCES artists,
  PRIMARY KEY (album_id, position)
);
CREATE INDEX album_artists_artist_id ON album_artists (artist_id);

CREATE TABLE artwork (
  album_id text COLLATE "C" NOT NULL REFERENCES albums ON DELETE CASCADE,
  position integer NOT NULL,
  key text NOT NULL,
  width integer NOT NULL,
  height integer NOT NULL,
  PRIMARY KEY (album_id, position)
);

CREATE TABLE genres (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text COLLATE "C" NOT NULL UNIQUE
);

CREATE TABLE tracks (
  id text COLLATE "C" PRIMARY KEY,
  album_id text COLLATE "C" NOT NULL REFERENCES albums,
  name text NOT NULL,
  sort_name text COLLATE "C" NOT NULL,
  own_text text NOT NULL,
  search_text text NOT NULL,
  duration_ms bigint NOT NULL,
  disc_number integer,
  track_number integer,
  explicit boolean NOT NULL,
  isrc text,
  content_hash bytea NOT NULL
);
CREATE INDEX tracks_album_id ON tracks (album_id);
CREATE INDEX tracks_sort_name ON tracks (sort_name, id);
CREATE INDEX tracks_search_text ON tracks USING gin (search_text gin_trgm_ops) WITH (fastupdate = off);

CREATE TABLE track_artists (
  track_id text COLLATE "C" NOT NULL REFERENCES tracks ON DELETE CASCADE,
  position integer NOT NULL,
  artist_id text COLLATE "C" NOT NULL REFERENCES artists,
  PRIMARY KEY (track_id, position)
);
CREATE INDEX track_artists_artist_id ON track_artists (artist_id);

CREATE TABLE track_genres (
  track_id text COLLATE "C" NOT NULL REFERENCES tracks ON DELETE CASCADE,
  position integer NOT NULL,
  genre_id integer NOT NULL REFERENCES genres,
  PRIMARY KEY (track_id, position)
);
CREATE INDEX track_genres_genre_id ON track_genres (genre_id);

CREATE TABLE renditions (
  track_id text COLLATE "C" NOT NULL REFERENCES tracks ON DELETE CASCADE,
  position integer NOT NULL,
  rendition text NOT NULL,
  key text NOT NULL,
  content_type text NOT NULL,
  bitrate integer NOT NULL,
  bytes bigint NOT NULL,
  sha256 text NOT NULL,
  PRIMARY KEY (track_id, position),
  UNIQUE (track_id, rendition)
);

CREATE TABLE outbox (
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  topic text NOT NULL,
  key text NOT NULL,
  event bytea
);
