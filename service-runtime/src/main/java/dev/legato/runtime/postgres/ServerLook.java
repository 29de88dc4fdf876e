package dev.legato.runtime.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.util.concurrent.TimeUnit;

/**
 * What one look at a server saw.
 *
 * @param at when it was asked, in nanoseconds
 * @param position up to where it has written, or as a replica replayed, the write-ahead log, in bytes
 * @param timeline on which it writes or receives; each promotion begins one of a higher number
 */
record ServerLook(Role role, long at, long position, long timeline) {
    private static final long WAIT_MS = 1_000;

    /**
     * Which timeline a replica receives is shown to members of {@code pg_read_all_stats} alone, and while it receives; the
     * control file has the one it has replayed to for sure, which may be minutes old.
     */
    private static final String SELECT = """
            SELECT pg_is_in_recovery(),
              (CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_flush_lsn() END
                - '0/0')::bigint,
              CASE WHEN pg_is_in_recovery() THEN coalesce(
                  (SELECT received_tli FROM pg_stat_wal_receiver),
                  (SELECT min_recovery_end_timeline FROM pg_control_recovery()))::bigint
                ELSE ('x' || left(pg_walfile_name(pg_current_wal_flush_lsn()), 8))::bit(32)::bigint END""";

    /** What a server is. */
    enum Role {
        PRIMARY,
        REPLICA,
        DOWN
    }

    static ServerLook down(long at) {
        return new ServerLook(Role.DOWN, at, 0, 0);
    }

    /** Asks a server; one that does not answer within a second is down. Never fails. */
    static Future<ServerLook> at(SqlClient server, long now) {
        return server.query(SELECT)
                .execute()
                .timeout(WAIT_MS, TimeUnit.MILLISECONDS)
                .map(rows -> of(rows.iterator().next(), now))
                .otherwise(down(now));
    }

    private static ServerLook of(Row row, long now) {
        Long position = row.getLong(1);
        return position == null
                ? down(now)
                : new ServerLook(row.getBoolean(0) ? Role.REPLICA : Role.PRIMARY, now, position, row.getLong(2));
    }
}
