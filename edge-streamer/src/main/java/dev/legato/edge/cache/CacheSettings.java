package dev.legato.edge.cache;

import dev.legato.edge.origin.OriginSettings;
import dev.legato.edge.store.StoreSettings;
import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a caching edge, {@code edge.cache.…}; it is one if {@code edge.origin.urls} is set.
 *
 * @param origins {@code edge.origin.…}
 * @param store {@code dir}, {@code bytes}, {@code objects}, {@code sliceBytes}, {@code pinned}
 * @param policy {@code honourRequests}, {@code maxHeuristic}, {@code negative}, {@code staleIfUnreachable}, {@code
 *     dropFields}
 * @param name {@code name} (legato), this cache's name in Cache-Status
 * @param query {@code query} (true): whether the query is part of the key
 * @param readAhead {@code readAhead} (2), slices that are fetched behind those asked for
 * @param collapseWait {@code collapseWait} (5s), how long a request waits for another's fetch of the same key
 * @param purgeKey {@code purgeKey}, which those who purge have to know; null to refuse all
 * @param maxWait {@code maxWait} (60s), how long an answer under way waits for its next bytes
 */
public record CacheSettings(
        OriginSettings origins,
        StoreSettings store,
        dev.legato.edge.policy.CacheSettings policy,
        String name,
        boolean query,
        int readAhead,
        Duration collapseWait,
        @Nullable String purgeKey,
        Duration maxWait) {
    private static final List<String> DROPPED = List.of("access-control-*", "timing-allow-origin", "x-amz-*");
    private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";
    private static final long DEFAULT_BYTES = 10L << 30;
    private static final int MIN_KEY_LENGTH = 16;
    private static final int MIN_SLICES = 8;
    private static final int OPEN_FILES = 1024;
    private static final int MAX_OPEN_FILES = 100_000;
    private static final int MIN_OBJECTS = 1024;
    private static final int MAX_OBJECTS = 4_000_000;
    private static final int MIN_SLICE = 64 << 10;
    private static final int MAX_SLICE = 64 << 20;

    /**
     * Reads the settings.
     *
     * @return null if no origin is set
     */
    public static @Nullable CacheSettings from(Settings settings) {
        OriginSettings origins = OriginSettings.from(settings);
        Path folder = settings.path("edge.cache.dir").orElse(null);
        dev.legato.edge.policy.CacheSettings policy = policy(settings);
        String name = settings.text("edge.cache.name", "legato");
        boolean query = settings.flag("edge.cache.query", true);
        int readAhead = (int) settings.integer("edge.cache.readAhead", 2, 0, 64);
        Duration collapseWait = settings.duration(
                "edge.cache.collapseWait", Duration.ofSeconds(5), Duration.ofMillis(10), Duration.ofMinutes(1));
        Duration maxWait = settings.duration(
                "edge.cache.maxWait", Duration.ofMinutes(1), Duration.ofMillis(100), Duration.ofMinutes(10));
        String purgeKey = settings.secret("edge.cache.purgeKey").orElse(null);
        if (purgeKey != null && purgeKey.length() < MIN_KEY_LENGTH) {
            throw new SettingsException("edge.cache.purgeKey: %d characters (expected: >= %d)"
                    .formatted(purgeKey.length(), MIN_KEY_LENGTH));
        }
        StoreSettings store = store(settings, folder == null ? Path.of("cache") : folder);
        if (origins == null) {
            if (folder != null) {
                throw new SettingsException(
                        "edge.cache.dir is set, but edge.origin.urls is not (expected: the origins to cache)");
            }
            return null;
        }
        if (folder == null) {
            throw new SettingsException("edge.cache.dir is not set (expected: the folder to cache in)");
        }
        return new CacheSettings(origins, store, policy, name, query, readAhead, collapseWait, purgeKey, maxWait);
    }

    /** This cache's name in Via, which has to be a token. */
    String pseudonym() {
        return name.matches(TOKEN) ? name : "legato";
    }

    int sliceBytes() {
        return store.sliceBytes();
    }

    int openFiles() {
        return store.maxOpenFiles();
    }

    private static dev.legato.edge.policy.CacheSettings policy(Settings settings) {
        dev.legato.edge.policy.CacheSettings usual = dev.legato.edge.policy.CacheSettings.DEFAULT;
        Duration year = Duration.ofDays(365);
        return new dev.legato.edge.policy.CacheSettings(
                settings.flag("edge.cache.honourRequests", usual.honourRequestDirectives()),
                settings.duration("edge.cache.maxHeuristic", usual.maxHeuristic(), Duration.ZERO, year),
                settings.duration("edge.cache.negative", usual.negativeLifetime(), Duration.ZERO, year),
                settings.duration("edge.cache.staleIfUnreachable", usual.maxStaleDisconnected(), Duration.ZERO, year),
                Set.copyOf(settings.list("edge.cache.dropFields", DROPPED)));
    }

    /** As many objects as slices, within bounds. */
    private static int objects(long bytes, int slice) {
        return Math.clamp(bytes / slice, MIN_OBJECTS, MAX_OBJECTS);
    }

    private static StoreSettings store(Settings settings, Path folder) {
        long bytes = settings.bytes("edge.cache.bytes", DEFAULT_BYTES);
        long slice = settings.bytes("edge.cache.sliceBytes", StoreSettings.SLICE_BYTES);
        if (slice < MIN_SLICE || slice > MAX_SLICE || slice % MIN_SLICE != 0) {
            throw new SettingsException(
                    "edge.cache.sliceBytes: %d (expected: a multiple of 64KiB, up to 64MiB)".formatted(slice));
        }
        if (bytes < MIN_SLICES * slice) {
            throw new SettingsException(
                    "edge.cache.bytes: %d (expected: >= %d slices of %d bytes)".formatted(bytes, MIN_SLICES, slice));
        }
        StoreSettings usual = StoreSettings.of(folder, Math.max(bytes, MIN_SLICES * (long) StoreSettings.SLICE_BYTES));
        return new StoreSettings(
                folder,
                bytes,
                (int) settings.integer("edge.cache.objects", objects(bytes, (int) slice), 1, 100_000_000),
                usual.maxDescriptionBytes(),
                (int) slice,
                usual.maxVariants(),
                (int) settings.integer("edge.openFiles", OPEN_FILES, 1, MAX_OPEN_FILES),
                settings.list("edge.cache.pinned", List.of()),
                usual.syncInterval(),
                usual.retryAfter(),
                settings.bytes("edge.cache.scrub", usual.scrubBytesPerSecond()));
    }
}
