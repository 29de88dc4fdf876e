package dev.legato.edge.origin;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The origins that an edge fetches from, {@code edge.origin.…}.
 *
 * @param origins {@code urls}, in order
 * @param protocol {@code protocol} (auto)
 * @param timeouts {@code connectTimeout} and the other bounds of waits
 * @param pool {@code connections} and the other bounds of connections
 * @param retries {@code retries}, {@code retryBudget}, {@code retryStatus}
 * @param health {@code failures}, {@code rest}, {@code check}, {@code checkInterval}
 * @param preserveHost {@code preserveHost} (false): true sends the host that the client asked for
 * @param forwarded {@code forwarded} (none)
 * @param cdnId {@code cdnId}, this edge's id in CDN-Loop; null for one that is made up at each start
 * @param tls {@code tls.…}
 * @param s3 {@code s3.…}
 */
public record OriginSettings(
        List<OriginAddress> origins,
        Protocol protocol,
        OriginTimeouts timeouts,
        OriginPool pool,
        OriginRetries retries,
        OriginHealth health,
        boolean preserveHost,
        ForwardedFields forwarded,
        @Nullable String cdnId,
        OriginTls tls,
        S3Settings s3) {
    private static final int MAX_ORIGINS = 16;

    /** Which HTTP is spoken. */
    public enum Protocol {
        /** What the server chooses by ALPN with TLS, HTTP/1.1 without. */
        AUTO,
        /** HTTP/1.1. */
        HTTP1,
        /** HTTP/2 at once without TLS (RFC 9113 §3.3); with TLS as AUTO. */
        H2
    }

    public OriginSettings {
        origins = List.copyOf(origins);
    }

    /**
     * Reads the settings.
     *
     * @return null if no origin is set
     */
    public static @Nullable OriginSettings from(Settings settings) {
        S3Settings s3 = S3Settings.from(settings);
        List<OriginAddress> origins = settings.list("edge.origin.urls", List.of()).stream()
                .map(item -> OriginAddress.parse(item, s3))
                .toList();
        OriginSettings all = new OriginSettings(
                origins,
                settings.choice("edge.origin.protocol", Protocol.AUTO),
                OriginTimeouts.from(settings),
                OriginPool.from(settings),
                OriginRetries.from(settings),
                OriginHealth.from(settings),
                settings.flag("edge.origin.preserveHost", false),
                forwarded(settings),
                cdnId(settings),
                OriginTls.from(settings),
                s3);
        if (origins.size() > MAX_ORIGINS) {
            throw new SettingsException(
                    "edge.origin.urls: %d origins (expected: <= %d)".formatted(origins.size(), MAX_ORIGINS));
        }
        if (!origins.isEmpty() && origins.stream().allMatch(OriginAddress::isBackup)) {
            throw new SettingsException("edge.origin.urls: only backups (expected: one origin that is none)");
        }
        return origins.isEmpty() ? null : all;
    }

    private static ForwardedFields forwarded(Settings settings) {
        Map<String, ForwardedFields> byWord = new LinkedHashMap<>();
        for (ForwardedFields way : ForwardedFields.values()) {
            byWord.put(way.word(), way);
        }
        return settings.choice("edge.origin.forwarded", List.copyOf(byWord.keySet()))
                .map(byWord::get)
                .orElse(ForwardedFields.NONE);
    }

    /** RFC 8586 §2: a host with or without a port, or a pseudonym. */
    private static @Nullable String cdnId(Settings settings) {
        String id = settings.text("edge.origin.cdnId").orElse(null);
        if (id != null && !id.matches("[A-Za-z0-9!#$%&'*+.^_`|~\\[\\]:-]{1,100}")) {
            throw new SettingsException("edge.origin.cdnId: '%s' (expected: a host name or a token)".formatted(id));
        }
        return id;
    }
}
