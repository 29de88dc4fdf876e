package dev.legato.runtime;

import dev.legato.runtime.logging.LogSettings;
import dev.legato.runtime.management.ManagementSettings;
import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one service as a process: {@code Main --config FILE}. It exits with 2 if its settings are wrong and with 1 if it
 * cannot start, in both cases with one line that says what to do; SIGTERM and SIGINT stop it gracefully. While what it
 * needs to start is down it waits, alive and not ready.
 */
public final class Launcher {
    private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);
    private static final int START_SECONDS = 120;
    private static final int STOP_SECONDS = 40;
    private static final int BAD_SETTINGS = 2;
    private static final int FAILED = 1;
    private static final AtomicBoolean STOPPING = new AtomicBoolean();

    private Launcher() {}

    /**
     * Starts a service that joins no cluster.
     *
     * @param factory reads the service's settings and builds it
     */
    public static void launch(String[] arguments, Function<Settings, Service> factory) {
        launch(arguments, _ -> VertxFactory.UNCLUSTERED, factory);
    }

    /**
     * Starts a service.
     *
     * @param clustering reads the settings of the cluster to join
     */
    public static void launch(
            String[] arguments, Function<Settings, VertxFactory> clustering, Function<Settings, Service> factory) {
        launch(arguments, Map.of(), clustering, (settings, _) -> factory.apply(settings));
    }

    /**
     * Starts a service whose command line says more than {@code --config FILE}.
     *
     * @param overrides settings that go before file and environment, by key
     * @param clustering reads the settings of the cluster to join
     * @param factory reads the service's settings and builds it, for a process that joins that cluster
     */
    public static <C extends VertxFactory> void launch(
            String[] arguments,
            Map<String, String> overrides,
            Function<Settings, C> clustering,
            BiFunction<Settings, C, Service> factory) {
        try {
            Settings settings =
                    Settings.load(configurationFile(arguments), System.getenv()).with(overrides);
            LogSettings.from(settings).apply();
            C cluster = clustering.apply(settings);
            run(settings, cluster, factory.apply(settings, cluster));
        } catch (SettingsException e) {
            end(BAD_SETTINGS, String.valueOf(e.getMessage()));
        }
    }

    private static void run(Settings settings, VertxFactory vertx, Service service) {
        try {
            ManagementSettings management = ManagementSettings.from(settings);
            settings.rejectUnknown();
            ServiceProcess process =
                    ServiceProcess.create(management, vertx, Clock.systemUTC()).await(START_SECONDS, TimeUnit.SECONDS);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process), "stop"));
            // Before it says that it serves: who reads that may send a signal at once.
            ProcessSignals.install(process);
            // However long that takes: a service waits for what it cannot start without.
            var _ = process.start(service).await();
            process.ready();
        } catch (SettingsException e) {
            throw e;
        } catch (Exception | Error e) { // a class that does not load must not leave a process that serves nothing
            if (STOPPING.get()) {
                // What was still to be started ended with the process: that is no failure.
                return;
            }
            LOG.debug("{} did not start", service.name(), e);
            end(FAILED, "%s did not start: %s".formatted(service.name(), reason(service, e)));
        }
    }

    private static void stop(ServiceProcess process) {
        STOPPING.set(true);
        try {
            process.stop().await(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            LOG.warn("stopping took too long or failed: {}", e.toString());
        }
    }

    /** Netty's epoll transport has an exception of its own for a port in use. */
    private static String reason(Service service, Throwable e) {
        boolean portInUse =
                e instanceof IOException && String.valueOf(e.getMessage()).contains("Address already in use");
        return portInUse || e instanceof BindException
                ? "%s.port is in use (stop what uses it, or set another one)".formatted(service.name())
                : e instanceof Error ? e.toString() : String.valueOf(e.getMessage());
    }

    private static @Nullable Path configurationFile(String[] arguments) {
        if (arguments.length == 0) {
            return null;
        }
        if (arguments.length == 2 && arguments[0].equals("--config")) {
            return Path.of(arguments[1]);
        }
        throw new SettingsException(
                "arguments: '%s' (expected: --config FILE, or none)".formatted(String.join(" ", arguments)));
    }

    @SuppressWarnings("SystemOut") // the last word of a process that cannot log because it never started
    private static void end(int status, String message) {
        System.err.println("legato: " + message);
        Runtime.getRuntime().halt(status);
    }
}
