-- What grows with listeners lies in 16 partitions, by the hash of the account it is read by (docs/adr/0101). The other
-- tables grow with the catalogue alone. Instances of earlier versions must not run meanwhile.
ALTER TABLE listened RENAME TO listened_whole;
ALTER TABLE listened_whole RENAME CONSTRAINT listened_pkey TO listened_whole_pkey;
DROP INDEX listened_recently;

CREATE TABLE listened (
  account text NOT NULL,
  track text NOT NULL,
  first_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  PRIMARY KEY (account, track)
) PARTITION BY HASH (account);
CREATE INDEX listened_recently ON listened (account, last_at DESC);

DO $$
BEGIN
  FOR part IN 0..15 LOOP
    EXECUTE format(
      'CREATE TABLE %I PARTITION OF listened FOR VALUES WITH (MODULUS 16, REMAINDER %s)', 'listened_' || part, part);
  END LOOP;
END
$$;

INSERT INTO listened (account, track, first_at, last_at) SELECT account, track, first_at, last_at FROM listened_whole;
DROP TABLE listened_whole;
ANALYZE listened;
