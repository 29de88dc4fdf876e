package dev.legato.contracts;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sections of a settings file: all of Legato's programs may share one. */
public final class SettingsSections {
    /** Every section by name. */
    public static final Set<String> ALL = Stream.concat(
                    Arrays.stream(LegatoService.values()).map(LegatoService::label),
                    Stream.of(
                            "cluster",
                            "import",
                            "kafka",
                            "links",
                            "log",
                            "management",
                            "postgres",
                            "redis",
                            "tls",
                            "tokens",
                            "up"))
            .collect(Collectors.toUnmodifiableSet());

    /** The keys of sections of which one program reads more than another; a test in all-in-one holds them complete. */
    public static final Map<String, List<String>> READ_IN_PART = Map.of(
            "import",
            List.of(
                    "account",
                    "client",
                    "index",
                    "metadata",
                    "objects",
                    "parallelism",
                    "renditions",
                    "secret",
                    "s3.access-key",
                    "s3.bucket",
                    "s3.endpoint",
                    "s3.path-style",
                    "s3.region",
                    "s3.secret-key",
                    "s3.timeout"),
            "links",
            List.of("edgeUrl", "hosts", "keys", "keysFile", "validFor"),
            "log",
            List.of("format", "level"));

    private SettingsSections() {}
}
