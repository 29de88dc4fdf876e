-- What a person may do, beside what every account may: names separated by spaces, such as 'listener admin'.
ALTER TABLE accounts ADD COLUMN roles text NOT NULL DEFAULT 'listener';
ALTER TABLE accounts ADD COLUMN email_verified_at timestamptz;
ALTER TABLE accounts ADD COLUMN country text;
ALTER TABLE accounts ADD COLUMN language text;

-- Random tokens that are good once and for a while; their SHA-256 alone is stored.
CREATE TABLE one_time_tokens (
  hash bytea PRIMARY KEY,
  purpose text NOT NULL,
  account_id text REFERENCES accounts ON DELETE CASCADE,
  data text NOT NULL,
  tries integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX one_time_tokens_by_expiry ON one_time_tokens (expires_at);
CREATE INDEX one_time_tokens_by_account ON one_time_tokens (account_id, purpose);

-- Authenticator apps (RFC 6238). The secret is encrypted; no code of the last step used or before is taken again.
CREATE TABLE authenticators (
  account_id text PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
  secret bytea NOT NULL,
  confirmed boolean NOT NULL,
  last_step bigint NOT NULL
);

CREATE TABLE recovery_codes (
  account_id text NOT NULL REFERENCES accounts ON DELETE CASCADE,
  hash bytea NOT NULL,
  PRIMARY KEY (account_id, hash)
);

-- WebAuthn credentials; the data are AttestedCredentialData (WebAuthn level 3 §6.5.1), which hold the public key.
CREATE TABLE passkeys (
  id bytea PRIMARY KEY,
  account_id text NOT NULL REFERENCES accounts ON DELETE CASCADE,
  name text NOT NULL,
  data bytea NOT NULL,
  counter bigint NOT NULL,
  created_at timestamptz NOT NULL,
  last_used_at timestamptz NOT NULL
);
CREATE INDEX passkeys_by_account ON passkeys (account_id);

-- Who did what to whose account.
CREATE TABLE audit (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL,
  actor text NOT NULL,
  subject text NOT NULL,
  action text NOT NULL
);
CREATE INDEX audit_by_subject ON audit (subject, id);

-- Mail to send; what it says and to whom is encrypted.
CREATE TABLE mail_queue (
  id text PRIMARY KEY,
  letter bytea NOT NULL,
  tries integer NOT NULL DEFAULT 0,
  due_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX mail_queue_by_due ON mail_queue (due_at);
