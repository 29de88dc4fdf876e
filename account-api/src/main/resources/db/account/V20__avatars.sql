-- Pictures of people, made anew here from what was uploaded: JPEG, at most a few tens of kilobytes.
CREATE TABLE avatars (
  account_id text PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
  hash text NOT NULL,
  image bytea NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX avatars_by_hash ON avatars (hash);

-- An invitation that was accepted or declined stays for a while, so that its link can say so.
ALTER TABLE family_invitations ADD COLUMN used_at timestamptz;
