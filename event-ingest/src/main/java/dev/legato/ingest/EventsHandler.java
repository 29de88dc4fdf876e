package dev.legato.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.legato.ingest.EventBatch.Rejection;
import dev.legato.ingest.EventLog.Outcome;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.ext.web.handler.HttpException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;

/** Answers {@code POST /v1/events}. */
final class EventsHandler {
    private static final int UNSUPPORTED_MEDIA_TYPE = 415;

    private final EventLog log;
    private final Clock clock;
    private final Counter accepted;
    private final Counter duplicates;
    private final Counter rejected;

    /** What became of a batch. */
    record Receipt(int accepted, int duplicates, List<Rejection> rejected) {
        Receipt {
            rejected = List.copyOf(rejected);
        }

        static Receipt of(List<Outcome> outcomes, List<Rejection> rejections) {
            int duplicates =
                    (int) outcomes.stream().filter(Outcome.DUPLICATE::equals).count();
            return new Receipt(outcomes.size() - duplicates, duplicates, rejections);
        }
    }

    EventsHandler(EventLog log, Clock clock, MeterRegistry meters) {
        this.log = log;
        this.clock = clock;
        accepted = meters.counter("legato.ingest.events", "outcome", "accepted");
        duplicates = meters.counter("legato.ingest.events", "outcome", "duplicate");
        rejected = meters.counter("legato.ingest.events", "outcome", "rejected");
    }

    Future<Reply> submit(Request request) {
        PlayEventReader reader = new PlayEventReader(request.caller().account(), clock.instant());
        EventBatch batch =
                switch (mediaType(request)) {
                    case "application/json" -> EventBatch.ofPlayEvents(request.body(JsonNode.class), reader);
                    case "application/cloudevents-batch+json" ->
                        EventBatch.ofCloudEvents(request.body(JsonNode.class), reader);
                    default -> throw new HttpException(UNSUPPORTED_MEDIA_TYPE);
                };
        return log.append(batch.events()).map(outcomes -> {
            Receipt receipt = Receipt.of(outcomes, batch.rejections());
            accepted.increment(receipt.accepted());
            duplicates.increment(receipt.duplicates());
            rejected.increment(receipt.rejected().size());
            return Reply.accepted(receipt);
        });
    }

    /** Without parameters, in lower case. */
    private static String mediaType(Request request) {
        String header = request.header("Content-Type").orElse("");
        return header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }
}
