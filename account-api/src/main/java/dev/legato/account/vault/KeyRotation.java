package dev.legato.account.vault;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces the key that columns are encrypted with, while the service runs on several instances:
 *
 * <pre>
 *   a new key is stored, which decrypts        every instance knows it after one wait
 *   it becomes the one that encrypts           no instance encrypts with the old one after another wait
 *   every value is encrypted again             portion by portion
 *   the old key is dropped
 * </pre>
 *
 * <p>Each step is taken from what is stored, so a rotation that was cut short goes on when it is asked for again.
 */
public final class KeyRotation {
    /** How often an instance must call {@link Vault#refresh}. */
    public static final Duration REFRESH = Duration.ofSeconds(10);

    private static final Duration WAIT = REFRESH.multipliedBy(2);
    private static final Logger LOG = LoggerFactory.getLogger(KeyRotation.class);

    private final Vertx vertx;
    private final Pool pool;
    private final Vault vault;
    private final List<EncryptedColumn> columns;
    private final Duration wait;
    private Future<Void> underWay = Future.succeededFuture();

    /** @param columns all that the vault encrypts: what is missing here cannot be read after a rotation */
    public KeyRotation(Vertx vertx, Pool pool, Vault vault, List<EncryptedColumn> columns) {
        this(vertx, pool, vault, columns, WAIT);
    }

    KeyRotation(Vertx vertx, Pool pool, Vault vault, List<EncryptedColumn> columns, Duration wait) {
        this.vertx = vertx;
        this.pool = pool;
        this.vault = vault;
        this.columns = List.copyOf(columns);
        this.wait = wait;
    }

    /** Rotates, or joins the rotation under way. Completes when the old key is gone, at the earliest after the two waits. */
    public synchronized Future<Void> rotate() {
        if (underWay.isComplete()) {
            underWay = vault.refresh(pool)
                    .compose(_ -> vault.keys() > 1 ? Future.succeededFuture() : vault.addKey(pool))
                    .compose(_ -> vault.encryptsWithNewest() ? Future.succeededFuture() : promote())
                    .compose(_ -> pause())
                    .compose(_ -> encryptAgain(0))
                    .compose(_ -> vault.dropOldKeys(pool))
                    .onSuccess(_ -> LOG.info("columns are encrypted with a new key"))
                    .onFailure(failure -> LOG.error("the rotation of keys stopped; ask for it again", failure));
        }
        return underWay;
    }

    private Future<Void> promote() {
        return pause().compose(_ -> vault.encryptWithNewest(pool));
    }

    private Future<Void> encryptAgain(int index) {
        return index == columns.size()
                ? Future.succeededFuture()
                : columns.get(index).encryptAgain(pool, vault).compose(_ -> encryptAgain(index + 1));
    }

    private Future<Void> pause() {
        return vertx.timer(Math.max(1, wait.toMillis())).mapEmpty();
    }
}
