-- The keys access tokens are signed with. The private part is encrypted under account.masterKey, see docs/adr/0082.
CREATE TABLE signing_keys (
  id text PRIMARY KEY,
  sealed_key bytea NOT NULL,
  signs_from timestamptz NOT NULL UNIQUE
);

-- What was revoked while tokens of it may live. Readers go by transaction: rows do not commit in the order of their numbers.
CREATE TABLE revocations (
  row bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  transaction xid8 NOT NULL DEFAULT pg_current_xact_id(),
  kind text NOT NULL CHECK (kind IN ('account', 'session', 'device', 'token')),
  id text NOT NULL,
  revoked_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX revocations_by_transaction ON revocations (transaction, row);
CREATE INDEX revocations_by_expiry ON revocations (expires_at);
