-- Codes that an account has decided about, to be withdrawn when its sessions end.
CREATE INDEX oauth_device_codes_by_account ON oauth_device_codes (account_id) WHERE account_id IS NOT NULL;
