package dev.legato.allinone;

import static java.util.stream.Collectors.toMap;

import dev.legato.account.AccountConsole;
import dev.legato.account.vault.MasterKey;
import dev.legato.allinone.acme.AcmeSettings;
import dev.legato.contracts.LegatoService;
import dev.legato.edge.EdgeSettings;
import dev.legato.embedded.DataDirectory;
import dev.legato.embedded.StartupException;
import dev.legato.media.audio.Ladder;
import dev.legato.media.catalogue.ClientToken;
import dev.legato.media.pipeline.ImportProgress;
import dev.legato.media.pipeline.ImportReport;
import dev.legato.media.pipeline.MediaImporter;
import dev.legato.media.pipeline.MediaImporter.Places;
import dev.legato.media.source.MusicSource;
import dev.legato.runtime.ProcessSignals;
import dev.legato.runtime.RunningService;
import dev.legato.runtime.Service;
import dev.legato.runtime.ServiceProcess;
import dev.legato.runtime.VertxFactory;
import dev.legato.runtime.kafka.KafkaSettings;
import dev.legato.runtime.links.EdgeOrigins;
import dev.legato.runtime.postgres.Postgres;
import dev.legato.runtime.postgres.PostgresSettings;
import dev.legato.runtime.postgres.UnreachableException;
import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.tls.ListenerTls;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All of Legato in this process: backends, then the services behind the gateway side by side, then the gateway. */
final class Stack {
    private static final Logger LOG = LoggerFactory.getLogger(Stack.class);
    private static final int START_SECONDS = 120;
    private static final int STOP_SECONDS = 60;

    private final DataDirectory data;
    private final Secrets secrets;
    private final Lifecycle lifecycle;
    private final ServiceProcess process;
    private final Ladder ladder;
    private final KafkaSettings kafka;
    private final PostgresSettings postgres;
    private final String masterKey;
    private final URI publicUrl;
    private final Clock clock = Clock.systemUTC();
    private final Map<LegatoService, RunningService> services = new EnumMap<>(LegatoService.class);

    private Stack(
            DataDirectory data,
            Secrets secrets,
            Lifecycle lifecycle,
            ServiceProcess process,
            Ladder ladder,
            KafkaSettings kafka,
            PostgresSettings postgres,
            String masterKey,
            URI publicUrl) {
        this.data = data;
        this.secrets = secrets;
        this.lifecycle = lifecycle;
        this.process = process;
        this.ladder = ladder;
        this.kafka = kafka;
        this.postgres = postgres;
        this.masterKey = masterKey;
        this.publicUrl = publicUrl;
    }

    /**
     * Starts everything, or fails with some of it started.
     *
     * @param given what the user set
     * @param lifecycle stops it: streams under way finish, within bounds; the data stays
     * @throws StartupException saying what is wrong and what to do
     */
    static Stack start(DataDirectory data, Settings given, Lifecycle lifecycle, StartProgress progress) {
        Secrets secrets = new Secrets(data.subfolder("secrets"));
        Settings settings = given.withDefaults(Backends.start(given, data, lifecycle, progress))
                .withDefaults(identity(given, secrets));
        Ladder ladder = Ladder.from(settings);
        requirePostgres(settings);
        ServiceProcess process = lifecycle.start(
                "The management port",
                () -> ServiceProcess.create(settings, VertxFactory.UNCLUSTERED, Clock.systemUTC())
                        .await(START_SECONDS, TimeUnit.SECONDS),
                Stack::stop);
        Stack stack = new Stack(
                data,
                secrets,
                lifecycle,
                process,
                ladder,
                KafkaSettings.from(settings),
                PostgresSettings.from(settings),
                settings.secret("account.masterKey").orElseThrow(),
                settings.uri("tokens.issuer", "http", "https").orElseThrow());
        stack.startServices(settings, progress);
        return stack;
    }

    /** What the installation encrypts with and where its gateway is found, unless the user has set it. */
    private static Map<String, String> identity(Settings given, Secrets secrets) {
        int set = given.port("gateway.port", LegatoService.GATEWAY.port());
        // A port that the system chooses anew at each start is known too late.
        int port = set == 0 ? LegatoService.GATEWAY.port() : set;
        String scheme = ListenerTls.from(given, "gateway").isPresent() ? "https" : "http";
        return Map.of(
                "account.masterKey", secrets.masterKey(), "tokens.issuer", "%s://localhost:%d".formatted(scheme, port));
    }

    /** A service alone would wait for it; whoever types {@code up} wants to know at once. */
    private static void requirePostgres(Settings settings) {
        try {
            Postgres.requireReachable(PostgresSettings.from(settings));
        } catch (UnreachableException e) {
            throw new StartupException(String.valueOf(e.getMessage()), e);
        }
    }

    private static void stop(ServiceProcess process) {
        try {
            process.stop().await(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new StartupException("not within %d s".formatted(STOP_SECONDS), e);
        }
    }

    /** A service's base URL on this machine. */
    URI url(LegatoService service) {
        RunningService running = services.get(service);
        if (running == null) {
            throw new IllegalArgumentException(service.label() + " has not started");
        }
        return URI.create("http://127.0.0.1:" + running.port());
    }

    /** Lets the commands of another process in, until it is closed. */
    ImportDoor openImportDoor() {
        return ImportDoor.open(
                data.path(), secrets, url(LegatoService.ACCOUNT), url(LegatoService.METADATA), kafka.bootstrap());
    }

    /** Lets {@code ./legato account} in, until it is closed. */
    AccountDoor openAccountDoor() {
        return AccountDoor.open(data.path(), secrets, masterKey, postgres.uri(), publicUrl);
    }

    /** A link by which the first administrator signs up; empty if there is one. */
    Optional<String> firstAdminLink() {
        try (AccountConsole console = AccountConsole.open(
                postgres, MasterKey.from(Settings.of(Map.of("account.masterKey", masterKey))), publicUrl, clock)) {
            return console.firstAdminLink();
        }
    }

    int managementPort() {
        return process.managementPort();
    }

    /**
     * Imports music through metadata-api's own door.
     *
     * @throws IOException if the source or the object store cannot be opened
     * @throws InterruptedException if the thread is interrupted; what is finished stays
     */
    ImportReport importMusic(MusicSource source, ImportProgress progress) throws IOException, InterruptedException {
        ClientToken token = new ClientToken(url(LegatoService.ACCOUNT), "importer", secrets.importerSecret(), clock);
        Places places = new Places(data.objects(), data.path().resolve("import-index"), url(LegatoService.METADATA));
        return new MediaImporter(places, ladder, token, Runtime.getRuntime().availableProcessors(), clock)
                .run(source, progress);
    }

    private void startServices(Settings given, StartProgress progress) {
        progress.starting("services");
        Settings settings = given.withDefaults(Map.of(
                "account.clients", secrets.importerClient(),
                "links.keys", secrets.linkKey(),
                "edge.root", data.objects().toString(),
                "analytics.stateDir", data.subfolder("analytics").toString(),
                "ingest.journalFolder", data.subfolder("ingest-journal").toString(),
                "search.indexFolder", data.subfolder("search").toString(),
                "postgres.poolSize", "6"));
        settings = settings.withDefaults(freePorts())
                .withDefaults(
                        Map.of("links.hosts", Listening.of(settings, "edge").here()));
        EdgeSettings edge = EdgeSettings.from(settings);
        // Every other service verifies tokens with the keys of the one, and links to the other.
        Set<LegatoService> first = EnumSet.of(LegatoService.ACCOUNT, LegatoService.EDGE);
        startAll(first, settings);
        settings = settings.withDefaults(Map.of(
                "tokens.jwks",
                url(LegatoService.ACCOUNT) + "/oauth2/jwks.json",
                "links.edgeUrl",
                "%s://%s:%d"
                        .formatted(
                                edge.tls() == null ? "http" : "https",
                                EdgeOrigins.HOST,
                                url(LegatoService.EDGE).getPort())));
        Set<LegatoService> others = EnumSet.complementOf(EnumSet.copyOf(first));
        others.remove(LegatoService.GATEWAY);
        startAll(others, settings);
        settings = settings.withDefaults(upstreams());
        startAll(EnumSet.of(LegatoService.GATEWAY), settings);
        process.ready();
        ProcessSignals.install(process);
        progress.started("services");
    }

    /** Starts services side by side; a key of theirs that none knows stops the start. */
    private void startAll(Set<LegatoService> starting, Settings settings) {
        Map<LegatoService, Service> made = new EnumMap<>(LegatoService.class);
        starting.forEach(service -> made.put(service, Services.create(service, settings)));
        // Used by now, or not asked for this time: either way these are known beside what services read.
        AcmeSettings _ = AcmeSettings.from(settings);
        settings.rejectUnknown();
        Map<LegatoService, Future<RunningService>> started = lifecycle.step("The services", () -> {
            Map<LegatoService, Future<RunningService>> all = new EnumMap<>(LegatoService.class);
            made.forEach((name, service) -> all.put(name, process.start(service).recover(e -> named(service, e))));
            // join, not all: on a failure the others must be up before they can be stopped.
            var _ = Future.join(List.copyOf(all.values())).await(START_SECONDS, TimeUnit.SECONDS);
            return all;
        });
        started.forEach((name, service) -> services.put(name, service.result()));
    }

    private static Future<RunningService> named(Service service, Throwable failure) {
        LOG.debug("{} did not start", service.name(), failure);
        return Future.failedFuture(new StartupException(
                "%s did not start: %s".formatted(service.name(), FailureReport.reason(failure)), failure));
    }

    /** Only the gateway and the edge have ports people know; the others take what is free. */
    private static Map<String, String> freePorts() {
        return behindGateway().collect(toMap(service -> service.label() + ".port", _ -> "0"));
    }

    private Map<String, String> upstreams() {
        return behindGateway().collect(toMap(service -> "gateway.upstreams." + service.label(), service -> url(service)
                .toString()));
    }

    private static Stream<LegatoService> behindGateway() {
        return Arrays.stream(LegatoService.values()).filter(LegatoService::isBehindGateway);
    }
}
