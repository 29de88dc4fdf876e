package dev.legato.metadata.importing;

import java.util.Collection;

/**
 * Locks rows that a write announces without having written them, such as all tracks of a renamed album: what it says of
 * them must not come after what a later writer says. Each table's rows are locked in the order of ids.
 */
final class RowLocks {
    private RowLocks() {}

    static void albums(WriteTransaction transaction, Collection<String> ids) {
        var _ = transaction.ids("SELECT id FROM albums WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE", ids);
    }

    static void tracks(WriteTransaction transaction, Collection<String> ids) {
        var _ = transaction.ids("SELECT id FROM tracks WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE", ids);
    }

    static void artists(WriteTransaction transaction, Collection<String> ids) {
        var _ = transaction.ids("SELECT id FROM artists WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE", ids);
    }
}
