-- When a guest's session was last ended by a log-out: its access token is good for a while after.
ALTER TABLE accounts ADD COLUMN logged_out_at timestamptz;
