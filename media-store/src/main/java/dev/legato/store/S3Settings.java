package dev.legato.store;

import dev.legato.runtime.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a bucket is reached.
 *
 * @param bucket {@code import.s3.bucket}; without it there is no S3
 * @param endpoint {@code import.s3.endpoint}; AWS's of the region if it is not set
 * @param region {@code import.s3.region}
 * @param pathStyle {@code import.s3.path-style}: the bucket in the path, not in the host; most servers beside AWS want it
 * @param accessKey {@code import.s3.access-key}; without it, the environment's {@code AWS_ACCESS_KEY_ID} and what else the
 *     AWS SDK looks at
 * @param secretKey {@code import.s3.secret-key}, best by {@code LEGATO_IMPORT_S3_SECRET_KEY}
 * @param timeout {@code import.s3.timeout}: how long one try of a call may take, beside a second for each 256 KiB it moves
 */
public record S3Settings(
        String bucket,
        @Nullable URI endpoint,
        String region,
        boolean pathStyle,
        @Nullable String accessKey,
        @Nullable String secretKey,
        Duration timeout) {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /** Empty if no bucket is named. */
    public static Optional<S3Settings> from(Settings settings) {
        Optional<URI> endpoint = settings.uri("import.s3.endpoint", "http", "https");
        String region = settings.text("import.s3.region", "us-east-1");
        boolean pathStyle = settings.flag("import.s3.path-style", endpoint.isPresent());
        Optional<String> accessKey = settings.text("import.s3.access-key");
        Optional<String> secretKey = settings.text("import.s3.secret-key");
        Duration timeout = settings.duration("import.s3.timeout", TIMEOUT, Duration.ofMillis(100), Duration.ofHours(1));
        return settings.text("import.s3.bucket")
                .map(bucket -> new S3Settings(
                        bucket,
                        endpoint.orElse(null),
                        region,
                        pathStyle,
                        accessKey.orElse(null),
                        accessKey.isPresent()
                                ? secretKey.orElseGet(() -> settings.required("import.s3.secret-key"))
                                : null,
                        timeout));
    }

    @Override
    public String toString() {
        return "S3Settings[bucket %s, endpoint %s, region %s]".formatted(bucket, endpoint, region);
    }
}
