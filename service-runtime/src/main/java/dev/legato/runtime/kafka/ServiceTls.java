package dev.legato.runtime.kafka;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.tls.ClientTls;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.jspecify.annotations.Nullable;

/**
 * Has Kafka's clients use the files of {@link ClientTls} as they are at each connection; their own way reads them once. Kafka makes
 * it, by the name of the class.
 */
public final class ServiceTls implements SslEngineFactory {
    private static final String PREFIX = "legato.";
    private static final String CA = "tls.ca";
    private static final String CERTIFICATE = "tls.certificate";
    private static final String KEY = "tls.key";

    private @Nullable SSLContext context;

    /** The properties by which a Kafka client speaks TLS with these files. */
    static Map<String, String> properties(ClientTls tls) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "security.protocol", "SSL", SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, ServiceTls.class.getName()));
        tls.ca().ifPresent(file -> properties.put(PREFIX + CA, file.toString()));
        tls.identity().ifPresent(own -> {
            properties.put(PREFIX + CERTIFICATE, own.certificate().toString());
            properties.put(PREFIX + KEY, own.key().toString());
        });
        return properties;
    }

    @Override
    public void configure(Map<String, ?> configuration) {
        Map<String, String> files = new HashMap<>();
        for (String key : Set.of(CA, CERTIFICATE, KEY)) {
            if (configuration.get(PREFIX + key) instanceof String file) {
                files.put(key, file);
            }
        }
        context = ClientTls.from(Settings.of(files)).currentContext();
    }

    @Override
    public SSLEngine createClientSslEngine(String host, int port, String endpointIdentification) {
        if (context == null) {
            throw new IllegalStateException("not configured yet");
        }
        SSLEngine engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(endpointIdentification);
        engine.setSSLParameters(parameters);
        return engine;
    }

    @Override
    public SSLEngine createServerSslEngine(String host, int port) {
        throw new UnsupportedOperationException("a client's");
    }

    /** What changes is looked at with each connection. */
    @Override
    public boolean shouldBeRebuilt(Map<String, Object> configuration) {
        return false;
    }

    @Override
    public Set<String> reconfigurableConfigs() {
        return Set.of();
    }

    @Override
    public @Nullable KeyStore keystore() {
        return null;
    }

    @Override
    public @Nullable KeyStore truststore() {
        return null;
    }

    @Override
    public void close() {}
}
