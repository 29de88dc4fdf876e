package dev.legato.edge.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.edge.origin.OriginSettings.Protocol;
import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginSettingsTest {
    private static OriginSettings read(String urls, String... more) {
        Map<String, String> all = new HashMap<>(Map.of("edge.origin.urls", urls));
        for (int i = 0; i < more.length; i += 2) {
            all.put("edge.origin." + more[i], more[i + 1]);
        }
        return Objects.requireNonNull(OriginSettings.from(Settings.of(all)));
    }

    private static OriginAddress address(String url, String... more) {
        return read(url, more).origins().getFirst();
    }

    @Test
    void from_withoutOrigins_isNone_butEveryKeyIsKnown() {
        Settings settings = Settings.of(Map.of());
        assertNull(OriginSettings.from(settings));
        assertEquals(30, settings.asked().size(), settings.asked().keySet()::toString);
    }

    @Test
    void from_oneOrigin_hasTheDefaults() {
        OriginSettings settings = read("http://music.example");
        assertEquals(Protocol.AUTO, settings.protocol());
        assertEquals(
                new OriginTimeouts(
                        Duration.ofSeconds(2), Duration.ofSeconds(15), Duration.ofSeconds(15), Duration.ofSeconds(1)),
                settings.timeouts());
        assertEquals(new OriginPool(128, 1024, Duration.ofSeconds(4), Duration.ofMinutes(5)), settings.pool());
        assertEquals(new OriginRetries(2, 20, false), settings.retries());
        assertEquals(new OriginHealth(5, Duration.ofSeconds(5), null, Duration.ofSeconds(10)), settings.health());
        assertEquals(new OriginTls(null, null, null, true), settings.tls());
        assertEquals(ForwardedFields.NONE, settings.forwarded());
        assertNull(settings.cdnId());
    }

    @Test
    void urls_ofAllKinds_areRead() {
        List<OriginAddress> origins = read("https://A.example/files/ weight=3, http://[::1]:8080 weight=2 backup,"
                        + "http://b.example backup")
                .origins();
        assertEquals(
                List.of(
                        new OriginAddress("A.example:443", true, "A.example", 443, "/files", false, 3, false),
                        new OriginAddress("[::1]:8080", false, "[::1]", 8080, "", false, 2, true),
                        new OriginAddress("b.example:80", false, "b.example", 80, "", false, 1, true)),
                origins);
        assertEquals("::1", origins.get(1).bareHost());
    }

    @Test
    void buckets_areReachedByHostOrPath() {
        assertEquals(
                new OriginAddress("s3://m", true, "m.s3.eu-west-1.amazonaws.com", 443, "/p%28x", true, 1, false),
                address("s3://m/p(x/", "s3.region", "eu-west-1"));
        assertEquals(
                new OriginAddress("s3://m", true, "s3.us-east-1.amazonaws.com", 443, "/m", true, 1, false),
                address("s3://m", "s3.pathStyle", "true"));
        assertEquals(
                new OriginAddress("s3://m", false, "10.0.0.1", 9000, "/m/p", true, 1, false),
                address("s3://m/p", "s3.endpoint", "http://10.0.0.1:9000"));
        assertEquals(
                "m.minio.example",
                address("s3://m", "s3.endpoint", "https://minio.example", "s3.pathStyle", "false")
                        .host());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ftp://a.example",
                "a.example",
                "http://",
                "http:///path",
                "http://a.example?x",
                "http://a.example#x",
                "http://user:password@a.example",
                "http://a.example:99999",
                "http://a.example weight=0",
                "http://a.example weight=101",
                "http://a.example main",
                "http://a b.example",
                "s3://"
            })
    void url_thatIsNone_isRefused(String url) {
        assertRefused(url, "edge.origin.urls: '" + url + "' (expected: http://, https:// or s3://");
    }

    @Test
    void urls_tooManyOrOnlyBackups_areRefused() {
        String many = IntStream.range(0, 17).mapToObj(i -> "http://a" + i).collect(Collectors.joining(","));
        assertRefused(many, "edge.origin.urls: 17 origins (expected: <= 16)");
        assertRefused("http://a backup", "edge.origin.urls: only backups (expected:");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "protocol | spdy | edge.origin.protocol: 'spdy' (expected: auto, http1 or h2)",
                "connectTimeout | 9ms | edge.origin.connectTimeout: 9ms (expected: from 10ms to 1m)",
                "headTimeout | 11m | edge.origin.headTimeout: 11m (expected: from 10ms to 10m)",
                "idleTimeout | 0s | edge.origin.idleTimeout: 0s (expected: from 10ms to 10m)",
                "connectionWait | 2m | edge.origin.connectionWait: 2m (expected: from 10ms to 1m)",
                "connections | 0 | edge.origin.connections: '0' (expected: a whole number from 1 to 10000)",
                "queue | -1 | edge.origin.queue: '-1' (expected: a whole number from 0 to 100000)",
                "keepAlive | 999ms | edge.origin.keepAlive: 999ms (expected: from 1s to 1h)",
                "maxAge | 25h | edge.origin.maxAge: 25h (expected: from 1s to 24h)",
                "retries | 11 | edge.origin.retries: '11' (expected: a whole number from 0 to 10)",
                "retryBudget | 101 | edge.origin.retryBudget: '101' (expected: a whole number from 0 to 100)",
                "failures | 0 | edge.origin.failures: '0' (expected: a whole number from 1 to 1000)",
                "rest | 99ms | edge.origin.rest: 99ms (expected: from 100ms to 1h)",
                "check | health | edge.origin.check: 'health' (expected: a path like /health)",
                "checkInterval | 99ms | edge.origin.checkInterval: 99ms (expected: from 100ms to 1h)",
                "forwarded | yes | edge.origin.forwarded: 'yes' (expected: none, x-forwarded-for or forwarded)",
                "cdnId | a b | edge.origin.cdnId: 'a b' (expected: a host name or a token)",
                "tls.key | key.pem | edge.origin.tls.certificate and edge.origin.tls.key: one is set",
                "s3.accessKey | id | edge.origin.s3.accessKey and edge.origin.s3.secretKey: one is set",
                "s3.endpoint | http:a | edge.origin.s3.endpoint: 'http:a' (expected: a URI like https://host:port)"
            })
    void value_thatIsWrong_isRefused(String key, String value, String message) {
        assertRefused("http://a.example", message, key, value);
    }

    private static void assertRefused(String urls, String message, String... more) {
        var failure = assertThrows(SettingsException.class, () -> {
            var _ = read(urls, more);
        });
        assertNotNull(failure.getMessage());
        assertTrue(failure.getMessage().startsWith(message), failure.getMessage());
    }
}
