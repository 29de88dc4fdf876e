package dev.legato.bench.peer;

import java.util.List;
import java.util.Map;

/** The {@link LimitServer}. */
record LimitPeer() implements Peer {
    private static final List<String> FLAGS =
            List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xmx256m");

    @Override
    public String name() {
        return "limit";
    }

    @Override
    public String missing() {
        return "";
    }

    @Override
    public int variants() {
        return 1;
    }

    @Override
    public Launch launch(int variant, Spot spot) {
        if (spot.tls()) {
            throw new IllegalArgumentException("peer limit: it has no TLS (expected: --tls without --peer limit)");
        }
        List<String> arguments = List.of(spot.root().toString(), Integer.toString(spot.port()));
        return new Launch(
                "limit",
                "limit",
                Java.command(FLAGS, LimitMain.class.getName(), arguments),
                Java.environment(),
                Map.of(),
                spot.port(),
                "",
                false,
                true,
                "send(MSG_MORE) + sendfile by FFM, one thread",
                null);
    }
}
