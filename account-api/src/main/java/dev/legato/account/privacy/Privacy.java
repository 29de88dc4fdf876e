package dev.legato.account.privacy;

import dev.legato.account.person.AccountStore;
import dev.legato.account.session.SessionStore;
import dev.legato.account.signin.PasswordSignIn;
import dev.legato.account.signin.SignIn;
import dev.legato.account.token.Revocations;
import dev.legato.account.vault.EncryptedColumn;
import dev.legato.account.vault.Vault;
import dev.legato.contracts.AccountAnswer;
import dev.legato.contracts.CloudEvent;
import dev.legato.contracts.ContentId;
import dev.legato.contracts.LegatoService;
import dev.legato.contracts.Topics;
import dev.legato.runtime.ServiceContext;
import dev.legato.runtime.ServiceDeployment;
import dev.legato.runtime.http.ApiServer;
import dev.legato.runtime.json.Json;
import dev.legato.runtime.kafka.ConsumerVerticle;
import dev.legato.runtime.kafka.DeadLetters;
import dev.legato.runtime.kafka.EventConsumer;
import dev.legato.runtime.kafka.EventPublisher;
import dev.legato.runtime.kafka.EventReader;
import dev.legato.runtime.kafka.KafkaSettings;
import dev.legato.runtime.kafka.TopicSetup;
import dev.legato.runtime.postgres.RelayVerticle;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletion and export as a part of account-api: operations, the events to other services, and their answers. */
public final class Privacy {
    /** What is encrypted here. */
    public static final EncryptedColumn ENCRYPTED = ExportStore.DOCUMENTS;

    private static final String NAME = LegatoService.ACCOUNT.label();
    private static final String GROUP = "legato-account-answers";
    private static final Map<String, EventReader<? extends CloudEvent<AccountAnswer>>> READERS =
            Map.of(Topics.ACCOUNT_ANSWERS, Privacy::read);

    /** Expired exports that a sweep removes. */
    private static final int MAX_EXPORTS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Privacy.class);

    /** What a token's expiry allows for clocks that differ. */
    private static final Duration LEEWAY = Duration.ofSeconds(10);

    private final ServiceContext context;
    private final KafkaSettings kafka;
    private final PrivacySettings settings;
    private final DeletionStore deletionStore;
    private final ExportStore exports;
    private final OwnData ownData;
    private final Deletions deletions;
    private final RelayVerticle relay;
    private final EventPublisher publisher;

    /** @param accessTokens how long an access token is valid */
    public Privacy(
            ServiceContext context,
            ServiceDeployment deployment,
            Pool pool,
            SessionStore sessions,
            Vault vault,
            KafkaSettings kafka,
            PrivacySettings settings,
            Duration accessTokens,
            Revocations revocations,
            RandomGenerator random) {
        this.context = context;
        this.kafka = kafka;
        this.settings = settings;
        this.publisher = deployment.opened(
                EventPublisher.create(context.vertx(), kafka, "legato-account"), EventPublisher::close);
        this.relay = new RelayVerticle(pool, publisher, NAME, context.meters(), () -> TopicSetup.ensure(kafka));
        this.deletionStore = new DeletionStore(pool, sessions, revocations, context.clock());
        this.exports = new ExportStore(pool, vault, context.clock(), () -> ContentId.random(random));
        this.ownData = new OwnData(pool);
        this.deletions =
                new Deletions(deletionStore, settings, accessTokens.plus(LEEWAY), context.clock(), relay::wake);
        deletions.bindTo(context.meters());
    }

    /** Answers the operations of a person's data. */
    public ApiServer install(ApiServer api, AccountStore accounts, SignIn signIn) {
        PasswordSignIn passwords = signIn.passwords();
        PrivacyHandler handler = new PrivacyHandler(
                accounts,
                passwords,
                signIn.endings(),
                deletionStore,
                exports,
                ownData,
                settings.grace(),
                relay::wake,
                context.clock());
        DataPages pages = new DataPages(
                new DataPages.Browser(signIn.pages(), signIn.csrf(), signIn.browsers(), signIn.door()),
                accounts,
                handler,
                passwords,
                deletionStore,
                exports,
                settings.grace());
        return api.on("showData", pages::show)
                .on("changeData", pages::change)
                .on("fetchDataOnPage", pages::fetch)
                .on("deleteMe", handler::delete)
                .on("getMyDeletion", handler::deletion)
                .on("keepMyAccount", handler::keep)
                .on("exportMe", handler::export)
                .on("getMyExport", handler::exportProgress)
                .on("fetchMyExport", handler::fetchExport);
    }

    /** Starts the sweep, the outbox and the reading of answers. account-api works without Kafka; these wait for it. */
    public Future<Void> start(ServiceDeployment deployment) {
        context.health().prefers("deletions", deletions::check);
        DeadLetters deadLetters = new DeadLetters(GROUP, context.meters(), context.clock());
        return deployment
                .deploy(ServiceDeployment.virtualThreads(), () -> relay)
                .compose(_ -> deployment.deploy(
                        ServiceDeployment.virtualThreads(),
                        () -> new ConsumerVerticle<>(
                                kafka,
                                () -> EventConsumer.<CloudEvent<AccountAnswer>>create(
                                        context.vertx(), kafka, GROUP, READERS, this::take, deadLetters))))
                .compose(_ -> deployment.every(settings.sweep(), this::sweep));
    }

    private void sweep() {
        deletions.sweep();
        var _ = exports.removeExpired(MAX_EXPORTS)
                .onFailure(failure -> LOG.warn("expired exports stay until the next sweep: {}", failure.toString()));
    }

    private void take(List<CloudEvent<AccountAnswer>> answers) {
        for (CloudEvent<AccountAnswer> event : answers) {
            AccountAnswer answer = event.data();
            AccountAnswer.Part part = answer.part();
            if (part == null) {
                deletionStore.forgotten(answer.account(), answer.service(), event.time());
            } else {
                exports.add(answer.service(), part);
            }
        }
    }

    private static CloudEvent<AccountAnswer> read(ConsumerRecord<byte[], byte[]> record) throws Exception {
        if (record.value() == null) {
            throw new IllegalArgumentException("value: missing");
        }
        return Json.readEvent(record.value(), AccountAnswer.class);
    }
}
