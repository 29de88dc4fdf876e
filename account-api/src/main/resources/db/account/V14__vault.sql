-- The keys that encrypt columns, themselves encrypted under account.masterKey; one row.
CREATE TABLE vault_keys (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  revision bigint NOT NULL,
  encryption bytea NOT NULL,
  lookup bytea NOT NULL
);

-- E-mail addresses encrypted, and the keyed hash by which they are found. The plain column goes when its last row is
-- encrypted, which needs the keys and is therefore done by the service when it starts. A guest has no address.
ALTER TABLE accounts ADD COLUMN email_cipher bytea;
ALTER TABLE accounts ADD COLUMN email_lookup bytea;
CREATE UNIQUE INDEX accounts_by_email ON accounts (email_lookup);
ALTER TABLE accounts DROP CONSTRAINT IF EXISTS accounts_check;
CREATE INDEX accounts_guests_by_creation ON accounts (created_at) WHERE email_lookup IS NULL;
