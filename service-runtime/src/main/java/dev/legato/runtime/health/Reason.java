package dev.legato.runtime.health;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClosedException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;

/** Why something is down, in words that anybody may read: no class names, no addresses, no credentials. */
final class Reason {
    /** What Vert.x makes of {@code Future.failedFuture("a text")}. */
    private static final Class<?> TEXT_ALONE =
            Future.failedFuture("a text").cause().getClass();

    private Reason() {}

    /** The reason; a failure made of a text alone is in our own words already. */
    static String of(Throwable failure) {
        return switch (failure) {
            case PgException e -> "refuses, SQLSTATE " + e.getSqlState();
            case TimeoutException _ -> "no answer in time";
            case UnknownHostException _ -> "its host name is unknown";
            case ConnectException _ -> "refuses connections";
            case ClosedConnectionException _ -> "the connection is lost";
            case HttpClosedException _ -> "the connection is lost";
            default ->
                failure.getClass().equals(TEXT_ALONE)
                        ? String.valueOf(failure.getMessage())
                        : "fails, the log says how";
        };
    }
}
