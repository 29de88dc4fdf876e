package dev.legato.runtime.postgres;

import dev.legato.runtime.settings.SettingsException;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.pgclient.SslMode;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.postgresql.ssl.DefaultJavaSSLFactory;

/**
 * How connections to PostgreSQL are encrypted, by the parameters of its URI that libpq knows too:
 *
 * <pre>
 * sslmode=disable      never (the default)
 * sslmode=prefer       if the server can; whoever answers is believed
 * sslmode=require      always; whoever answers is believed
 * sslmode=verify-ca    always; the server's certificate must be signed by one of sslrootcert
 * sslmode=verify-full  the same, and the certificate must name the host of the URI
 * sslrootcert=FILE     certificates in PEM; without it, those this Java trusts
 * </pre>
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-ssl.html">libpq's SSL support</a>
 */
record PostgresTls(SslMode mode, Optional<Path> rootCertificates) {
    /** Without encryption. */
    static final PostgresTls NONE = new PostgresTls(SslMode.DISABLE, Optional.empty());

    private static final String EXPECTED = "sslmode, sslrootcert and target_session_attrs=read-write";

    /** What libpq calls our only way to choose among several servers. */
    private static final List<String> PRIMARY = List.of("read-write", "primary");

    /**
     * Reads a URI's parameters.
     *
     * @param key the setting it comes from, for messages
     * @param defaults has those that the URI does not name
     * @throws SettingsException if one is unknown or bad
     */
    static PostgresTls of(String key, URI uri, PostgresTls defaults) {
        Map<String, String> parameters = new HashMap<>();
        if (uri.getRawQuery() != null) {
            for (String parameter : uri.getRawQuery().split("&", -1)) {
                String[] parts = parameter.split("=", 2);
                parameters.put(parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        PostgresTls tls = new PostgresTls(
                mode(key, parameters.remove("sslmode"), defaults.mode()),
                Optional.ofNullable(parameters.remove("sslrootcert"))
                        .map(Path::of)
                        .or(defaults::rootCertificates));
        String attributes = parameters.remove("target_session_attrs");
        if (attributes != null && !PRIMARY.contains(attributes)) {
            throw new SettingsException(
                    "%s: target_session_attrs '%s' (expected: read-write or primary)".formatted(key, attributes));
        }
        if (!parameters.isEmpty()) {
            throw new SettingsException("%s: parameter '%s' (expected: %s)"
                    .formatted(key, parameters.keySet().iterator().next(), EXPECTED));
        }
        tls.rootCertificates().filter(file -> !Files.isReadable(file)).ifPresent(file -> {
            throw new SettingsException("%s: sslrootcert %s cannot be read".formatted(key, file));
        });
        return tls;
    }

    /** The options for Vert.x' client. */
    ClientSSLOptions options() {
        ClientSSLOptions options =
                new ClientSSLOptions().setHostnameVerificationAlgorithm(mode == SslMode.VERIFY_FULL ? "HTTPS" : "");
        return isVerifying() ? options.setTrustOptions(trust()) : options.setTrustAll(true);
    }

    /** The same for JDBC. */
    Properties jdbcProperties() {
        Properties properties = new Properties();
        properties.setProperty("sslmode", mode.value);
        if (isVerifying()) {
            rootCertificates.ifPresentOrElse(
                    file -> properties.setProperty("sslrootcert", file.toString()),
                    () -> properties.setProperty("sslfactory", DefaultJavaSSLFactory.class.getName()));
        }
        return properties;
    }

    private boolean isVerifying() {
        return mode == SslMode.VERIFY_CA || mode == SslMode.VERIFY_FULL;
    }

    private TrustOptions trust() {
        return rootCertificates
                .<TrustOptions>map(file -> new PemTrustOptions().addCertPath(file.toString()))
                .orElseGet(PostgresTls::ofJava);
    }

    private static TrustOptions ofJava() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            return TrustOptions.wrap(factory.getTrustManagers()[0]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java's own certificates cannot be read", e);
        }
    }

    private static SslMode mode(String key, @Nullable String text, SslMode otherwise) {
        if (text == null) {
            return otherwise;
        }
        return Arrays.stream(SslMode.values())
                .filter(mode -> mode.value.equals(text))
                .findFirst()
                .orElseThrow(() -> new SettingsException(
                        "%s: sslmode '%s' (expected: disable, prefer, require, verify-ca or verify-full)"
                                .formatted(key, text)));
    }
}
