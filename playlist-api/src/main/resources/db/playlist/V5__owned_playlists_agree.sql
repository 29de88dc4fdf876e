-- An instance of a version before V4 that ran on behind it wrote playlists alone. What it left out of owned_playlists follows
-- here; in what differs playlists is right.
LOCK TABLE playlists, owned_playlists IN SHARE ROW EXCLUSIVE MODE;

DELETE FROM owned_playlists WHERE (owner, id) IN (
  SELECT owner, id FROM owned_playlists EXCEPT SELECT owner, id FROM playlists);

INSERT INTO owned_playlists (id, owner, name, description, track_count, version, layout, created_at, updated_at)
  SELECT id, owner, name, description, track_count, version, layout, created_at, updated_at FROM playlists
  EXCEPT
  SELECT id, owner, name, description, track_count, version, layout, created_at, updated_at FROM owned_playlists
  ON CONFLICT (owner, id) DO UPDATE SET
    name = excluded.name,
    description = excluded.description,
    track_count = excluded.track_count,
    version = excluded.version,
    layout = excluded.layout,
    created_at = excluded.created_at,
    updated_at = excluded.updated_at;
