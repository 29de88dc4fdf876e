package dev.legato.ingest;

import dev.legato.contracts.LegatoService;
import dev.legato.contracts.Topics;
import dev.legato.ingest.journal.Journal;
import dev.legato.ingest.journal.JournalSettings;
import dev.legato.ingest.journal.KafkaRelay;
import dev.legato.runtime.RunningService;
import dev.legato.runtime.Service;
import dev.legato.runtime.ServiceContext;
import dev.legato.runtime.ServiceDeployment;
import dev.legato.runtime.auth.TokenVerifier;
import dev.legato.runtime.http.ApiServer;
import dev.legato.runtime.kafka.EventPublisher;
import dev.legato.runtime.kafka.KafkaProbe;
import dev.legato.runtime.kafka.PersistentProducer;
import dev.legato.runtime.kafka.TopicSetup;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * Builds and starts event-ingest. One event loop owns all its state. It comes up without Kafka; with a journal it takes events
 * all the same, without one it answers 503 until Kafka is there.
 */
public final class IngestService implements Service {
    private static final String NAME = LegatoService.INGEST.label();
    private static final String CLIENT_ID = "legato-event-ingest";

    /** Kafka may take ten seconds to acknowledge a batch. */
    private static final Duration DRAIN = Duration.ofSeconds(12);

    private final IngestSettings settings;

    public IngestService(IngestSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Future<RunningService> start(ServiceContext context) {
        return ServiceDeployment.start(NAME, context.vertx(), deployment -> start(context, deployment));
    }

    private Future<Integer> start(ServiceContext context, ServiceDeployment deployment) {
        Vertx vertx = context.vertx();
        EventSink sink = settings.journal()
                .map(journal -> journalled(context, deployment, journal))
                .orElseGet(() -> unbuffered(context, deployment));
        SeenEvents seen = new SeenEvents(settings.mostRemembered(), settings.rememberedFor());
        EventLog log = new EventLog(sink, seen, settings.mostInFlight(), settings.ackTimeout());
        log.bindTo(context.meters());
        EventsHandler handler = new EventsHandler(log, context.clock(), context.meters());
        TokenVerifier tokens =
                deployment.opened(new TokenVerifier(vertx, settings.tokens(), context.clock()), TokenVerifier::close);
        ApiServer api = new ApiServer(vertx, settings.http(), tokens, NAME).onAsync("submitEvents", handler::submit);
        context.health().requires("keys", tokens::check);
        return deployment
                .deploy(ServiceDeployment.eventLoop(), () -> _ -> {
                    var _ = TopicSetup.eventually(vertx, () -> TopicSetup.ensure(settings.kafka()));
                    return Future.succeededFuture();
                })
                .compose(_ -> deployment.serve(ServiceDeployment.eventLoop(), DRAIN, api::listen));
    }

    private EventSink journalled(ServiceContext context, ServiceDeployment deployment, JournalSettings given) {
        Journal journal;
        try {
            journal = deployment.opened(Journal.open(given), opened -> close(context, opened));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the journal in %s cannot be used: %s (expected: ingest.journalFolder on a disk that outlives the process)"
                            .formatted(given.folder().toAbsolutePath(), e),
                    e);
        }
        KafkaRelay relay = deployment.opened(
                KafkaRelay.start(journal, Topics.PLAYS, () -> PersistentProducer.open(settings.kafka(), CLIENT_ID)),
                started -> close(context, started));
        JournalMeters.bind(journal, relay, context.meters());
        context.health().prefers("kafka", kafka(context, deployment)::check);
        context.health().requires("journal", () -> Future.fromCompletionStage(journal.check()));
        return EventSink.of(journal, context.vertx());
    }

    /** Both wait for their threads. */
    private static Future<Void> close(ServiceContext context, AutoCloseable part) {
        return context.vertx()
                .executeBlocking(
                        () -> {
                            part.close();
                            return null;
                        },
                        false);
    }

    private EventSink unbuffered(ServiceContext context, ServiceDeployment deployment) {
        context.health().requires("kafka", kafka(context, deployment)::check);
        return EventSink.of(deployment.opened(
                EventPublisher.create(context.vertx(), settings.kafka(), CLIENT_ID), EventPublisher::close));
    }

    private KafkaProbe kafka(ServiceContext context, ServiceDeployment deployment) {
        return deployment.opened(new KafkaProbe(context.vertx(), settings.kafka()), KafkaProbe::close);
    }
}
