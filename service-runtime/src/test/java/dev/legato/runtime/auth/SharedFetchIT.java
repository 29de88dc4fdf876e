package dev.legato.runtime.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.runtime.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many tokens with a key id that is not known yet, while the issuer takes its time. */
final class SharedFetchIT {
    private static final int MANY = 50;
    private static final String NO_KEYS = "{\"keys\": []}";

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger fetches = new AtomicInteger();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final Promise<String> keySet = Promise.promise();
    private volatile Duration ahead = Duration.ZERO;
    private volatile Future<String> answer = keySet.future();

    @TempDir
    private Path folder;

    private String keys;
    private String token;
    private TokenVerifier verifier;

    @BeforeEach
    void start() throws Exception {
        TestTokens tokens = TestTokens.create(folder);
        keys = Files.readString(Path.of(tokens.keySet()));
        token = tokens.token("streaming", 600);
        HttpServer issuer = vertx.createHttpServer()
                .requestHandler(request -> {
                    fetches.incrementAndGet();
                    asked.countDown();
                    answer.onSuccess(set -> {
                        var _ = request.response().end(set);
                    });
                })
                .listen(0, "127.0.0.1")
                .await(10, TimeUnit.SECONDS);
        Instant start = Clock.systemUTC().instant();
        InstantSource clock = () -> start.plus(ahead);
        URI jwks = URI.create("http://127.0.0.1:" + issuer.actualPort());
        verifier = new TokenVerifier(
                vertx, new TokenSettings(TestTokens.ISSUER, "legato", jwks, null), clock.withZone(ZoneOffset.UTC));
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void verify_manyBeforeThereAreKeys_waitForOneFetch() throws Exception {
        List<Future<Caller>> callers = many();
        assertTrue(asked.await(10, TimeUnit.SECONDS));
        keySet.complete(keys);
        assertAllVerified(callers);
        assertEquals(1, fetches.get());
    }

    @Test
    void verify_fetchThatTakesLong_isStillTheOnlyOne() throws Exception {
        List<Future<Caller>> callers = many();
        assertTrue(asked.await(10, TimeUnit.SECONDS));
        ahead = Duration.ofSeconds(3);
        callers.addAll(many());
        keySet.complete(keys);
        assertAllVerified(callers);
        assertEquals(1, fetches.get());
    }

    @Test
    void verify_manyAfterTheKeysChanged_waitForOneFetchMore() throws Exception {
        answer = Future.succeededFuture(NO_KEYS);
        verifier.check().await(10, TimeUnit.SECONDS);
        ProblemException refused =
                assertThrows(ProblemException.class, () -> many().getFirst().await(10, TimeUnit.SECONDS));
        assertEquals(401, refused.problem().status());
        assertEquals(1, fetches.get(), "asked just now");
        answer = keySet.future();
        ahead = Duration.ofSeconds(10);
        List<Future<Caller>> callers = many();
        keySet.complete(keys);
        assertAllVerified(callers);
        assertEquals(2, fetches.get());
    }

    private List<Future<Caller>> many() {
        List<Future<Caller>> callers = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            callers.add(verifier.verify("Bearer " + token));
        }
        return callers;
    }

    private static void assertAllVerified(List<Future<Caller>> callers) throws Exception {
        for (Future<Caller> caller : callers) {
            assertEquals("a1", caller.await(10, TimeUnit.SECONDS).account());
        }
    }
}
