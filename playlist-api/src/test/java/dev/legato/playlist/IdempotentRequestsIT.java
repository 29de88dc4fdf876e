package dev.legato.playlist;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.postgres.Postgres;
import dev.legato.runtime.postgres.PostgresSettings;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class IdempotentRequestsIT {
    @Test
    void removeExpired_dayOldAnswers_areForgottenAndNoOthers() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            Pool pool = Postgres.open(vertx, new PostgresSettings(SharedBackends.postgres(), 1), "playlist")
                    .await(120, TimeUnit.SECONDS);
            var _ = pool.query("INSERT INTO idempotent_requests (account, key, fingerprint, created_at) VALUES"
                            + " ('a', 'old', '', '2026-11-21T11:59:59Z'), ('a', 'new', '', '2026-11-21T12:00:01Z')")
                    .execute()
                    .await(10, TimeUnit.SECONDS);
            Clock noon = Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);
            assertEquals(1, new IdempotentRequests(noon).removeExpired(pool).await(10, TimeUnit.SECONDS));
            assertEquals(0, new IdempotentRequests(noon).removeExpired(pool).await(10, TimeUnit.SECONDS));
        } finally {
            vertx.close().await(30, TimeUnit.SECONDS);
        }
    }
}
