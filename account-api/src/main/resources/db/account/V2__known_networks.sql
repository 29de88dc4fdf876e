-- Networks an account was made or logged in to from, see docs/adr/0051: an IPv4 address or an IPv6 /64 each.
CREATE TABLE known_networks (
  account_id text NOT NULL REFERENCES accounts ON DELETE CASCADE,
  network text NOT NULL,
  last_used timestamptz NOT NULL,
  PRIMARY KEY (account_id, network)
);
CREATE INDEX known_networks_by_age ON known_networks (last_used);
