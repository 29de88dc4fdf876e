package dev.legato.metadata.importing;

import dev.legato.contracts.Topics;
import dev.legato.runtime.kafka.KafkaSettings;
import dev.legato.runtime.kafka.TopicSetup;
import dev.legato.runtime.postgres.RelayVerticle;
import dev.legato.runtime.postgres.Transactions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Enters the whole catalogue in the outbox: for a topic that was made anew, of which other services would take it that there is
 * nothing, and for one whose events were written by a version that said less. What waits in the outbox already is left out in
 * the first case; in the second it may itself be of the old form, so everything is entered, behind what waits. Blocks its
 * virtual thread.
 */
public final class CatalogueAnnouncement implements RelayVerticle.Start {
    /** Raised when events come to say more; 2 is the first with albums and artists. */
    static final int VERSION = 2;

    private static final Logger LOG = LoggerFactory.getLogger(CatalogueAnnouncement.class);
    private static final int BATCH = 200;

    /** The tables, and how each one's entries are announced. */
    private enum Table {
        TRACKS(CatalogueEvents::tracks),
        ALBUMS(CatalogueEvents::albums),
        ARTISTS(CatalogueEvents::artists);

        @SuppressWarnings("ImmutableEnumChecker") // a method's reference
        private final BiConsumer<CatalogueEvents, Set<String>> events;

        Table(BiConsumer<CatalogueEvents, Set<String>> events) {
            this.events = events;
        }
    }

    private final KafkaSettings kafka;
    private final Pool pool;
    private final Clock clock;
    private volatile boolean topicIsNew;

    public CatalogueAnnouncement(KafkaSettings kafka, Pool pool, Clock clock) {
        this.kafka = kafka;
        this.pool = pool;
        this.clock = clock;
    }

    @Override
    public void setUpTopics() {
        TopicSetup.ensure(kafka);
        topicIsNew = TopicSetup.isNew(kafka, Topics.CATALOGUE);
    }

    @Override
    public void announce() {
        boolean eventsAreOld = version() < VERSION;
        if (!topicIsNew && !eventsAreOld) {
            return;
        }
        int entered = run(pool, clock, eventsAreOld);
        // Only now: a start that was cut off in the middle is followed by one that begins again.
        var _ = pool.preparedQuery("UPDATE announced SET version = greatest(version, $1)")
                .execute(Tuple.of(VERSION))
                .await();
        if (entered > 0) {
            LOG.info(
                    "the topic {} is new or its events are old: all {} entries are entered in it",
                    Topics.CATALOGUE,
                    entered);
        }
    }

    private int version() {
        return pool.query("SELECT version FROM announced")
                .execute()
                .await()
                .iterator()
                .next()
                .getInteger(0);
    }

    /**
     * Returns how many tracks, albums and artists were entered.
     *
     * @param all whether also those that wait in the outbox
     */
    static int run(Pool pool, Clock clock, boolean all) {
        int entered = 0;
        for (Table table : Table.values()) {
            String last = "";
            List<String> batch;
            do {
                batch = enter(pool, clock, table, last, all);
                entered += batch.size();
                last = batch.isEmpty() ? last : batch.getLast();
            } while (!batch.isEmpty());
        }
        return entered;
    }

    private static List<String> enter(Pool pool, Clock clock, Table table, String after, boolean all) {
        return Transactions.run(pool, connection -> {
            WriteTransaction transaction = new WriteTransaction(connection);
            Set<String> ids = new TreeSet<>();
            // What Kafka has refused stays in the outbox and waits for nothing.
            String select = """
                    SELECT t.id FROM %s t
                    WHERE t.id > $1 AND ($4 OR NOT EXISTS (
                      SELECT 1 FROM outbox o WHERE o.topic = $2 AND o.key = t.id AND o.refused IS NULL))
                    ORDER BY t.id LIMIT $3""".formatted(table.name().toLowerCase(Locale.ROOT));
            for (Row row : transaction.query(select, Tuple.of(after, Topics.CATALOGUE, BATCH, all))) {
                ids.add(row.getString(0));
            }
            // So that no writer's event comes before one of ours that says less.
            transaction.lock(ids);
            table.events.accept(new CatalogueEvents(transaction, clock.instant()), ids);
            return List.copyOf(ids);
        });
    }
}
