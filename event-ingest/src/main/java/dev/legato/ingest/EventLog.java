package dev.legato.ingest;

import dev.legato.contracts.PlayEvent;
import dev.legato.ingest.SeenEvents.EventKey;
import dev.legato.runtime.problem.Problem;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes play events to a sink, each once as far as this process knows: an event is remembered when the sink has
 * acknowledged it and not before, and one that is still on its way is not written a second time.
 *
 * <p>While the sink fails, one batch at a time is written to find out whether it works again; the others are refused at
 * once instead of queueing up behind it.
 */
final class EventLog {
    private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);

    private static final Future<Void> ALREADY_DURABLE = Future.succeededFuture();

    private final EventSink sink;
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

    EventLog(EventSink sink, SeenEvents seen, int mostInFlight, Duration ackTimeout) {
        this.sink = sink;
        this.seen = seen;
        this.mostInFlight = mostInFlight;
        this.ackTimeout = ackTimeout;
    }

    void bindTo(MeterRegistry meters) {
        var _ = Gauge.builder("legato.ingest.in.flight", inFlight, Map::size)
                .description("Events being written and not yet durable")
                .register(meters);
    }

    /**
     * Appends events in their order.
     *
     * @return each event's outcome when all are acknowledged; fails with a 429 {@link Problem} if too many are under
     *     way, with 503 if they are not durable in time. What is durable is remembered even then, so
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
        List<Future<Outcome>> outcomes = outcomes(events);
        return Future.all(outcomes)
                .timeout(ackTimeout.toMillis(), TimeUnit.MILLISECONDS)
                .map(all -> all.<Outcome>list())
                .recover(failure -> {
                    fail(failure);
                    return Future.failedFuture(unavailable());
                });
    }

    private List<Future<Outcome>> outcomes(List<PlayEvent> events) {
        Map<EventKey, PlayEvent> fresh = new LinkedHashMap<>();
        for (PlayEvent event : events) {
            EventKey key = EventKey.of(event);
            if (!seen.contains(key) && !inFlight.containsKey(key)) {
                var _ = fresh.putIfAbsent(key, event);
            }
        }
        Map<EventKey, Future<Void>> written = written(fresh);
        Set<EventKey> accepted = HashSet.newHashSet(fresh.size());
        List<Future<Outcome>> outcomes = new ArrayList<>(events.size());
        for (PlayEvent event : events) {
            EventKey key = EventKey.of(event);
            Future<Void> write = written.getOrDefault(key, inFlight.getOrDefault(key, ALREADY_DURABLE));
            boolean first = written.containsKey(key) && accepted.add(key);
            outcomes.add(write.map(first ? Outcome.ACCEPTED : Outcome.DUPLICATE));
        }
        return outcomes;
    }

    private Map<EventKey, Future<Void>> written(Map<EventKey, PlayEvent> fresh) {
        Map<EventKey, Future<Void>> written = HashMap.newHashMap(fresh.size());
        if (fresh.isEmpty()) {
            return written;
        }
        Iterator<Future<Void>> durable = sink.write(List.copyOf(fresh.values())).iterator();
        for (EventKey key : fresh.keySet()) {
            Future<Void> write = durable.next();
            inFlight.put(key, write);
            written.put(key, write.andThen(result -> {
                inFlight.remove(key);
                if (result.succeeded()) {
                    failing = false;
                    seen.add(key);
                } else {
                    fail(result.cause());
                }
            }));
        }
        return written;
    }

    private void fail(Throwable failure) {
        if (!failing) {
            LOG.warn("play events are refused: {}", failure.toString());
        }
        failing = true;
    }

    private static RuntimeException unavailable() {
        return Problem.unavailable(
                "The events cannot be kept now; send the batch again soon, nothing is counted twice.");
    }
}
