package dev.legato.ingest;

import dev.legato.contracts.CloudEvent;
import dev.legato.contracts.PlayEvent;
import dev.legato.contracts.Topics;
import dev.legato.ingest.SeenEvents.EventKey;
import dev.legato.runtime.kafka.EventPublisher;
import dev.legato.runtime.problem.Problem;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes play events to Kafka, each once as far as this process knows: an event is remembered when Kafka has
 * acknowledged it and not before, and one that is still on its way is not sent a second time.
 *
 * <p>While Kafka fails, one batch at a time is sent to find out whether it is back; the others are refused at once
 * instead of queueing up behind it.
 */
final class EventLog {
    private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);
    private static final String SOURCE = "/event-ingest";

    private final EventPublisher publisher;
    private final SeenEvents seen;
    private final int mostInFlight;
    private final Duration ackTimeout;

    /** Touched by the verticle's event loop only; concurrent because meters read its size. */
    private final Map<EventKey, Future<Void>> inFlight = new ConcurrentHashMap<>();

    private boolean failing;

    /** What became of an event. */
    enum Outcome {
        ACCEPTED,
        DUPLICATE
    }

    EventLog(EventPublisher publisher, SeenEvents seen, int mostInFlight, Duration ackTimeout) {
        this.publisher = publisher;
        this.seen = seen;
        this.mostInFlight = mostInFlight;
        this.ackTimeout = ackTimeout;
    }

    void bindTo(MeterRegistry meters) {
        var _ = Gauge.builder("legato.ingest.in.flight", inFlight, Map::size)
                .description("Events sent to Kafka and not yet acknowledged")
                .register(meters);
    }

    /**
     * Appends events in their order.
     *
     * @return each event's outcome when all are acknowledged; fails with a 429 {@link Problem} if too many are under
     *     way, with 503 if Kafka does not acknowledge them in time. What it did acknowledge is remembered even then, so
     *     that a retry of the batch doubles nothing.
     */
    Future<List<Outcome>> append(List<PlayEvent> events) {
        boolean room = failing ? inFlight.isEmpty() : inFlight.size() + events.size() <= mostInFlight;
        if (!room) {
            return Future.failedFuture(
                    failing
                            ? unavailable()
                            : Problem.tooManyRequests("Too many events are under way; send the batch again soon."));
        }
        List<Future<Outcome>> outcomes = new ArrayList<>(events.size());
        events.forEach(event -> outcomes.add(append(event)));
        return Future.all(outcomes)
                .timeout(ackTimeout.toMillis(), TimeUnit.MILLISECONDS)
                .map(all -> all.<Outcome>list())
                .recover(failure -> {
                    fail(failure);
                    return Future.failedFuture(unavailable());
                });
    }

    private Future<Outcome> append(PlayEvent event) {
        EventKey key = EventKey.of(event);
        if (seen.contains(key)) {
            return Future.succeededFuture(Outcome.DUPLICATE);
        }
        Future<Void> underWay = inFlight.get(key);
        if (underWay != null) {
            return underWay.map(Outcome.DUPLICATE);
        }
        Future<Void> sent = publisher.publish(Topics.PLAYS, event.listener(), envelope(event));
        inFlight.put(key, sent);
        return sent.andThen(result -> {
                    inFlight.remove(key);
                    if (result.succeeded()) {
                        failing = false;
                        seen.add(key);
                    } else {
                        fail(result.cause());
                    }
                })
                .map(Outcome.ACCEPTED);
    }

    private void fail(Throwable failure) {
        if (!failing) {
            LOG.warn("Kafka does not acknowledge play events: {}", failure.toString());
        }
        failing = true;
    }

    private static RuntimeException unavailable() {
        return Problem.unavailable(
                "The event log does not answer; send the batch again soon, nothing is counted twice.");
    }

    private static CloudEvent<PlayEvent> envelope(PlayEvent event) {
        return CloudEvent.of(
                // An id is the player's own, and CloudEvents wants it unique within the source.
                event.listener() + "." + event.id(),
                SOURCE,
                PlayEventReader.type(event.type()),
                event.listener(),
                event.at(),
                event);
    }
}
