-- A device has a key of its own; only the public part is here.
CREATE TABLE devices (
  id text PRIMARY KEY,
  account_id text NOT NULL REFERENCES accounts ON DELETE CASCADE,
  name text NOT NULL,
  type text NOT NULL,
  key text NOT NULL,
  thumbprint text NOT NULL,
  registered_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  UNIQUE (account_id, thumbprint)
);

-- SHA-256 of challenges given out, each good for one registration.
CREATE TABLE device_challenges (
  hash bytea PRIMARY KEY,
  account_id text NOT NULL REFERENCES accounts ON DELETE CASCADE,
  expires_at timestamptz NOT NULL
);
CREATE INDEX device_challenges_by_expiry ON device_challenges (expires_at);

-- A device that is signed out takes its sessions with it.
ALTER TABLE sessions ADD COLUMN device_id text REFERENCES devices ON DELETE CASCADE;
CREATE INDEX sessions_by_device ON sessions (device_id) WHERE device_id IS NOT NULL;
