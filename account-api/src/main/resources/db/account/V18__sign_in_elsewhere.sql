-- Accounts as other providers know them. The subject stands as a keyed hash: some providers use the e-mail address.
CREATE TABLE sso_identities (
  id text PRIMARY KEY,
  account_id text NOT NULL REFERENCES accounts ON DELETE CASCADE,
  issuer text NOT NULL,
  subject bytea NOT NULL,
  -- The roles that the account has by this provider's word alone, and until when without another sign-in.
  roles text NOT NULL DEFAULT '',
  roles_until timestamptz NOT NULL,
  linked_at timestamptz NOT NULL,
  last_used_at timestamptz NOT NULL,
  UNIQUE (issuer, subject)
);
CREATE INDEX sso_identities_by_account ON sso_identities (account_id);
CREATE INDEX sso_identities_by_roles ON sso_identities (roles_until) WHERE roles <> '';

-- One sign-in at another provider. What came of it here ends with the row, and at expires_at at the latest.
CREATE TABLE sso_sessions (
  id text PRIMARY KEY,
  identity_id text NOT NULL REFERENCES sso_identities ON DELETE CASCADE,
  -- The provider's own name of the session, as a keyed hash, if it has one.
  sid bytea,
  expires_at timestamptz NOT NULL
);
CREATE INDEX sso_sessions_by_identity ON sso_sessions (identity_id);
CREATE INDEX sso_sessions_by_expiry ON sso_sessions (expires_at);

ALTER TABLE browser_sessions ADD COLUMN sso_session_id text REFERENCES sso_sessions ON DELETE CASCADE;
ALTER TABLE oauth_codes ADD COLUMN sso_session_id text REFERENCES sso_sessions ON DELETE CASCADE;
ALTER TABLE oauth_device_codes ADD COLUMN sso_session_id text REFERENCES sso_sessions ON DELETE CASCADE;
ALTER TABLE sessions ADD COLUMN sso_session_id text REFERENCES sso_sessions ON DELETE CASCADE;
CREATE INDEX browser_sessions_by_sso ON browser_sessions (sso_session_id) WHERE sso_session_id IS NOT NULL;
CREATE INDEX oauth_codes_by_sso ON oauth_codes (sso_session_id) WHERE sso_session_id IS NOT NULL;
CREATE INDEX oauth_device_codes_by_sso ON oauth_device_codes (sso_session_id) WHERE sso_session_id IS NOT NULL;
CREATE INDEX sessions_by_sso ON sessions (sso_session_id) WHERE sso_session_id IS NOT NULL;
