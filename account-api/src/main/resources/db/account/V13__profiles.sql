-- Several listeners of one account.
CREATE TABLE profiles (
  id text PRIMARY KEY,
  account_id text NOT NULL REFERENCES accounts ON DELETE CASCADE,
  name text NOT NULL,
  explicit boolean NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE INDEX profiles_by_account ON profiles (account_id);

-- A child's session does not become an adult's when its profile is removed: it ends.
ALTER TABLE sessions ADD COLUMN profile_id text REFERENCES profiles ON DELETE CASCADE;
CREATE INDEX sessions_by_profile ON sessions (profile_id) WHERE profile_id IS NOT NULL;
