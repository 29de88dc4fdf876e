package dev.legato.gateway;

/** The services behind the gateway, each with the port it has when it runs alone. */
public enum Upstream {
    ACCOUNT(8101),
    METADATA(8102),
    PLAYLIST(8103),
    INGEST(8104),
    ANALYTICS(8105),
    RECOMMEND(8106),
    PLAYER(8107);

    private final int defaultPort;

    Upstream(int defaultPort) {
        this.defaultPort = defaultPort;
    }

    /** Its name in settings, logs and metrics. */
    String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    int defaultPort() {
        return defaultPort;
    }
}
