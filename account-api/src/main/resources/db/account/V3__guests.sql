-- Guests by age, for the sweep that forgets them.
CREATE INDEX accounts_guests_by_age ON accounts (created_at) WHERE email IS NULL;
