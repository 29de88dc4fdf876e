package dev.legato.allinone;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.LegatoService;
import dev.legato.embedded.EmbeddedIssuer;
import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.Service;
import dev.legato.runtime.ServiceProcess;
import dev.legato.runtime.VertxFactory;
import dev.legato.runtime.health.Health.Readiness;
import dev.legato.runtime.management.ManagementSettings;
import dev.legato.runtime.settings.Settings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every service starts with the settings file that is shipped and gets ready, given by the environment what a deployer gives:
 * secrets and, since this is no cluster, other hosts, ports and folders. Kubernetes' own variables are there too.
 */
final class ShippedSettingsIT {
    private static final Path SHIPPED = Path.of("..", "deploy", "kubernetes", "legato.yaml");

    @TempDir
    private static Path folder;

    private static URI postgres;
    private static URI redis;
    private static String kafka;
    private static EmbeddedIssuer issuer;

    @BeforeAll
    static void start() {
        postgres = SharedBackends.postgres();
        redis = SharedBackends.redis();
        kafka = SharedBackends.kafka();
        issuer = EmbeddedIssuer.temporary();
    }

    @AfterAll
    static void stop() {
        issuer.close();
    }

    @ParameterizedTest
    @EnumSource
    void service_withTheShippedFile_startsAndGetsReady(LegatoService chosen) throws Exception {
        Settings settings = Settings.load(SHIPPED, environment(chosen.label()));
        VertxFactory cluster = Services.cluster(chosen, settings);
        Service service = Services.create(chosen, settings);
        ManagementSettings management = ManagementSettings.from(settings);
        settings.rejectUnknown();
        ServiceProcess process =
                ServiceProcess.create(management, cluster, Clock.systemUTC()).await(60, TimeUnit.SECONDS);
        try {
            var _ = process.start(service).await(120, TimeUnit.SECONDS);
            process.ready();
            Readiness readiness = process.context().health().readiness().await();
            for (int look = 0; look < 300 && !readiness.ready(); look++) {
                process.context().vertx().timer(200, TimeUnit.MILLISECONDS).await();
                readiness = process.context().health().readiness().await();
            }
            assertTrue(readiness.ready(), readiness.toString());
        } finally {
            process.stop().await(60, TimeUnit.SECONDS);
        }
    }

    private static Map<String, String> environment(String service) throws Exception {
        Map<String, String> environment = new HashMap<>(Map.of(
                "LEGATO_POSTGRES_URI", postgres.toString(),
                "LEGATO_REDIS_URI", redis.toString(),
                "LEGATO_KAFKA_BOOTSTRAP", kafka,
                "LEGATO_LINKS_KEYS", "k1:" + "A".repeat(43) + "=",
                "LEGATO_TOKENS_JWKS", issuer.jwks().toString(),
                "LEGATO_ACCOUNT_MASTER_KEY_FILE",
                        Files.writeString(folder.resolve("master-key"), "A".repeat(43) + "=")
                                .toString(),
                "LEGATO_ANALYTICS_STATE_DIR", folder.resolve("state").toString(),
                "LEGATO_EDGE_ROOT",
                        Files.createDirectories(folder.resolve("objects")).toString(),
                "LEGATO_CLUSTER_DISCOVERY", "none",
                "LEGATO_MANAGEMENT_PORT", "0"));
        environment.putAll(Map.of(
                "LEGATO_ACCOUNT_MASTER_KEY_FILE",
                Files.writeString(folder.resolve("master-key"), "A".repeat(43) + "=")
                        .toString(),
                "LEGATO_JAVA_OPTIONS",
                "-Xmx1g",
                "LEGATO_PORT",
                "tcp://10.0.0.1:8080",
                "LEGATO_SERVICE_HOST",
                "10.0.0.1",
                "LEGATO_PORT_8080_TCP_ADDR",
                "10.0.0.1",
                "LEGATO_%s_SERVICE_HOST".formatted(service.toUpperCase(Locale.ROOT)),
                "10.0.0.2"));
        environment.put("LEGATO_%s_PORT".formatted(service.toUpperCase(Locale.ROOT)), "0");
        return environment;
    }
}
