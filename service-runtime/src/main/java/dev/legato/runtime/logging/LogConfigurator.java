package dev.legato.runtime.logging;

import static java.util.Map.entry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Configures Logback, which finds it by the service loader. Reading the same from XML took a third of an edge's start. A file
 * that is named by {@code -Dlogback.configurationFile}, or a {@code logback-test.xml}, wins.
 *
 * <p>Until {@link LogSettings} has been read, and in programs that never read it, the environment's {@code
 * LEGATO_LOG_FORMAT} and {@code LEGATO_LOG_LEVEL} count; {@code legato.log.format} is what the start script takes for right.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_NORMAL_PRIORITY)
public final class LogConfigurator extends ContextAwareBase implements Configurator {
    private static final String PATTERN = "%d{HH:mm:ss.SSS} %-5level %-24.24logger{24} %msg%n%ex{6}";

    private static final Map<String, Level> LEVELS = Map.ofEntries(
            // Kafka and its friends report every start at INFO; their warnings are what matters.
            entry("org.apache.kafka", Level.WARN),
            entry("kafka", Level.WARN),
            entry("state.change.logger", Level.WARN),
            entry("org.flywaydb", Level.WARN),
            entry("com.hazelcast", Level.WARN),
            // Warns at each start that a part we do not use is not configured.
            entry("com.hazelcast.cp.CPSubsystem", Level.ERROR),
            // Each start and stop of the embedded broker warns of what is about to be there, or gone.
            entry("org.apache.kafka.controller.QuorumController", Level.ERROR),
            entry("org.apache.kafka.clients.NetworkClient", Level.ERROR),
            // Warn at each start: of a default we keep, of state under a temporary folder, of a consumer that seeks.
            entry("org.apache.kafka.streams.StreamsConfig", Level.ERROR),
            entry("org.apache.kafka.streams.processor.internals.StateDirectory", Level.ERROR),
            entry("org.apache.kafka.clients.consumer.internals.OffsetFetcherUtils", Level.ERROR),
            entry("io.netty", Level.WARN),
            // Vert.x registers its gauges once per server; the registry keeps the first and warns of the others.
            entry("io.micrometer.core.instrument.MeterRegistry", Level.ERROR),
            // Its one error is a file half sent to a client that disconnected: everyday life on an edge.
            entry("io.vertx.core.net.impl.VertxConnection", Level.OFF));

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty("logback.configurationFile") != null
                || LogConfigurator.class.getResource("/logback-test.xml") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        configure(context, Optional.empty(), Optional.empty());
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Configures a context that is new or reset; what is empty is as the process was started. */
    static void configure(LoggerContext context, Optional<String> format, Optional<String> level) {
        var _ = context.getStatusManager().add(new NopStatusListener());
        LEVELS.forEach((logger, least) -> context.getLogger(logger).setLevel(least));
        String written = format.or(() -> variable("LEGATO_LOG_FORMAT"))
                .orElseGet(() -> System.getProperty("legato.log.format", "text"));
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        boolean json = written.equalsIgnoreCase("json");
        appender.setName(json ? "json" : "text");
        appender.setTarget("System.err");
        appender.setEncoder(json ? json(context) : text(context));
        appender.start();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.toLevel(level.or(() -> variable("LEGATO_LOG_LEVEL")).orElse("info"), Level.INFO));
        root.addAppender(appender);
    }

    private static Optional<String> variable(String name) {
        @Nullable String property = System.getProperty(name);
        return Optional.ofNullable(property == null ? System.getenv(name) : property);
    }

    private static Encoder<ILoggingEvent> text(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        return encoder;
    }

    private static Encoder<ILoggingEvent> json(LoggerContext context) {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithContext(false);
        encoder.setWithArguments(false);
        encoder.setWithMessage(false);
        encoder.setWithFormattedMessage(true);
        encoder.start();
        return encoder;
    }
}
