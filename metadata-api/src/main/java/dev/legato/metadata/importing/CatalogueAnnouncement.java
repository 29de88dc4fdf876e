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
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Enters every track in the outbox that does not wait there already: for a topic that was made anew, of which other services
 * would take it that there are no tracks. Blocks its virtual thread.
 */
public final class CatalogueAnnouncement implements RelayVerticle.Start {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogueAnnouncement.class);
    private static final int BATCH = 200;

    private static final String SELECT = """
        SELECT t.id FROM tracks t
        WHERE t.id > $1 AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.topic = $2 AND o.key = t.id)
        ORDER BY t.id LIMIT $3\
        """;

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
        int entered = topicIsNew ? run(pool, clock) : 0;
        if (entered > 0) {
            LOG.info("the topic {} is new: all {} tracks are entered in it", Topics.CATALOGUE, entered);
        }
    }

    /** Returns how many tracks were entered. */
    static int run(Pool pool, Clock clock) {
        int entered = 0;
        List<String> batch = enter(pool, clock, "");
        while (!batch.isEmpty()) {
            entered += batch.size();
            batch = enter(pool, clock, batch.getLast());
        }
        return entered;
    }

    private static List<String> enter(Pool pool, Clock clock, String after) {
        return Transactions.run(pool, connection -> {
            WriteTransaction transaction = new WriteTransaction(connection);
            List<String> tracks = new ArrayList<>();
            for (Row row : transaction.query(SELECT, Tuple.of(after, Topics.CATALOGUE, BATCH))) {
                tracks.add(row.getString(0));
            }
            // So that no writer's event comes before one of ours that says less.
            transaction.lock(tracks);
            CatalogueEvents.add(transaction, tracks, clock.instant());
            return tracks;
        });
    }
}
