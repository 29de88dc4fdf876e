package dev.legato.recommend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.postgres.Postgres;
import dev.legato.runtime.postgres.PostgresSettings;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ListenedDataIT {
    /** More than a document holds. */
    private static final int TRACKS = 4_001;

    private final Vertx vertx = Vertx.vertx();
    private Pool pool;
    private ListenedData data;

    @BeforeEach
    void open() throws Exception {
        pool = Postgres.open(vertx, new PostgresSettings(SharedBackends.postgres(), 2), "recommend")
                .await(60, TimeUnit.SECONDS);
        data = new ListenedData(pool);
        pool.query("""
                        INSERT INTO listened SELECT 'alice', 't' || i, now(), now() FROM generate_series(1, %d) i;
                        INSERT INTO listened VALUES ('alicia', 't1', now(), now())""".formatted(TRACKS)).execute().await(60, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(60, TimeUnit.SECONDS);
    }

    @Test
    void export_ofManyTracks_isAllOfThemInSeveralDocuments() {
        var documents = data.export("alice");
        assertEquals(3, documents.size());
        long tracks = documents.stream()
                .mapToLong(document -> ((List<?>) document.get("listened")).size())
                .sum();
        assertEquals(TRACKS, tracks);
        assertEquals(List.of(), data.export("nobody"));
    }

    @Test
    void forget_anAccount_leavesTheOthers() {
        data.forget("alice");
        data.forget("alice");
        assertEquals(List.of(), data.export("alice"));
        assertEquals(1, data.export("alicia").size());
    }
}
