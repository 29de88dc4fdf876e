package dev.legato.runtime.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Vertx;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ClientCredentialsIT {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private volatile int status = 200;
    private Vertx vertx;
    private URI account;
    private ClientCredentials credentials;

    @BeforeEach
    void open() throws Exception {
        vertx = Vertx.vertx();
        int port = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    requests.add("%s %s %s %s"
                            .formatted(request.method(), request.uri(), request.getHeader("Authorization"), body));
                    var _ = request.response()
                            .setStatusCode(status)
                            .end("{\"access_token\": \"t%d\", \"expires_in\": 300, \"token_type\": \"Bearer\"}"
                                    .formatted(requests.size()));
                }))
                .listen(0, "127.0.0.1")
                .await(20, TimeUnit.SECONDS)
                .actualPort();
        account = URI.create("http://127.0.0.1:" + port);
        InstantSource source = now::get;
        credentials = new ClientCredentials(
                account, "imp:orter", "s3cr&t", "catalogue:write", source.withZone(ZoneOffset.UTC));
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void get_first_asksByTheClientCredentialsGrant() {
        assertEquals("t1", credentials.get());
        String basic = Base64.getEncoder().encodeToString("imp%3Aorter:s3cr%26t".getBytes(StandardCharsets.UTF_8));
        assertEquals(
                List.of("POST /oauth2/token Basic %s grant_type=client_credentials&scope=catalogue%%3Awrite"
                        .formatted(basic)),
                requests);
    }

    @Test
    void get_untilHalfAMinuteBeforeItExpires_keepsTheToken() {
        assertEquals("t1", credentials.get());
        now.set(START.plus(Duration.ofSeconds(270)));
        assertEquals("t1", credentials.get());
        now.set(START.plus(Duration.ofSeconds(271)));
        assertEquals("t2", credentials.get());
    }

    @Test
    void get_refused_saysWhereAndIsAskedAnew() {
        status = 401;
        UncheckedIOException failure = assertThrows(UncheckedIOException.class, credentials::get);
        assertEquals("no access token from %s/oauth2/token: it answered 401".formatted(account), failure.getMessage());
        status = 200;
        assertEquals("t2", credentials.get());
    }
}
