package dev.legato.bench.peer;

import dev.legato.contracts.SignedPath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Legato's own edge over a folder, as listeners meet it: {@code ./legato edge --root …}. Each request comes by a signed
 * link, which is checked; pacing is off unless it is asked for, since no other server here paces.
 */
record LegatoPeer() implements Peer {
    static final String MAIN = "dev.legato.edge.Main";

    private static final String KEY_ID = "bench";
    private static final int SECRET_BYTES = 32;
    private static final List<String> ACCESS = List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");

    @Override
    public String name() {
        return "legato";
    }

    @Override
    public String missing() {
        String file = "/" + MAIN.replace('.', '/') + ".class";
        return LegatoPeer.class.getResource(file) == null
                ? "the edge is not on the class path (expected: %s)".formatted(MAIN)
                : "";
    }

    @Override
    public int variants() {
        return 1;
    }

    @Override
    public Launch launch(int variant, Spot spot) {
        List<String> arguments = List.of("--root", spot.root().toString(), "--port", Integer.toString(spot.port()));
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        Map<String, String> environment = new TreeMap<>(Java.environment());
        environment.put("LEGATO_MANAGEMENT_PORT", "0");
        environment.put("LEGATO_LINKS_KEYS", KEY_ID + ':' + Base64.getEncoder().encodeToString(secret));
        if (!spot.paced()) {
            environment.put("LEGATO_EDGE_PACING_MULTIPLE", "0");
        }
        if (spot.tls()) {
            environment.put(
                    "LEGATO_EDGE_TLS_CERTIFICATE",
                    spot.keys().resolve("cert.pem").toString());
            environment.put(
                    "LEGATO_EDGE_TLS_KEY", spot.keys().resolve("key.pem").toString());
        }
        return new Launch(
                "legato",
                "legato",
                Java.command(flags(), MAIN, arguments),
                environment,
                Map.of(),
                spot.port(),
                "/audio/~" + link(secret),
                spot.tls(),
                true,
                Java.version(),
                null);
    }

    /** Opens every file for as long as any run may last. */
    private static String link(byte[] secret) {
        Instant expires = Clock.systemUTC().instant().plus(Duration.ofDays(7));
        return new SignedPath(KEY_ID, expires, SignedPath.ANYONE, "").token(secret);
    }

    /** The collector and the heap as {@code ./legato edge} has them. */
    private static List<String> flags() {
        try (InputStream options = Objects.requireNonNull(
                LegatoPeer.class.getResourceAsStream("/dev/legato/edge/edge.options"), "edge.options")) {
            List<String> flags = new ArrayList<>(ACCESS);
            flags.addAll(List.of(new String(options.readAllBytes(), StandardCharsets.UTF_8)
                    .trim()
                    .split(" ")));
            return flags;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
