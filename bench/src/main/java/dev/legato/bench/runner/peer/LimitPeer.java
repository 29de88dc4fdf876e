package dev.legato.bench.runner.peer;

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
    public Launch launch(int variant, LaunchSettings settings) {
        if (settings.tls()) {
            throw new IllegalArgumentException("peer limit: it has no TLS (expected: --tls without --peer limit)");
        }
        List<String> arguments = List.of(settings.root().toString(), Integer.toString(settings.port()));
        return new Launch(
                "limit",
                "limit",
                JavaCommand.command(FLAGS, LimitMain.class.getName(), arguments),
                JavaCommand.environment(),
                Map.of(),
                settings.port(),
                "",
                false,
                true,
                "send(MSG_MORE) + sendfile by FFM, one thread",
                null);
    }
}
