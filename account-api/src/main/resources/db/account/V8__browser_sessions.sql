-- Browsers in which a person is signed in to the pages. The cookie's SHA-256 alone is stored.
CREATE TABLE browser_sessions (
  id text PRIMARY KEY,
  hash bytea NOT NULL UNIQUE,
  account_id text NOT NULL REFERENCES accounts ON DELETE CASCADE,
  -- How the person proved who it is, RFC 8176's names, separated by spaces.
  methods text NOT NULL,
  authenticated_at timestamptz NOT NULL,
  -- What the browser calls itself, cut short.
  agent text NOT NULL,
  last_seen_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX browser_sessions_by_account ON browser_sessions (account_id);
CREATE INDEX browser_sessions_by_expiry ON browser_sessions (expires_at);
