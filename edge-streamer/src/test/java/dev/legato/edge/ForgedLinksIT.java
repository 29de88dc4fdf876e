package dev.legato.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.contracts.SignedPath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links that open nothing, in both lanes: each wrong in one thing, and answered 403. */
final class ForgedLinksIT {
    private static final byte[] SECRET = Base64.getDecoder().decode(EdgeFixture.SECRET);
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final Instant LATER = Clock.systemUTC().instant().plusSeconds(600);
    private static final String KEY = "t1/a.bin";

    @TempDir
    private Path root;

    @ParameterizedTest
    @ValueSource(strings = {"on", "off"})
    void get_forgedLink_is403(String fastLane) throws Exception {
        Files.createDirectories(root.resolve("t1"));
        Files.write(root.resolve(KEY), new byte[1_000]);
        try (EdgeFixture edge = EdgeFixture.start(root, Map.of("edge.fastLane", fastLane))) {
            assertEquals(200, status(edge, good()), "a good one opens it");
            List<String> opened = new ArrayList<>();
            for (Map.Entry<String, String> link : forged().entrySet()) {
                int status = status(edge, link.getValue());
                if (status != 403) {
                    opened.add(link.getKey() + ": " + status);
                }
            }
            assertEquals(List.of(), opened);
        }
    }

    @Test
    void forged_table_hasNoGoodLink() throws Exception {
        assertEquals(
                List.of(), forged().values().stream().filter(good()::equals).toList());
    }

    private static int status(EdgeFixture edge, String token) throws Exception {
        try (RawClient client = RawClient.connect(edge.port())) {
            return client.get("/audio/~" + token + "/" + KEY).status();
        }
    }

    private static String good() {
        return new SignedPath("k1", LATER, "alice", "t1/").token(SECRET);
    }

    /** Tokens by what is wrong with them; each has the form of one. */
    private static Map<String, String> forged() throws Exception {
        Map<String, String> links = new LinkedHashMap<>();
        long seconds = LATER.getEpochSecond();
        String prefix = encoded("t1/");
        String good = good();
        String signature = good.substring(good.lastIndexOf('.') + 1);
        links.put("another's secret", new SignedPath("k1", LATER, "alice", "t1/").token(new byte[32]));
        links.put("unknown key", new SignedPath("k2", LATER, "alice", "t1/").token(SECRET));
        links.put("expired", new SignedPath("k1", LATER.minusSeconds(1_200), "alice", "t1/").token(SECRET));
        links.put("expired in 1970", new SignedPath("k1", Instant.EPOCH, "alice", "t1/").token(SECRET));
        links.put("another prefix", new SignedPath("k1", LATER, "alice", "t2/").token(SECRET));
        links.put("a longer prefix", new SignedPath("k1", LATER, "alice", "t1/a.bin/").token(SECRET));
        links.put("a prefix with dots", new SignedPath("k1", LATER, "alice", "../t1/").token(SECRET));
        for (String expiry : new String[] {
            "",
            "0x7fffffff",
            "1e10",
            "-1",
            "+1",
            "99999999999999999999",
            String.valueOf(Long.MAX_VALUE),
            " " + seconds,
            "later"
        }) {
            links.put("expiry '%s'".formatted(expiry), signed("k1", expiry.replace(" ", "%20"), "alice", prefix));
        }
        for (String listener : new String[] {"", "al/ice", "al%2Fice", "al%00ice", "a".repeat(65), "%C3%BC"}) {
            if (!listener.contains("/")) {
                links.put("listener '%s'".formatted(listener), signed("k1", String.valueOf(seconds), listener, prefix));
            }
        }
        for (String key : new String[] {"", "K1", "k1%00", "k".repeat(17), "..%2Fk1", "none"}) {
            links.put("key '%s'".formatted(key), signed(key, String.valueOf(seconds), "alice", prefix));
        }
        for (String odd : new String[] {"dDE%3D", "_w", "!", "t1", "dDEv%20"}) {
            links.put("prefix '%s'".formatted(odd), signed("k1", String.valueOf(seconds), "alice", odd));
        }
        String head = "k1.%d.alice.%s".formatted(seconds, prefix);
        links.put("no signature", head + '.');
        links.put("a signature of zeros", head + '.' + BASE64.encodeToString(new byte[32]));
        links.put("a short signature", head + '.' + signature.substring(0, 10));
        links.put("a padded signature", head + '.' + signature + "=");
        links.put("a longer signature", head + '.' + signature + "A");
        links.put("the signature of a later expiry", "k1.%d.alice.%s.%s".formatted(seconds + 60, prefix, signature));
        links.put("the signature of another listener", "k1.%d.mallory.%s.%s".formatted(seconds, prefix, signature));
        links.put("the signature of another prefix", "k1.%d.alice.%s.%s".formatted(seconds, encoded(""), signature));
        links.put("a claim nobody signed", head + ".unpaced." + signature);
        links.put("a claim nobody knows", signed("k1", String.valueOf(seconds), "alice", prefix + ".other"));
        links.put("no alg", head + '.' + "none");
        links.put("an access token's shape", "e30.e30.e30.e30.e30");
        links.put("oversized", new SignedPath("k1", LATER, "alice", "t".repeat(400)).token(SECRET));
        for (int at : new int[] {0, 3, 14, 20}) {
            char other = good.charAt(at) == 'x' ? 'y' : 'x';
            links.put("another character at " + at, good.substring(0, at) + other + good.substring(at + 1));
        }
        return links;
    }

    /** Whatever parts under a good signature. */
    private static String signed(String key, String expiry, String listener, String prefix) throws Exception {
        String signed = String.join(".", key, expiry, listener, prefix);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
        return signed + '.' + BASE64.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }

    private static String encoded(String text) {
        return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
