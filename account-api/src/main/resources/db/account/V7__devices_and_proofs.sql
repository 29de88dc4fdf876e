-- Device authorization, RFC 8628. Both codes as SHA-256.
CREATE TABLE oauth_device_codes (
  hash bytea PRIMARY KEY,
  user_code_hash bytea NOT NULL UNIQUE,
  client_id text NOT NULL,
  scopes text[] NOT NULL,
  -- Seconds that a poll must stay behind the one before it; grows with each that does not.
  poll_interval integer NOT NULL,
  polled_at timestamptz,
  -- Null until the listener has decided.
  approved boolean,
  account_id text REFERENCES accounts ON DELETE CASCADE,
  authenticated_at timestamptz,
  methods text[],
  expires_at timestamptz NOT NULL,
  CHECK (approved IS NOT TRUE OR account_id IS NOT NULL)
);
CREATE INDEX oauth_device_codes_by_expiry ON oauth_device_codes (expires_at);

-- Wrong user codes that an account has entered since the first of the window.
CREATE UNLOGGED TABLE oauth_device_guesses (
  account_id text PRIMARY KEY,
  wrong integer NOT NULL,
  since timestamptz NOT NULL
);
CREATE INDEX oauth_device_guesses_by_age ON oauth_device_guesses (since);

-- DPoP proofs that have been used, RFC 9449 §11.1.
CREATE UNLOGGED TABLE oauth_proofs (
  hash bytea PRIMARY KEY,
  expires_at timestamptz NOT NULL
);
CREATE INDEX oauth_proofs_by_expiry ON oauth_proofs (expires_at);
