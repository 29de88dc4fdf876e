package dev.legato.ingest;

import dev.legato.contracts.LegatoService;
import dev.legato.runtime.RunningService;
import dev.legato.runtime.Service;
import dev.legato.runtime.ServiceContext;
import dev.legato.runtime.ServiceDeployment;
import dev.legato.runtime.auth.TokenVerifier;
import dev.legato.runtime.http.ApiServer;
import dev.legato.runtime.kafka.EventPublisher;
import dev.legato.runtime.kafka.KafkaProbe;
import dev.legato.runtime.kafka.TopicSetup;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * Builds and starts event-ingest. One event loop owns all its state. It comes up without Kafka and answers 503 until Kafka
 * is there.
 */
public final class IngestService implements Service {
    private static final String NAME = LegatoService.INGEST.label();

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
        KafkaProbe kafka = deployment.opened(new KafkaProbe(vertx, settings.kafka()), KafkaProbe::close);
        EventPublisher publisher = deployment.opened(
                EventPublisher.create(vertx, settings.kafka(), "legato-event-ingest"), EventPublisher::close);
        SeenEvents seen = new SeenEvents(settings.mostRemembered(), settings.rememberedFor());
        EventLog log = new EventLog(publisher, seen, settings.mostInFlight(), settings.ackTimeout());
        log.bindTo(context.meters());
        EventsHandler handler = new EventsHandler(log, context.clock(), context.meters());
        TokenVerifier tokens =
                deployment.opened(new TokenVerifier(vertx, settings.tokens(), context.clock()), TokenVerifier::close);
        ApiServer api = new ApiServer(vertx, settings.http(), tokens, NAME).onAsync("submitEvents", handler::submit);
        context.health().requires("kafka", kafka::check);
        context.health().requires("keys", tokens::check);
        return deployment
                .deploy(ServiceDeployment.eventLoop(), () -> _ -> {
                    var _ = TopicSetup.eventually(vertx, () -> TopicSetup.ensure(settings.kafka()));
                    return Future.succeededFuture();
                })
                .compose(_ -> deployment.serve(ServiceDeployment.eventLoop(), DRAIN, api::listen));
    }
}
