package dev.legato.account.privacy;

import dev.legato.account.vault.EncryptedColumn;
import dev.legato.account.vault.Vault;
import dev.legato.contracts.AccountAnswer.Part;
import dev.legato.contracts.AccountEvent;
import dev.legato.contracts.CloudEvent;
import dev.legato.contracts.LegatoService;
import dev.legato.contracts.Topics;
import dev.legato.runtime.json.Json;
import dev.legato.runtime.postgres.Outbox;
import dev.legato.runtime.postgres.Transactions;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Exports in PostgreSQL, one per account, their parts encrypted. For virtual threads. */
final class ExportStore {
    /** How long an export can be fetched. */
    static final Duration LIFE = Duration.ofHours(24);

    /** After which a new one may replace the last. */
    static final Duration PAUSE = Duration.ofMinutes(1);

    private static final String SOURCE = "/account-api";
    /** The parts, to be encrypted again when the keys change. */
    static final EncryptedColumn DOCUMENTS =
            new EncryptedColumn("account_export_parts", "id", "document", "account_export_parts.document");

    private static final List<String> HOLDERS =
            AccountEvent.HOLDERS.stream().map(LegatoService::label).sorted().toList();

    private final Pool pool;
    private final Vault vault;
    private final Clock clock;
    private final Supplier<String> ids;

    /** @param ids makes ids that nobody guesses */
    ExportStore(Pool pool, Vault vault, Clock clock, Supplier<String> ids) {
        this.pool = pool;
        this.vault = vault;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * Begins an export with account-api's own share, and asks the other services for theirs. One that was begun within
     * {@link #PAUSE} is returned instead.
     */
    Export begin(String account, Map<String, Object> own) {
        int _ = Transactions.<Integer>run(pool, transaction -> {
            Instant now = clock.instant();
            String id = ids.get();
            int begun = transaction
                    .preparedQuery("""
                            INSERT INTO account_exports AS e (account_id, id, requested_at, expires_at)
                              VALUES ($1, $2, $3, $4)
                            ON CONFLICT (account_id) DO NOTHING""")
                    .execute(Tuple.of(account, id, time(now), time(now.plus(LIFE))))
                    .await()
                    .rowCount();
            if (begun == 1) {
                put(transaction, LegatoService.ACCOUNT.label(), new Part(id, 0, true, own));
                ask(transaction, account, id, now);
            }
            return begun;
        });
        return find(account).await().orElseThrow();
    }

    /** Forgets an account's export so that another can begin, unless it is younger than {@link #PAUSE}. */
    Future<Void> clear(String account) {
        return pool.preparedQuery("DELETE FROM account_exports WHERE account_id = $1 AND requested_at <= $2")
                .execute(Tuple.of(account, time(clock.instant().minus(PAUSE))))
                .mapEmpty();
    }

    /** An account's export, unless it has expired. */
    Future<Optional<Export>> find(String account) {
        return pool.preparedQuery("""
                        SELECT e.id, e.requested_at, e.expires_at, coalesce((SELECT array_agg(s ORDER BY s) FROM (
                            SELECT p.service AS s FROM account_export_parts p WHERE p.export_id = e.id GROUP BY p.service
                              HAVING bool_or(p.last) AND count(*) = max(p.index) FILTER (WHERE p.last) + 1) complete), '{}')
                          FROM account_exports e WHERE e.account_id = $1 AND e.expires_at > $2""")
                .execute(Tuple.of(account, time(clock.instant())))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(export(rows.iterator().next())));
    }

    /** Adds a part of an export that is still wanted; a second time it changes nothing. */
    void add(String service, Part part) {
        put(pool, service, part);
    }

    /** All parts, by service. */
    Map<String, List<Object>> parts(String export) {
        Map<String, List<Object>> parts = new TreeMap<>();
        for (Row row : pool.preparedQuery("""
                        SELECT id, service, document FROM account_export_parts WHERE export_id = $1
                          ORDER BY service, index""").execute(Tuple.of(export)).await()) {
            String service = row.getString("service");
            byte[] json = vault.decrypt(row.getBuffer("document").getBytes(), DOCUMENTS.context(row.getString("id")));
            try {
                parts.computeIfAbsent(service, _ -> new ArrayList<>()).add(Json.read(json, Map.class));
            } catch (IOException e) {
                throw new UncheckedIOException("a part of an export is no JSON", e);
            }
        }
        return parts;
    }

    /** Removes up to {@code most} exports that have expired. */
    Future<Integer> removeExpired(int most) {
        return pool.preparedQuery("""
                        DELETE FROM account_exports WHERE account_id IN (
                          SELECT account_id FROM account_exports WHERE expires_at <= $1 LIMIT $2)""")
                .execute(Tuple.of(time(clock.instant()), most))
                .map(RowSet::rowCount);
    }

    private void put(SqlClient client, String service, Part part) {
        String id = "%s/%s/%d".formatted(part.export(), service, part.index());
        byte[] document = vault.encrypt(Json.write(part.document()), DOCUMENTS.context(id));
        var _ = client.preparedQuery("""
                        INSERT INTO account_export_parts (id, export_id, service, index, last, document)
                          SELECT $1, e.id, $3, $4, $5, $6 FROM account_exports e WHERE e.id = $2
                        ON CONFLICT DO NOTHING""")
                .execute(Tuple.of(id, part.export(), service, part.index(), part.last(), Buffer.buffer(document)))
                .await();
    }

    private static void ask(SqlConnection transaction, String account, String export, Instant now) {
        Outbox.add(
                        transaction,
                        Topics.ACCOUNTS,
                        account,
                        CloudEvent.of(
                                "%s:export".formatted(export),
                                SOURCE,
                                AccountEvent.Type.EXPORT_REQUESTED.eventType(),
                                account,
                                now,
                                new AccountEvent(account, export)))
                .await();
    }

    private static Export export(Row row) {
        List<String> expected = new ArrayList<>(HOLDERS);
        expected.addFirst(LegatoService.ACCOUNT.label());
        return new Export(
                row.getString(0),
                row.getOffsetDateTime(1).toInstant(),
                row.getOffsetDateTime(2).toInstant(),
                List.of(row.getArrayOfStrings(3)),
                expected);
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
