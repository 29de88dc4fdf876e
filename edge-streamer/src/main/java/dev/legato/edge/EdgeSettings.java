package dev.legato.edge;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.legato.contracts.LegatoService;
import dev.legato.edge.access.AccessLogSettings;
import dev.legato.edge.cache.CacheSettings;
import dev.legato.edge.cluster.EdgeClusterSettings;
import dev.legato.edge.file.DotFiles;
import dev.legato.edge.file.MediaTypes;
import dev.legato.edge.guard.ConnectionLimits;
import dev.legato.edge.tls.TlsSettings;
import dev.legato.runtime.auth.LinkKeys;
import dev.legato.runtime.http.HttpSettings;
import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The edge's settings, section {@code edge}.
 *
 * @param http {@code host} (127.0.0.1), {@code port} (8081), {@code idleTimeout} (75s)
 * @param tls {@code tls.…}, null to speak plain text
 * @param http2 {@code http2.…}
 * @param connections {@code connections} and the other limits
 * @param accessLog {@code accessLog} and {@code accessLogFile}
 * @param root {@code root}, the folder it serves; null for a caching edge
 * @param cache {@code origin.…} and {@code cache.…}; null to serve the folder
 * @param cluster {@code cluster.…}; null for a caching edge that asks no other
 * @param mount {@code mount} (/audio), the path under which objects are served
 * @param open {@code open} (false): true serves without signatures
 * @param secrets {@code links.keys}, which verify signed links; needed unless {@code open}
 * @param audioCache {@code cacheControl}: Cache-Control of everything but artwork
 * @param artworkCache {@code artworkCacheControl}
 * @param allowOrigin {@code allowOrigin} (*): which origins' pages may read answers
 * @param openFiles {@code openFiles} (1024, or as many as the process's descriptors allow), files kept open
 * @param trust {@code trust} (1m, if open 10s), how long a cached path may be stale after a directory or symlink
 *     changed; writing to it, deleting it and renaming another onto it show at once
 * @param workers {@code workers} (8), threads that may wait for disks
 * @param hashAtOnce {@code hashAtOnce} (8MiB): files up to this size are hashed by the worker that opens them, larger ones
 *     in the background
 * @param tagWait {@code tagWait} (2s), how long the first request for a larger file, up to 1 GiB, waits for its tag; later
 *     ones carry it
 * @param keepHashes {@code keepHashes} (true): keep hashes in the files' extended attributes
 * @param eventLoops {@code eventLoops}, by default one per core
 * @param fastLane {@code fastLane} (on): answer canonical GETs ahead of the HTTP layer
 * @param drain {@code drain} (25s), how long streams under way may take when the edge stops
 * @param takeOver {@code takeOver} (false): true takes the port over from a running edge, which may then be stopped
 * @param handOver {@code handOver} (1s), how long this edge still accepts connections that have begun, when another
 *     edge has taken the port
 * @param pacing {@code pacing.…}
 * @param cdn {@code cdn.…}
 * @param dotFiles {@code dotFiles} (music): which names that begin with a dot are served
 * @param mediaTypes {@code mediaTypes}: content types by extension, which are added to the known ones or replace them
 */
public record EdgeSettings(
        HttpSettings http,
        @Nullable TlsSettings tls,
        Http2Limits http2,
        ConnectionLimits connections,
        AccessLogSettings accessLog,
        @Nullable Path root,
        @Nullable CacheSettings cache,
        @Nullable EdgeClusterSettings cluster,
        String mount,
        boolean open,
        Map<String, byte[]> secrets,
        String audioCache,
        String artworkCache,
        String allowOrigin,
        int openFiles,
        Duration trust,
        int workers,
        long hashAtOnce,
        Duration tagWait,
        boolean keepHashes,
        int eventLoops,
        boolean fastLane,
        Duration drain,
        boolean takeOver,
        Duration handOver,
        PacingSettings pacing,
        CdnSettings cdn,
        DotFiles dotFiles,
        MediaTypes mediaTypes) {
    /** Objects never change under their key, so a year is right; no-transform keeps proxies from changing ranges. */
    private static final String IMMUTABLE = "public, max-age=31536000, immutable, no-transform";

    private static final int OPEN_FILES = 1024;
    private static final int MAX_OPEN_FILES = 100_000;

    /** A process has 40 s to stop, for the hand-over and then for the streams under way. */
    private static final Duration MAX_DRAIN = Duration.ofSeconds(35);

    private static final Duration MAX_HAND_OVER = Duration.ofSeconds(4);
    private static final String REVALIDATE = "public, max-age=60, no-transform";

    public static EdgeSettings from(Settings settings) {
        boolean open = settings.flag("edge.open", false);
        Map<String, byte[]> secrets = open && LinkKeys.pairs(settings).isEmpty()
                ? Map.of()
                : LinkKeys.from(settings).secrets();
        CdnSettings cdn = CdnSettings.from(settings);
        CacheSettings cache = CacheSettings.from(settings);
        return new EdgeSettings(
                HttpSettings.from(settings, LegatoService.EDGE),
                TlsSettings.from(settings, cdn.clientCa()),
                Http2Limits.from(settings),
                ConnectionLimits.from(settings, open),
                AccessLogSettings.from(settings),
                root(settings, cache),
                cache,
                EdgeClusterSettings.from(settings),
                mount(settings.text("edge.mount", "/audio")),
                open,
                secrets,
                settings.text("edge.cacheControl", open ? REVALIDATE : IMMUTABLE),
                settings.text("edge.artworkCacheControl", REVALIDATE),
                settings.text("edge.allowOrigin", "*"),
                openFiles(settings),
                settings.duration(
                        "edge.trust",
                        open ? Duration.ofSeconds(10) : Duration.ofMinutes(1),
                        Duration.ofMillis(10),
                        Duration.ofHours(24)),
                (int) settings.integer("edge.workers", 8, 1, 256),
                settings.bytes("edge.hashAtOnce", 8 << 20),
                settings.duration("edge.tagWait", Duration.ofSeconds(2), Duration.ZERO, Duration.ofMinutes(10)),
                settings.flag("edge.keepHashes", true),
                (int) settings.integer("edge.eventLoops", Runtime.getRuntime().availableProcessors(), 1, 256),
                settings.flag("edge.fastLane", true),
                settings.duration("edge.drain", Duration.ofSeconds(25), Duration.ofMillis(100), MAX_DRAIN),
                settings.flag("edge.takeOver", false),
                settings.duration("edge.handOver", Duration.ofSeconds(1), Duration.ofMillis(10), MAX_HAND_OVER),
                PacingSettings.from(settings),
                cdn,
                settings.choice("edge.dotFiles", DotFiles.MUSIC),
                mediaTypes(settings));
    }

    /**
     * Up to twice as many may be open at once, with two descriptors each; half of the process's are for connections.
     */
    private static int openFiles(Settings settings) {
        long descriptors = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getMaxFileDescriptorCount()
                : Integer.MAX_VALUE;
        int max = Math.clamp(descriptors / 8, 1, MAX_OPEN_FILES);
        return (int) settings.integer("edge.openFiles", Math.min(OPEN_FILES, max), 1, max);
    }

    private static MediaTypes mediaTypes(Settings settings) {
        try {
            return MediaTypes.with(settings.mapping("edge.mediaTypes"));
        } catch (IllegalArgumentException e) {
            throw new SettingsException("edge.mediaTypes: " + e.getMessage());
        }
    }

    /** The folder of an edge that has no origins. */
    Path folder() {
        return Objects.requireNonNull(root);
    }

    private static @Nullable Path root(Settings settings, @Nullable CacheSettings cache) {
        Path root = settings.path("edge.root").orElse(null);
        if (cache != null && root != null) {
            throw new SettingsException(
                    "edge.root and edge.origin.urls are both set (expected: a folder to serve, or origins to cache)");
        }
        if (cache == null && root == null) {
            throw new SettingsException(
                    "edge.root is not set (expected: the folder to serve, or edge.origin.urls to cache)");
        }
        return root;
    }

    private static String mount(String text) {
        if (!text.startsWith("/") || text.contains("//") || text.contains("%")) {
            throw new SettingsException("edge.mount: '%s' (expected: a path like /audio, or /)".formatted(text));
        }
        return text.endsWith("/") ? text : text + '/';
    }
}
