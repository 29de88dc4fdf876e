package dev.legato.ingest;

import dev.legato.runtime.RunningService;
import dev.legato.runtime.Service;
import dev.legato.runtime.ServiceContext;
import dev.legato.runtime.auth.TokenVerifier;
import dev.legato.runtime.kafka.EventPublisher;
import dev.legato.runtime.kafka.KafkaProbe;
import io.vertx.core.Future;

/** Builds and starts event-ingest. */
public final class IngestService implements Service {
    private static final String NAME = "ingest";

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
        EventPublisher publisher = EventPublisher.create(context.vertx(), settings.kafka(), "legato-event-ingest");
        SeenEvents seen = new SeenEvents(settings.mostRemembered(), settings.rememberedFor());
        EventLog log = new EventLog(publisher, seen, settings.mostInFlight(), settings.ackTimeout());
        log.bindTo(context.meters());
        EventsHandler handler = new EventsHandler(log, context.clock(), context.meters());
        TokenVerifier tokens = new TokenVerifier(context.vertx(), settings.tokens(), context.clock());
        IngestVerticle verticle = new IngestVerticle(settings, tokens, handler);
        KafkaProbe kafka = new KafkaProbe(context.vertx(), settings.kafka());
        context.health().requires("kafka", kafka::check);
        context.health().requires("keys", tokens::check);
        return context.vertx()
                .deployVerticle(verticle)
                .map(id -> new RunningService(NAME, verticle.port(), () -> context.vertx()
                        .undeploy(id)
                        .eventually(publisher::close)
                        .eventually(kafka::close)))
                .onFailure(_ -> {
                    var _ = publisher.close();
                    var _ = kafka.close();
                });
    }
}
