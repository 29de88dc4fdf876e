package dev.legato.bench.runner.peer;

import dev.legato.contracts.SignedPath;
import dev.legato.runtime.jvm.JvmOptions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Legato's own edge over a folder, as listeners meet it: {@code ./legato edge --root …}. Each request comes by a signed
 * link, which is checked; pacing is off unless it is asked for, since no other server here paces.
 */
record LegatoPeer() implements Peer {
    static final String MAIN = "dev.legato.edge.Main";

    private static final String KEY_ID = "bench";
    private static final int SECRET_BYTES = 32;

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
    public Launch launch(int variant, LaunchSettings settings) {
        return edge(name(), List.of("--root", settings.root().toString()), settings, null);
    }

    /**
     * An edge that is asked by signed links.
     *
     * @param source arguments that say what it serves
     */
    static Launch edge(String name, List<String> source, LaunchSettings settings, @Nullable Launch origin) {
        List<String> arguments = new ArrayList<>(source);
        arguments.addAll(List.of("--port", Integer.toString(settings.port())));
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        Map<String, String> environment = new TreeMap<>(JavaCommand.environment());
        environment.put("LEGATO_MANAGEMENT_PORT", "0");
        environment.put("LEGATO_LINKS_KEYS", KEY_ID + ':' + Base64.getEncoder().encodeToString(secret));
        if (!settings.paced()) {
            environment.put("LEGATO_EDGE_PACING_MULTIPLE", "0");
        }
        if (settings.tls()) {
            environment.put(
                    "LEGATO_EDGE_TLS_CERTIFICATE",
                    settings.keys().resolve("cert.pem").toString());
            environment.put(
                    "LEGATO_EDGE_TLS_KEY", settings.keys().resolve("key.pem").toString());
        }
        return new Launch(
                name,
                name,
                JavaCommand.command(JvmOptions.edge(), MAIN, arguments),
                environment,
                Map.of(),
                settings.port(),
                "/audio/~" + link(secret),
                settings.tls(),
                true,
                JavaCommand.version(),
                origin);
    }

    /** Opens every file for as long as any run may last. */
    private static String link(byte[] secret) {
        Instant expires = Clock.systemUTC().instant().plus(Duration.ofDays(7));
        return new SignedPath(KEY_ID, expires, SignedPath.ANYONE, "").token(secret);
    }
}
