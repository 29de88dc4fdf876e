package dev.legato.account.session;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/**
 * Codes that a listener has approved and no client has exchanged for a session yet. They end with the sessions, and before them:
 * the removal waits for an exchange under way, whose session then ends with the others.
 */
final class UnusedCodes {
    private UnusedCodes() {}

    /** Removes those of an account. */
    static Future<Void> remove(SqlConnection transaction, String account) {
        return remove(transaction, "account_id = $1", Tuple.of(account));
    }

    /** Removes those that a client has of an account. */
    static Future<Void> remove(SqlConnection transaction, String account, String client) {
        return remove(transaction, "account_id = $1 AND client_id = $2", Tuple.of(account, client));
    }

    /** Removes those that came of sign-ins at other providers. */
    static Future<Void> removeElsewhere(SqlConnection transaction, String[] ssoSessions) {
        return remove(transaction, "sso_session_id = ANY($1)", Tuple.of(ssoSessions));
    }

    private static Future<Void> remove(SqlConnection transaction, String owner, Tuple values) {
        return transaction
                .preparedQuery("DELETE FROM oauth_codes WHERE session_id IS NULL AND " + owner)
                .execute(values)
                .compose(_ -> transaction
                        .preparedQuery("DELETE FROM oauth_device_codes WHERE approved AND " + owner)
                        .execute(values))
                .mapEmpty();
    }
}
