package dev.legato.account.vault;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/**
 * A column whose values are encrypted by a {@link Vault}, each in the context {@code NAME/ID}.
 *
 * @param table such as {@code accounts}
 * @param id the column of its key, a text
 * @param column the encrypted one, a bytea
 * @param name of the context, such as {@code accounts.email}
 */
public record EncryptedColumn(String table, String id, String column, String name) {
    /** Rows of one transaction, which keep it short. */
    static final int PORTION = 500;

    /** The context of lookup values, which belong to no row. */
    public String context() {
        return name;
    }

    /** The context of a row's value. */
    public String context(String row) {
        return name + "/" + row;
    }

    /** Encrypts again, portion by portion, what is not encrypted with the current key. */
    Future<Void> encryptAgain(Pool pool, Vault vault) {
        return portionsAfter("", pool, vault);
    }

    private Future<Void> portionsAfter(String last, Pool pool, Vault vault) {
        return pool.withTransaction(transaction -> portion(last, transaction, vault))
                .compose(end -> end.isEmpty() ? Future.succeededFuture() : portionsAfter(end, pool, vault));
    }

    /** The last row's id; empty when there are no more. */
    private Future<String> portion(String last, SqlConnection transaction, Vault vault) {
        return transaction
                .preparedQuery("""
                        SELECT %1$s, %2$s FROM %3$s WHERE %1$s > $1 AND substring(%2$s FROM 1 FOR 5) <> $2
                          ORDER BY %1$s LIMIT $3 FOR UPDATE""".formatted(id, column, table))
                .execute(Tuple.of(last, Buffer.buffer(vault.currentPrefix()), PORTION))
                .compose(rows -> write(rows, transaction, vault));
    }

    private Future<String> write(RowSet<Row> rows, SqlConnection transaction, Vault vault) {
        List<Tuple> batch = new ArrayList<>();
        String end = "";
        for (Row row : rows) {
            end = row.getString(0);
            String context = context(end);
            byte[] plain = vault.decrypt(row.getBuffer(1).getBytes(), context);
            batch.add(Tuple.of(end, Buffer.buffer(vault.encrypt(plain, context))));
        }
        return batch.isEmpty()
                ? Future.succeededFuture("")
                : transaction
                        .preparedQuery("UPDATE %s SET %s = $2 WHERE %s = $1".formatted(table, column, id))
                        .executeBatch(batch)
                        .map(end);
    }
}
