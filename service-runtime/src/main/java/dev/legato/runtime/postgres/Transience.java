package dev.legato.runtime.postgres;

import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Tells failures of PostgreSQL that pass from faults of ours. The first are answered with 503 and Retry-After: the same
 * request may succeed in a second.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL's error codes</a>
 */
public final class Transience {
    /** Connection exceptions, bad credentials, insufficient resources, operator intervention, system errors. */
    private static final Set<String> CLASSES = Set.of("08", "28", "53", "57", "58");

    /** No such database, read-only (a standby, while another becomes the primary), lock not available. */
    private static final Set<String> CODES = Set.of("3D000", "25006", "55P03");

    /** Serialization failure and deadlock: PostgreSQL has rolled the transaction back, and it may simply run again. */
    private static final Set<String> CONFLICTS = Set.of("40001", "40P01");

    /** Shutting down, crashed, and starting up. */
    private static final Set<String> GOING = Set.of("57P01", "57P02", "57P03");

    private static final String CANCELLED = "57014";

    private Transience() {}

    /** Whether it passes by itself, or by somebody looking after PostgreSQL. */
    public static boolean isTransient(@Nullable Throwable failure) {
        return switch (failure) {
            case PgException e -> isTransient(e.getSqlState()) || isConflict(e);
            case SQLException e -> isTransient(e.getSQLState()) || isTransient(e.getCause());
            case ClosedConnectionException _ -> true;
            case ConnectionPoolTooBusyException _ -> true;
            case TimeoutException _ -> true;
            case SocketException _ -> true;
            case UnknownHostException _ -> true;
            case ConnectionLostException _ -> true;
            case null, default -> false;
        };
    }

    /** Whether the server is gone, or about to be, or not there yet: not merely busy, or in the way of this one statement. */
    static boolean isLoss(Throwable failure) {
        return failure instanceof IOException
                || failure instanceof ClosedConnectionException
                || (failure instanceof PgException e && isLoss(String.valueOf(e.getSqlState())));
    }

    private static boolean isLoss(String sqlState) {
        return sqlState.startsWith("08") || GOING.contains(sqlState);
    }

    /** Whether PostgreSQL gave a statement up, as after its timeout: another server would take as long for it. */
    static boolean isCancelled(Throwable failure) {
        return failure instanceof PgException e && CANCELLED.equals(e.getSqlState());
    }

    /** Whether the transaction lost against another one and may run again at once. */
    static boolean isConflict(Throwable failure) {
        return failure instanceof PgException e && CONFLICTS.contains(String.valueOf(e.getSqlState()));
    }

    /** Whether credentials or the database's name are wrong: somebody must do something. */
    static boolean isRefusal(@Nullable String sqlState) {
        return sqlState != null && (sqlState.startsWith("28") || sqlState.equals("3D000"));
    }

    private static boolean isTransient(@Nullable String sqlState) {
        return sqlState != null
                && sqlState.length() == 5
                && (CLASSES.contains(sqlState.substring(0, 2)) || CODES.contains(sqlState));
    }
}
