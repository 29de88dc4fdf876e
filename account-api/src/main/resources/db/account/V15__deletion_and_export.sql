-- Accounts on their way out. In grace while deleted_at is null; a row goes when every service has said, after the last token
-- of the account has expired, that it holds nothing of it.
CREATE TABLE account_deletions (
  account_id text PRIMARY KEY,
  requested_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  deleted_at timestamptz,
  settled_at timestamptz,
  asked_at timestamptz
);
CREATE INDEX account_deletions_by_due ON account_deletions (due_at) WHERE deleted_at IS NULL;

-- When a service last said that it holds nothing of the account.
CREATE TABLE account_forgotten (
  account_id text NOT NULL REFERENCES account_deletions ON DELETE CASCADE,
  service text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (account_id, service)
);

-- The last export of each account. Its parts are encrypted.
CREATE TABLE account_exports (
  account_id text PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
  id text NOT NULL UNIQUE,
  requested_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX account_exports_by_expiry ON account_exports (expires_at);
CREATE TABLE account_export_parts (
  id text PRIMARY KEY,
  export_id text NOT NULL REFERENCES account_exports (id) ON DELETE CASCADE,
  service text NOT NULL,
  index integer NOT NULL,
  last boolean NOT NULL,
  document bytea NOT NULL
);
CREATE INDEX account_export_parts_by_export ON account_export_parts (export_id, service, index);

CREATE TABLE outbox (
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  topic text NOT NULL,
  key text NOT NULL,
  event bytea,
  refused text
);
