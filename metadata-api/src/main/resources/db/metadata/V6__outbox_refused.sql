-- Why Kafka will never take an event, which is left out from then on; null for one that waits to be sent.
ALTER TABLE outbox ADD COLUMN refused text;
-- To tell which tracks wait in it.
CREATE INDEX outbox_key ON outbox (key);
