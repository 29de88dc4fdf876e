package dev.legato.account.signin;

import dev.legato.contracts.Sha256;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Codes on paper for who has lost an authenticator: {@value #CODES} of 120 random bits each, good once, stored hashed. */
final class RecoveryCodes {
    static final int CODES = 10;

    /** With 112 bits and more, an unsalted hash cannot be reversed by trying (OWASP ASVS 6.5.2). */
    private static final int BYTES = 15;

    private static final int GROUP = 4;

    private final Pool pool;
    private final RandomGenerator random;

    RecoveryCodes(Pool pool, RandomGenerator random) {
        this.pool = pool;
        this.random = random;
    }

    /** Makes new ones; those before are good no more. */
    Future<List<String>> replace(String account) {
        List<String> codes = Stream.generate(this::code).limit(CODES).toList();
        Buffer[] hashes = codes.stream().map(RecoveryCodes::hash).toArray(Buffer[]::new);
        return pool.withTransaction(transaction -> transaction
                        .preparedQuery("DELETE FROM recovery_codes WHERE account_id = $1")
                        .execute(Tuple.of(account))
                        .compose(_ -> transaction
                                .preparedQuery("INSERT INTO recovery_codes (account_id, hash)"
                                        + " SELECT $1, unnest($2::bytea[])")
                                .execute(Tuple.of(account, (Object) hashes))))
                .map(codes);
    }

    /** Uses a code up; false if it is none. */
    Future<Boolean> use(String account, String code) {
        return pool.preparedQuery("DELETE FROM recovery_codes WHERE account_id = $1 AND hash = $2")
                .execute(Tuple.of(account, hash(code)))
                .map(rows -> rows.rowCount() == 1);
    }

    /** How many are left. */
    Future<Integer> left(String account) {
        return pool.preparedQuery("SELECT count(*)::int AS left FROM recovery_codes WHERE account_id = $1")
                .execute(Tuple.of(account))
                .map(rows -> rows.iterator().next().getInteger("left"));
    }

    Future<Void> removeAll(String account) {
        return pool.preparedQuery("DELETE FROM recovery_codes WHERE account_id = $1")
                .execute(Tuple.of(account))
                .mapEmpty();
    }

    /** {@code abcd-efgh-2345-6723-mnop-qrst}. */
    private String code() {
        byte[] bits = new byte[BYTES];
        random.nextBytes(bits);
        String text = Totp.base32(bits).toLowerCase(Locale.ROOT);
        return String.join(
                "-",
                IntStream.range(0, text.length() / GROUP)
                        .mapToObj(i -> text.substring(i * GROUP, (i + 1) * GROUP))
                        .toList());
    }

    /** Of the letters and digits alone: people leave hyphens out and begin with capitals. */
    private static Buffer hash(String code) {
        String plain = code.toLowerCase(Locale.ROOT).replaceAll("[^a-z2-7]", "");
        return Buffer.buffer(Sha256.of(("recovery:" + plain).getBytes(StandardCharsets.UTF_8)));
    }
}
