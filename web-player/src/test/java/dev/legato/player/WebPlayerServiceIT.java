package dev.legato.player;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.runtime.RunningService;
import dev.legato.runtime.ServiceProcess;
import dev.legato.runtime.VertxFactory;
import dev.legato.runtime.settings.Settings;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebPlayerServiceIT {
    private static final int WAIT_SECONDS = 30;

    private final HttpClient client = HttpClient.newHttpClient();
    private ServiceProcess process;
    private RunningService service;

    @BeforeAll
    void start() throws Exception {
        Settings settings = Settings.of(Map.of("management.port", "0", "player.port", "0"));
        process = ServiceProcess.create(settings, VertxFactory.UNCLUSTERED, Clock.systemUTC())
                .await(WAIT_SECONDS, TimeUnit.SECONDS);
        service = process.start(new WebPlayerService(settings)).await(WAIT_SECONDS, TimeUnit.SECONDS);
    }

    @AfterAll
    void stop() throws Exception {
        client.close();
        var _ = process.stop().await(WAIT_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void root_givesThePageUnderAStrictPolicy() throws Exception {
        HttpResponse<byte[]> page = get("/");
        assertEquals(200, page.statusCode());
        assertEquals("text/html; charset=utf-8", header(page, "Content-Type"));
        assertEquals("no-cache", header(page, "Cache-Control"));
        assertEquals("nosniff", header(page, "X-Content-Type-Options"));
        String policy = header(page, "Content-Security-Policy");
        assertTrue(policy.contains("script-src 'self';"), policy);
        assertTrue(policy.startsWith("default-src 'none';"), policy);
        assertTrue(new String(page.body(), StandardCharsets.UTF_8).contains("<title>Legato</title>"));
    }

    @Test
    void root_loadsItsModuleAndStyles_andAllOfThemAreServed() throws Exception {
        String page = new String(get("/").body(), StandardCharsets.UTF_8);
        List<String> loaded = Pattern.compile("(?:src|href)=\"(/[^\"]+)\"")
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertTrue(loaded.contains("/js/main.js"), loaded.toString());
        assertTrue(loaded.stream().anyMatch(path -> path.endsWith(".css")), loaded.toString());
        for (String path : loaded) {
            HttpResponse<byte[]> file = get(path);
            assertEquals(200, file.statusCode(), path);
            assertNotEquals("text/html; charset=utf-8", header(file, "Content-Type"), path);
        }
    }

    @Test
    void deepLink_givesThePage_butAMissingFileIsAProblem() throws Exception {
        assertArrayEquals(get("/").body(), get("/album/0123").body());
        HttpResponse<byte[]> missing = get("/js/missing.js");
        assertEquals(404, missing.statusCode());
        assertEquals("application/problem+json", header(missing, "Content-Type"));
        assertEquals(404, get("/js/../../secret.txt").statusCode());
    }

    @Test
    void module_isRevalidatedByItsStrongTag() throws Exception {
        HttpResponse<byte[]> module = get("/js/main.js");
        assertEquals("text/javascript; charset=utf-8", header(module, "Content-Type"));
        String tag = header(module, "ETag");
        assertTrue(tag.matches("\"[0-9a-f]{24}\""), tag);
        HttpResponse<byte[]> again = get("/js/main.js", "If-None-Match", tag);
        assertEquals(304, again.statusCode());
        assertEquals(tag, header(again, "ETag"));
    }

    @Test
    void gzip_whereAccepted_hasTheSameContentAndAnotherTag() throws Exception {
        HttpResponse<byte[]> plain = get("/css/base.css");
        HttpResponse<byte[]> packed = get("/css/base.css", "Accept-Encoding", "br, gzip;q=0.8");
        assertEquals("gzip", header(packed, "Content-Encoding"));
        assertNotEquals(header(plain, "ETag"), header(packed, "ETag"));
        try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
            assertArrayEquals(plain.body(), unpacked.readAllBytes());
        }
        assertTrue(get("/css/base.css", "Accept-Encoding", "gzip;q=0")
                .headers()
                .firstValue("Content-Encoding")
                .isEmpty());
    }

    @Test
    void font_mayBeKept_andHeadTellsItsLength() throws Exception {
        String path = "/fonts/newsreader-latin-opsz-normal.woff2";
        HttpResponse<byte[]> head =
                send(HttpRequest.newBuilder(uri(path)).method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertEquals("public, max-age=604800", header(head, "Cache-Control"));
        assertEquals("font/woff2", header(head, "Content-Type"));
        assertEquals(get(path).body().length, Integer.parseInt(header(head, "Content-Length")));
    }

    @Test
    void post_isNotAllowed_andSaysWhatIs() throws Exception {
        HttpResponse<byte[]> refused =
                send(HttpRequest.newBuilder(uri("/js/main.js")).POST(HttpRequest.BodyPublishers.ofString("x")));
        assertEquals(405, refused.statusCode());
        assertEquals(
                Set.of("GET", "HEAD", "OPTIONS"),
                Set.of(header(refused, "Allow").split(", ")));
        assertEquals("application/problem+json", header(refused, "Content-Type"));
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + service.port() + path);
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
