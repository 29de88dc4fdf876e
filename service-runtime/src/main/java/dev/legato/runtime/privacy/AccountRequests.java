package dev.legato.runtime.privacy;

import dev.legato.contracts.AccountAnswer;
import dev.legato.contracts.AccountEvent;
import dev.legato.contracts.CloudEvent;
import dev.legato.contracts.LegatoService;
import dev.legato.contracts.Topics;
import dev.legato.runtime.ServiceContext;
import dev.legato.runtime.ServiceDeployment;
import dev.legato.runtime.json.Json;
import dev.legato.runtime.kafka.ConsumerVerticle;
import dev.legato.runtime.kafka.DeadLetters;
import dev.legato.runtime.kafka.EventConsumer;
import dev.legato.runtime.kafka.EventPublisher;
import dev.legato.runtime.kafka.EventReader;
import dev.legato.runtime.kafka.KafkaSettings;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Answers what account-api asks about accounts. A request counts as answered when Kafka has the answer; until then its batch is
 * handed over again.
 */
public final class AccountRequests {
    private final LegatoService service;
    private final PersonalData data;
    private final EventPublisher answers;
    private final Clock clock;

    /** One that was asked. */
    private record Request(boolean deletion, AccountEvent event) {}

    private AccountRequests(LegatoService service, PersonalData data, EventPublisher answers, Clock clock) {
        this.service = service;
        this.data = data;
        this.answers = answers;
        this.clock = clock;
    }

    /** Answers as a part of a service, from when Kafka is there until the service stops. */
    public static Future<Void> answer(
            ServiceContext context,
            ServiceDeployment deployment,
            KafkaSettings kafka,
            LegatoService service,
            PersonalData data) {
        String group = "legato-%s-accounts".formatted(service.label());
        EventPublisher answers =
                deployment.opened(EventPublisher.create(context.vertx(), kafka, group), EventPublisher::close);
        AccountRequests requests = new AccountRequests(service, data, answers, context.clock());
        DeadLetters deadLetters = new DeadLetters(group, context.meters(), context.clock());
        Map<String, EventReader<? extends Request>> readers = Map.of(Topics.ACCOUNTS, AccountRequests::read);
        return deployment.deploy(
                ServiceDeployment.virtualThreads(),
                () -> new ConsumerVerticle<>(
                        kafka,
                        () -> EventConsumer.<Request>create(
                                context.vertx(), kafka, group, readers, requests::answerAll, deadLetters)));
    }

    private static Request read(ConsumerRecord<byte[], byte[]> record) throws Exception {
        if (record.value() == null) {
            throw new IllegalArgumentException("value: missing");
        }
        CloudEvent<AccountEvent> event = Json.readEvent(record.value(), AccountEvent.class);
        boolean deletion = event.type().equals(AccountEvent.Type.DELETED.eventType());
        if (!deletion && event.data().export() == null) {
            throw new IllegalArgumentException("export: missing");
        }
        return new Request(deletion, event.data());
    }

    private void answerAll(List<Request> requests) {
        // An account that was asked about twice is answered once.
        Map<Request, Request> distinct = new LinkedHashMap<>();
        requests.forEach(request -> distinct.putIfAbsent(request, request));
        distinct.keySet().forEach(this::answer);
    }

    private void answer(Request request) {
        String account = request.event().account();
        String export = request.event().export();
        if (request.deletion() || export == null) {
            data.forget(account);
            send(new AccountAnswer(account, service.label(), null), account + ":forgotten");
            return;
        }
        List<Map<String, Object>> found = data.export(account);
        List<Map<String, Object>> documents = found.isEmpty() ? List.of(Map.of()) : found;
        for (int i = 0; i < documents.size(); i++) {
            AccountAnswer.Part part = new AccountAnswer.Part(export, i, i == documents.size() - 1, documents.get(i));
            send(new AccountAnswer(account, service.label(), part), "%s:%d".formatted(export, i));
        }
    }

    private void send(AccountAnswer answer, String id) {
        CloudEvent<AccountAnswer> event = CloudEvent.of(
                "%s:%s".formatted(service.label(), id),
                "/" + service.label(),
                answer.eventType(),
                answer.account(),
                clock.instant(),
                answer);
        answers.publish(Topics.ACCOUNT_ANSWERS, answer.account(), event).await();
    }
}
