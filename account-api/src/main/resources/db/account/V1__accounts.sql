-- A guest has neither address nor password, an account has both.
CREATE TABLE accounts (
  id text PRIMARY KEY,
  email text UNIQUE,
  name text NOT NULL,
  password_hash text,
  created_at timestamptz NOT NULL,
  CHECK ((email IS NULL) = (password_hash IS NULL))
);

-- A log-in: all refresh tokens that come from it. It is gone when it is revoked.
CREATE TABLE sessions (
  id text PRIMARY KEY,
  account_id text NOT NULL REFERENCES accounts ON DELETE CASCADE,
  generation integer NOT NULL,
  rotated_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX sessions_by_account ON sessions (account_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- SHA-256 of tokens given out. Old generations stay for as long as a session lives idle, so that their reuse is noticed.
CREATE TABLE refresh_tokens (
  hash bytea PRIMARY KEY,
  session_id text NOT NULL REFERENCES sessions ON DELETE CASCADE,
  generation integer NOT NULL,
  issued_at timestamptz NOT NULL
);
CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id, issued_at);

-- Log-ins that failed or are under way, by account or address, since the first of the window.
CREATE UNLOGGED TABLE login_failures (
  bucket text PRIMARY KEY,
  failures integer NOT NULL,
  since timestamptz NOT NULL
);
CREATE INDEX login_failures_by_age ON login_failures (since);
