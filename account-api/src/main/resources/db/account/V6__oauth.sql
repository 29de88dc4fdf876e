-- Programs that act for listeners, RFC 6749 §2. Those of the settings and those built in have no row.
CREATE TABLE oauth_clients (
  id text PRIMARY KEY,
  name text NOT NULL,
  -- SHA-256 of a long random secret; a public client has none.
  secret_hash bytea,
  redirect_uris text[] NOT NULL,
  post_logout_uris text[] NOT NULL,
  -- The web origins of the redirect URIs, which may call the endpoints from a page.
  origins text[] NOT NULL,
  scopes text[] NOT NULL,
  grants text[] NOT NULL,
  first_party boolean NOT NULL DEFAULT false,
  -- Registered by itself (RFC 7591): removed when it has not been used for long.
  registered boolean NOT NULL DEFAULT false,
  used_at timestamptz NOT NULL
);
CREATE INDEX oauth_clients_by_origin ON oauth_clients USING gin (origins);
CREATE INDEX oauth_clients_by_use ON oauth_clients (used_at) WHERE registered;

-- What a program was allowed is a session of the listener; it is null for sessions of POST /v1/sessions.
ALTER TABLE sessions
  ADD COLUMN client_id text,
  ADD COLUMN scopes text[],
  ADD COLUMN authenticated_at timestamptz,
  ADD COLUMN methods text[],
  -- The thumbprint of the key that refresh tokens are bound to, RFC 9449 §5.
  ADD COLUMN key_thumbprint text,
  ADD CHECK ((client_id IS NULL) = (scopes IS NULL));
CREATE INDEX sessions_by_client ON sessions (account_id, client_id) WHERE client_id IS NOT NULL;

-- Requests pushed (RFC 9126) or waiting until their listener has signed in and consented.
CREATE TABLE oauth_requests (
  handle_hash bytea PRIMARY KEY,
  client_id text NOT NULL,
  -- Form-encoded.
  parameters text NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX oauth_requests_by_expiry ON oauth_requests (expires_at);

-- A used code stays until its session could no longer be ended in time, so that its replay is noticed.
CREATE TABLE oauth_codes (
  hash bytea PRIMARY KEY,
  client_id text NOT NULL,
  account_id text NOT NULL REFERENCES accounts ON DELETE CASCADE,
  redirect_uri text NOT NULL,
  scopes text[] NOT NULL,
  challenge text NOT NULL,
  nonce text,
  authenticated_at timestamptz NOT NULL,
  methods text[] NOT NULL,
  key_thumbprint text,
  -- The session it was exchanged for; null until then.
  session_id text,
  expires_at timestamptz NOT NULL
);
CREATE INDEX oauth_codes_by_expiry ON oauth_codes (expires_at);
CREATE INDEX oauth_codes_by_account ON oauth_codes (account_id);

CREATE TABLE oauth_consents (
  account_id text NOT NULL REFERENCES accounts ON DELETE CASCADE,
  client_id text NOT NULL,
  scopes text[] NOT NULL,
  used_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, client_id)
);
CREATE INDEX oauth_consents_by_use ON oauth_consents (used_at);
