package dev.legato.bench.peer;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Legato's own edge over a folder, open to anyone: {@code ./legato edge --root … --open --mount /}. */
record LegatoPeer() implements Peer {
    static final String MAIN = "dev.legato.edge.Main";

    private static final List<String> FLAGS = List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "-Xms512m",
            "-Xmx512m",
            "-XX:+UseSerialGC");

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
        List<String> arguments = List.of(
                "--root", spot.root().toString(), "--port", Integer.toString(spot.port()), "--open", "--mount", "/");
        Map<String, String> environment = new TreeMap<>(Java.environment());
        environment.put("LEGATO_MANAGEMENT_PORT", "0");
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
                Java.command(FLAGS, MAIN, arguments),
                environment,
                Map.of(),
                spot.port(),
                "",
                spot.tls(),
                true,
                Java.version(),
                null);
    }
}
