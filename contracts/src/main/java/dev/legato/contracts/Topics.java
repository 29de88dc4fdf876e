package dev.legato.contracts;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The Kafka topics that services share, all of them. Every value is a {@link CloudEvent} in JSON. */
public final class Topics {
    /** What listeners' players report; keyed by account id. Data: {@link PlayEvent}. */
    public static final String PLAYS = "plays";

    /**
     * What was judged to be a play: the only definition of a play, which every consumer uses; keyed by
     * account id. Data: {@link HeardPlay}.
     */
    public static final String HEARD = "heard";

    /** What the edge really sent; keyed by account id. */
    public static final String DELIVERIES = "deliveries";

    /**
     * The catalogue's read side; compacted, keyed by the id of the track, album or artist, null when removed. Data: a
     * {@link CatalogueRecord.Entry} of the event's type; a reader passes over types that it does not know.
     */
    public static final String CATALOGUE = "catalogue";

    /** What tracks were played; compacted, keyed by track id; analytics-api makes it. Data, without an envelope: {@link TrackPlays}. */
    public static final String TRACK_PLAYS = "analytics-tracks";

    /** Changes of playlists; keyed by playlist id. Data: {@link LibraryEvent}. */
    public static final String LIBRARY = "library";

    /** What devices play and are told to play; keyed by account id. Nobody writes it yet. */
    public static final String PLAYER = "player";

    /** What account-api asks of those who hold something of an account; keyed by account id. Data: {@link AccountEvent}. */
    public static final String ACCOUNTS = "accounts";

    /** What they answer; keyed by account id. Data: {@link AccountAnswer}. */
    public static final String ACCOUNT_ANSWERS = "account-answers";

    /** After which a compacted topic drops what a later record of the same key has replaced or deleted. */
    public static final Duration MAX_COMPACTION_LAG = Duration.ofDays(7);

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration MONTH = Duration.ofDays(30);

    /** Those that services read, and which therefore have a topic of dead letters. */
    public static final Set<String> READ = Set.of(PLAYS, HEARD, CATALOGUE, ACCOUNTS, ACCOUNT_ANSWERS);

    /** Every topic with its form; dead letters as well. */
    public static final List<Topic> ALL = Stream.concat(
                    Stream.of(
                            Topic.keptFor(PLAYS, WEEK),
                            Topic.keptFor(HEARD, MONTH),
                            Topic.keptFor(DELIVERIES, WEEK),
                            Topic.keptFor(LIBRARY, WEEK),
                            // What a device was told a day ago moves nobody.
                            Topic.keptFor(PLAYER, DAY),
                            // A service that was down for weeks must still learn which accounts are gone.
                            Topic.keptFor(ACCOUNTS, MONTH),
                            // Personal data stands in exports; an answer that is lost is asked for again.
                            Topic.keptFor(ACCOUNT_ANSWERS, DAY),
                            Topic.compacted(CATALOGUE)),
                    READ.stream().sorted().map(topic -> Topic.ofDeadLetters(dead(topic), MONTH)))
            .toList();

    private Topics() {}

    /** The topic that holds the records of a topic that a consumer could not use, each with the reason. */
    public static String dead(String topic) {
        return topic + ".dead";
    }

    /**
     * A topic's form.
     *
     * @param partitions 0 for as many as the broker makes by default
     * @param retention zero for a compacted topic, which keeps the last record of each key
     * @param maxRecordBytes 0 for as many as the broker takes by default
     */
    public record Topic(String name, int partitions, Duration retention, int maxRecordBytes) {
        /** A dead letter is its record and at most so much more: twice what brokers take by default. */
        public static final int MAX_DEAD_LETTER_BYTES = 2 << 20;

        /** A compacted topic. */
        public static Topic compacted(String name) {
            return new Topic(name, 0, Duration.ZERO, 0);
        }

        static Topic keptFor(String name, Duration retention) {
            return new Topic(name, 0, retention, 0);
        }

        static Topic ofDeadLetters(String name, Duration retention) {
            return new Topic(name, 1, retention, MAX_DEAD_LETTER_BYTES);
        }

        public boolean isCompacted() {
            return retention.isZero();
        }
    }
}
