-- Finds what an account has added to others' playlists when it is forgotten.
CREATE INDEX entries_by_adder ON entries (added_by);
