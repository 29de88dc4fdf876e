package dev.legato.edge.origin;

import static dev.legato.edge.origin.OriginFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.edge.http.FieldList;
import dev.legato.edge.origin.OriginException.Kind;
import dev.legato.edge.origin.OriginFixture.Answer;
import dev.legato.testing.S3Server;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServer;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects of buckets, from a real S3 server and from one that computes the signature by AWS's description. */
@Timeout(120)
class S3OriginIT {
    private static final Pattern AUTHORIZATION = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([^/]+)/s3/aws4_request, ?SignedHeaders=([^,]+), ?Signature=(\\w+)");

    private final OriginFixture fixture = new OriginFixture();

    @TempDir
    private Path folder;

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private Origins bucket(String url, String endpoint, String secret, String... more) {
        Map<String, String> all = new HashMap<>(Map.of(
                "edge.origin.urls", url,
                "edge.origin.s3.endpoint", endpoint,
                "edge.origin.s3.accessKey", S3Server.ACCESS_KEY,
                "edge.origin.s3.secretKey", secret));
        for (int i = 0; i < more.length; i += 2) {
            all.put("edge.origin." + more[i], more[i + 1]);
        }
        return fixture.open(all);
    }

    @Test
    void object_ofARealBucket_isReadWholeAndInParts() throws Exception {
        try (S3Server s3 = new S3Server(folder)) {
            String name = "a b+c(d)ä.flac";
            Files.writeString(
                    Files.createDirectories(s3.bucket().resolve("music")).resolve(name), "0123456789");
            String target =
                    "/" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
            Origins origins = bucket("s3://music/music/", s3.endpoint().toString(), S3Server.SECRET_KEY);
            assertEquals("0123456789", fixture.get(origins, target).body());
            Answer part = fixture.get(origins, target, "range", "bytes=2-4");
            assertEquals(206, part.status());
            assertEquals("234", part.body());
            var head = new OriginRequest("HEAD", target, FieldList.EMPTY, null, null, (_, _) -> {});
            assertEquals("10", await(fixture.send(origins, head)).fields().get("content-length"));
            assertEquals(404, fixture.get(origins, "/nothing").status());
            Origins wrong = bucket("s3://music", s3.endpoint().toString(), "wrong");
            assertEquals(403, fixture.get(wrong, "/music" + target).status());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "s3://bucket, /a/b.flac, /bucket/a/b.flac",
        "s3://bucket/pre/fix/, /a.flac, /bucket/pre/fix/a.flac",
        "s3://bucket, /a~b_c-d.e, /bucket/a~b_c-d.e",
        "s3://bucket, /%61(%c3%a4)'!*+%2b@:&=$, /bucket/a%28%C3%A4%29%27%21%2A%2B%2B%40%3A%26%3D%24",
        "s3://bucket, /a.flac?versionId=7&acl, /bucket/a.flac"
    })
    void signature_isTheOneThatAwsDescribes(String url, String target, String path) throws Exception {
        List<String> verdicts = new CopyOnWriteArrayList<>();
        HttpServer server = verifying(verdicts, "s3cret");
        Origins origins = bucket(url, OriginFixture.url(server), "s3cret");
        var _ = fixture.get(origins, target, "range", "bytes=0-1");
        assertEquals(List.of("GET " + path + " us-east-1: right"), verdicts);
    }

    @Test
    void credentials_ofTheEnvironment_signAsWell() throws Exception {
        Map<String, String> properties = Map.of(
                "aws.accessKeyId", "id", "aws.secretAccessKey", "from-the-environment", "aws.sessionToken", "token");
        properties.forEach(System::setProperty);
        try {
            List<String> verdicts = new CopyOnWriteArrayList<>();
            HttpServer server = verifying(verdicts, "from-the-environment");
            Origins origins =
                    fixture.open("s3://bucket", "s3.endpoint", OriginFixture.url(server), "s3.region", "eu-central-1");
            var _ = fixture.get(origins, "/a");
            assertEquals(List.of("GET /bucket/a eu-central-1: right"), verdicts);
        } finally {
            properties.keySet().forEach(System::clearProperty);
        }
    }

    @Test
    void clientsOwnCredentials_areNotSentOn() throws Exception {
        List<MultiMap> received = new CopyOnWriteArrayList<>();
        var server = fixture.serve(request -> {
            received.add(request.headers());
            var _ = request.response().end();
        });
        Origins origins = bucket("s3://bucket", OriginFixture.url(server), "s3cret");
        var _ = fixture.get(
                origins,
                "/a",
                "authorization",
                "Bearer x",
                "cookie",
                "a=b",
                "x-amz-acl",
                "public-read",
                "if-none-match",
                "\"1\"");
        MultiMap fields = received.getFirst();
        assertTrue(fields.get("authorization").startsWith("AWS4-HMAC-SHA256 "));
        assertEquals(1, fields.getAll("authorization").size());
        assertNull(fields.get("cookie"));
        assertNull(fields.get("x-amz-acl"));
        assertEquals("\"1\"", fields.get("if-none-match"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/?list-type=2", "/a/", "/a/../b", "/./a", "/a//b", "/%2e%2e/b", "/a%2", "/a%zz"})
    void target_thatNamesNoObject_isRefused(String target) throws Exception {
        List<String> verdicts = new CopyOnWriteArrayList<>();
        Origins origins = bucket("s3://bucket/prefix", OriginFixture.url(verifying(verdicts, "s3cret")), "s3cret");
        assertEquals(Kind.REQUEST, fixture.failure(origins, target));
        assertEquals(List.of(), verdicts);
        assertTrue(origins.isAvailable());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "POST", "OPTIONS"})
    void method_thatDoesNotRead_isRefused(String method) throws Exception {
        Origins origins = bucket("s3://bucket", "http://127.0.0.1:1", "s3cret");
        var request = new OriginRequest(method, "/a", FieldList.EMPTY, null, null, (_, _) -> {});
        assertEquals(
                Kind.REQUEST,
                OriginFixture.failure(fixture.send(origins, request)).kind());
    }

    @Test
    void settings_showNoSecret() {
        S3Settings settings = new S3Settings(null, "us-east-1", false, "id", "s3cret");
        assertFalse(settings.toString().contains("s3cret"));
    }

    private HttpServer verifying(List<String> verdicts, String secret) throws Exception {
        return fixture.serve(request -> {
            String expected = signature(request.method().name(), request.uri(), request.headers(), secret);
            Matcher given = AUTHORIZATION.matcher(request.getHeader("authorization"));
            verdicts.add("%s %s %s: %s"
                    .formatted(
                            request.method(),
                            request.uri(),
                            given.matches() ? given.group(3) : "",
                            given.matches() && given.group(5).equals(expected) ? "right" : "wrong"));
            var _ = request.response().end();
        });
    }

    /** Step by step as in "Authenticating Requests: Using the Authorization Header (AWS Signature Version 4)". */
    private static String signature(String method, String uri, MultiMap headers, String secret) {
        try {
            Matcher given = AUTHORIZATION.matcher(headers.get("authorization"));
            assertTrue(given.matches(), headers.get("authorization"));
            String date = headers.get("x-amz-date");
            LocalDateTime signed = LocalDateTime.parse(date, DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'"));
            Duration age = Duration.between(
                    signed.toInstant(ZoneOffset.UTC),
                    java.time.Clock.systemUTC().instant());
            assertTrue(age.abs().toMinutes() < 15, date);
            StringBuilder canonical = new StringBuilder(method)
                    .append('\n')
                    .append(uriEncoded(URLDecoder.decode(uri.replace("+", "%2B"), StandardCharsets.UTF_8)))
                    .append("\n\n");
            List<String> names = List.of(given.group(4).split(";"));
            assertTrue(names.contains("host") && names.contains("x-amz-date"), given.group(4));
            assertEquals(headers.contains("x-amz-security-token"), names.contains("x-amz-security-token"));
            for (String name : names) {
                canonical
                        .append(name)
                        .append(':')
                        .append(headers.get(name).strip())
                        .append('\n');
            }
            canonical.append('\n').append(given.group(4)).append('\n').append(headers.get("x-amz-content-sha256"));
            String scope = given.group(2) + '/' + given.group(3) + "/s3/aws4_request";
            String toSign = "AWS4-HMAC-SHA256\n" + date + '\n' + scope + '\n'
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256")
                                    .digest(canonical.toString().getBytes(StandardCharsets.UTF_8)));
            byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
            for (String part : scope.split("/")) {
                key = hmac(key, part);
            }
            return HexFormat.of().formatHex(hmac(key, toSign));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String uriEncoded(String path) {
        return URLEncoder.encode(path, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~")
                .replace("%2F", "/");
    }

    private static byte[] hmac(byte[] key, String text) throws java.security.GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
