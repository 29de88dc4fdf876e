package dev.legato.runtime.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.testing.Eventually;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How the list of what was revoked is fetched from an issuer that fails now and then. */
final class RevocationFeedIT {
    private final Vertx vertx = Vertx.vertx();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedQueue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();
    private volatile int status = 200;
    private IssuerClient issuer;

    @BeforeEach
    void serve() throws Exception {
        int port = vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .await(10, TimeUnit.SECONDS)
                .actualPort();
        URI here = URI.create("http://127.0.0.1:" + port);
        issuer = new IssuerClient(
                vertx,
                new TokenSettings(TestTokens.ISSUER, "legato", here.resolve("/held"), here.resolve("/revocations")));
    }

    @AfterEach
    void close() throws Exception {
        issuer.close().await(10, TimeUnit.SECONDS);
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    private void answer(HttpServerRequest request) {
        if (request.path().equals("/held")) {
            held.add(request);
            return;
        }
        asked.add(String.valueOf(request.getParam("after")));
        var _ = request.response()
                .setStatusCode(status)
                .end("{\"items\": [], \"next\": \"1.0\", \"more\": null, \"keys\": []}");
    }

    @Test
    void poll_failures_keepThePlaceUnlessItIsRefused() throws Exception {
        RevocationFeed feed =
                new RevocationFeed(vertx, issuer, new RevocationList(2), _ -> {}, Clock.systemUTC(), new Random(1));
        try {
            feed.poll().await(10, TimeUnit.SECONDS);
            assertTrue(feed.isLoaded());
            status = 503;
            pollTwice(feed);
            assertEquals("1.0", asked.getLast(), "it was not the place's fault");
            status = 400;
            pollTwice(feed);
            assertEquals("null", asked.getLast(), "from the beginning");
        } finally {
            feed.close();
        }
    }

    @Test
    void request_underWayWhenAnotherFails_isAnswered() throws Exception {
        Future<String> first = issuer.keySet();
        Eventually.eventually(() -> !held.isEmpty());
        status = 503;
        assertThrows(Exception.class, () -> issuer.revocations("").await(10, TimeUnit.SECONDS));
        var _ = held.remove().response().end("set");
        assertEquals("set", first.await(10, TimeUnit.SECONDS));
    }

    @Test
    void close_withARequestUnderWay_isFinal() throws Exception {
        Future<String> first = issuer.keySet();
        Eventually.eventually(() -> !held.isEmpty());
        issuer.close().await(10, TimeUnit.SECONDS);
        assertThrows(Exception.class, () -> first.await(10, TimeUnit.SECONDS));
        assertThrows(Exception.class, () -> issuer.revocations("").await(10, TimeUnit.SECONDS));
    }

    private static void pollTwice(RevocationFeed feed) throws Exception {
        for (int i = 0; i < 2; i++) {
            feed.poll().await(10, TimeUnit.SECONDS);
        }
    }
}
