package dev.legato.account.mail;

import dev.legato.account.vault.EncryptedColumn;
import dev.legato.account.vault.Vault;
import dev.legato.runtime.json.InvalidJsonException;
import dev.legato.runtime.json.Json;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/**
 * Letters that wait to be sent, in PostgreSQL, encrypted. A request adds a row and is answered, however slow the mail server
 * is; a letter that cannot be sent is tried again after 10 s, 20 s, 40 s and so on for {@link #KEPT}.
 */
public final class MailQueue {
    /** After which a letter is given up. */
    public static final Duration KEPT = Duration.ofHours(24);

    /** The letters, to be encrypted again when the vault's keys change. */
    public static final EncryptedColumn LETTERS =
            new EncryptedColumn("mail_queue", "id", "letter", "mail_queue.letter");

    private final Pool pool;
    private final Vault vault;
    private final Clock clock;

    /** A letter that was taken out for a while, to be sent. */
    record Due(String id, Letter letter) {}

    public MailQueue(Pool pool, Vault vault, Clock clock) {
        this.pool = pool;
        this.vault = vault;
        this.clock = clock;
    }

    /** Adds a letter. */
    public Future<Void> add(Letter letter) {
        Instant now = clock.instant();
        String id = UUID.randomUUID().toString();
        return pool.preparedQuery("INSERT INTO mail_queue (id, letter, due_at, expires_at) VALUES ($1, $2, $3, $4)")
                .execute(Tuple.of(
                        id,
                        Buffer.buffer(vault.encrypt(Json.write(letter), LETTERS.context(id))),
                        time(now),
                        time(now.plus(KEPT))))
                .mapEmpty();
    }

    /** Takes letters that are due; each is due again later unless it is {@link #done}. */
    Future<List<Due>> take(int most) {
        Instant now = clock.instant();
        return pool.preparedQuery("""
                        UPDATE mail_queue SET tries = tries + 1, due_at = $1 + interval '10 seconds' * 2 ^ least(tries, 8)
                          WHERE id IN (SELECT id FROM mail_queue WHERE due_at <= $1 AND expires_at > $1
                            ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED)
                          RETURNING id, letter""").execute(Tuple.of(time(now), most)).map(rows -> rows.stream()
                .map(row -> new Due(row.getString("id"), letter(row.getString("id"), row.getBuffer("letter"))))
                .toList());
    }

    Future<Void> done(Due letter) {
        return pool.preparedQuery("DELETE FROM mail_queue WHERE id = $1")
                .execute(Tuple.of(letter.id()))
                .mapEmpty();
    }

    /** Removes up to {@code most} that were given up. */
    public Future<Integer> removeExpired(int most) {
        return pool.preparedQuery(
                        "DELETE FROM mail_queue WHERE id IN (SELECT id FROM mail_queue WHERE expires_at < $1 LIMIT $2)")
                .execute(Tuple.of(time(clock.instant()), most))
                .map(rows -> rows.rowCount());
    }

    private Letter letter(String id, Buffer cipher) {
        try {
            Letter letter = Json.readStrictly(vault.decrypt(cipher.getBytes(), LETTERS.context(id)), Letter.class);
            if (letter == null) {
                throw new IllegalStateException("an empty letter");
            }
            return letter;
        } catch (InvalidJsonException e) {
            throw new IllegalStateException("a letter of another version", e);
        }
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
