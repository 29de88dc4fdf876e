package dev.legato.contracts;

/** The Kafka topics, all of them. Every value is a {@link CloudEvent} in JSON. */
public final class Topics {
    /** What listeners' players report; keyed by account id. Data: {@link PlayEvent}. */
    public static final String PLAYS = "plays";

    /** What the edge really sent; keyed by account id. */
    public static final String DELIVERIES = "deliveries";

    /** The catalogue's read side; compacted, keyed by track id, null when removed. Data: {@link CatalogueTrack}. */
    public static final String CATALOGUE = "catalogue";

    /** Playlist and follow changes; keyed by playlist id. */
    public static final String LIBRARY = "library";

    private Topics() {}
}
