-- What happened to accounts' plans: the state is what these events make of the state before them, in their own order.
CREATE TABLE plan_states (
  account_id text PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
  base jsonb NOT NULL,
  base_at timestamptz NOT NULL
);
CREATE TABLE plan_events (
  account_id text NOT NULL REFERENCES plan_states ON DELETE CASCADE,
  id text NOT NULL,
  happened_at timestamptz NOT NULL,
  sequence bigint NOT NULL,
  kind text NOT NULL,
  plan text,
  until timestamptz,
  PRIMARY KEY (account_id, id)
);

-- The audit trail: who changed what into what. Rows go after two years.
CREATE TABLE plan_changes (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id text NOT NULL REFERENCES accounts ON DELETE CASCADE,
  changed_at timestamptz NOT NULL,
  actor text NOT NULL,
  event_id text NOT NULL,
  kind text NOT NULL,
  plan_before text NOT NULL,
  status_before text NOT NULL,
  plan_after text NOT NULL,
  status_after text NOT NULL
);
CREATE INDEX plan_changes_by_account ON plan_changes (account_id, id);
CREATE INDEX plan_changes_by_age ON plan_changes (changed_at);

-- Whose family plan an account shares. The owner has no row.
CREATE TABLE family_members (
  member_id text PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
  owner_id text NOT NULL REFERENCES accounts ON DELETE CASCADE,
  joined_at timestamptz NOT NULL,
  CHECK (member_id <> owner_id)
);
CREATE INDEX family_members_by_owner ON family_members (owner_id);

-- SHA-256 of invitations given out, each good for one member.
CREATE TABLE family_invitations (
  hash bytea PRIMARY KEY,
  owner_id text NOT NULL REFERENCES accounts ON DELETE CASCADE,
  expires_at timestamptz NOT NULL
);
CREATE INDEX family_invitations_by_owner ON family_invitations (owner_id);
CREATE INDEX family_invitations_by_expiry ON family_invitations (expires_at);
