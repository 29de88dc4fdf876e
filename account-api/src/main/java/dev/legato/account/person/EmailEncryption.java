package dev.legato.account.person;

import dev.legato.account.vault.Vault;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encrypts the addresses that an older version has stored as they are, and drops their column with the last one. Several
 * instances may do so at once, each row once; one that was killed half way begins where it was. Nobody may use the table of
 * accounts before: to the queries, an account whose address is not encrypted yet looks like a guest.
 */
public final class EmailEncryption {
    /** Rows of one transaction, which keep it short. */
    static final int PORTION = 500;

    private static final String UNDEFINED_COLUMN = "42703";
    private static final Logger LOG = LoggerFactory.getLogger(EmailEncryption.class);

    private final Pool pool;
    private final EmailColumn column;

    public EmailEncryption(Pool pool, Vault vault) {
        this.pool = pool;
        this.column = new EmailColumn(vault);
    }

    /** Completes when no address stands there as it is. */
    public Future<Void> complete() {
        return pool.query("""
                        SELECT FROM information_schema.columns WHERE table_schema = current_schema()
                          AND table_name = 'accounts' AND column_name = 'email'""").execute().compose(found -> found.size() == 0 ? Future.succeededFuture() : portions(0));
    }

    /** Encrypts up to {@value #PORTION} addresses that no other instance is about to encrypt. */
    Future<Integer> portion() {
        return pool.withTransaction(transaction ->
                transaction.preparedQuery("""
                        SELECT id, email FROM accounts WHERE email IS NOT NULL LIMIT $1 FOR UPDATE SKIP LOCKED""").execute(Tuple.of(PORTION)).compose(rows -> encrypt(transaction, rows)));
    }

    private Future<Void> portions(int before) {
        return portion()
                .compose(rows -> {
                    int all = before + rows;
                    return rows > 0 ? portions(all) : drop(all);
                })
                .recover(failure -> failure instanceof PgException e && UNDEFINED_COLUMN.equals(e.getSqlState())
                        // Another instance has encrypted the last one.
                        ? Future.succeededFuture()
                        : Future.failedFuture(failure));
    }

    private Future<Integer> encrypt(SqlConnection transaction, RowSet<Row> rows) {
        List<Tuple> batch = new ArrayList<>();
        for (Row row : rows) {
            String id = row.getString("id");
            EmailAddress email = new EmailAddress(row.getString("email"));
            batch.add(Tuple.of(id, column.cipher(id, email), column.lookup(email)));
        }
        return batch.isEmpty()
                ? Future.succeededFuture(0)
                : transaction.preparedQuery("""
                                UPDATE accounts SET email = NULL, email_cipher = $2, email_lookup = $3 WHERE id = $1""").executeBatch(batch).map(batch.size());
    }

    /** Drops the column, unless another instance has rows of it under way. */
    private Future<Void> drop(int encrypted) {
        return pool.withTransaction(transaction -> transaction
                        .query("LOCK TABLE accounts IN ACCESS EXCLUSIVE MODE")
                        .execute()
                        .compose(_ -> transaction
                                .query("SELECT FROM accounts WHERE email IS NOT NULL LIMIT 1")
                                .execute())
                        .compose(left -> left.size() > 0
                                ? Future.succeededFuture(false)
                                : transaction
                                        .query("ALTER TABLE accounts DROP COLUMN email")
                                        .execute()
                                        .map(true)))
                .compose(dropped -> {
                    if (!dropped) {
                        return portions(encrypted);
                    }
                    LOG.info("{} addresses are encrypted", encrypted);
                    return Future.succeededFuture();
                });
    }
}
