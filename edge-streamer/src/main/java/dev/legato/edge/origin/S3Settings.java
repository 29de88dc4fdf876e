package dev.legato.edge.origin;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the buckets of {@code s3://} origins are reached, {@code edge.origin.s3.…}.
 *
 * @param endpoint {@code endpoint}; null for AWS's of the region
 * @param region {@code region} (us-east-1)
 * @param pathStyle {@code pathStyle} (true with an endpoint): the bucket in the path, not in the host's name
 * @param accessKey {@code accessKey}; null to take credentials from where the AWS SDK looks for them
 * @param secretKey {@code secretKey}, set if the access key is
 */
public record S3Settings(
        @Nullable URI endpoint,
        String region,
        boolean pathStyle,
        @Nullable String accessKey,
        @Nullable String secretKey) {
    static S3Settings from(Settings settings) {
        Optional<URI> endpoint = settings.uri("edge.origin.s3.endpoint", "http", "https");
        Optional<String> accessKey = settings.text("edge.origin.s3.accessKey");
        Optional<String> secretKey = settings.secret("edge.origin.s3.secretKey");
        if (accessKey.isPresent() != secretKey.isPresent()) {
            throw new SettingsException(
                    "edge.origin.s3.accessKey and edge.origin.s3.secretKey: one is set (expected: both or none)");
        }
        if (endpoint.isPresent() && endpoint.get().getHost() == null) {
            throw new SettingsException(
                    "edge.origin.s3.endpoint: '%s' (expected: a URI like https://host:port)".formatted(endpoint.get()));
        }
        return new S3Settings(
                endpoint.orElse(null),
                settings.text("edge.origin.s3.region", "us-east-1"),
                settings.flag("edge.origin.s3.pathStyle", endpoint.isPresent()),
                accessKey.orElse(null),
                secretKey.orElse(null));
    }

    /** Without the credentials. */
    @Override
    public String toString() {
        return "S3Settings[endpoint %s, region %s]".formatted(endpoint, region);
    }
}
