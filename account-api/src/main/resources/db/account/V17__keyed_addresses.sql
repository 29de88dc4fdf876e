-- For whoever deletes an account: its challenges are found without reading all.
CREATE INDEX device_challenges_by_account ON device_challenges (account_id);

-- Invitations for one address and places in the waiting room named it by a hash without a key, from which it can be guessed.
DELETE FROM one_time_tokens WHERE purpose IN ('invitation', 'wait') AND data <> '';

-- What is deleted leaves no revocation behind.
CREATE INDEX revocations_by_id ON revocations (id);
