package dev.legato.edge.origin;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.LongSupplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/**
 * The credentials that requests to S3 are signed with: those of the settings, or those of the environment (variables,
 * profile, container, instance), which the SDK renews before they expire. For any thread.
 */
final class S3Credentials implements AutoCloseable {
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final Refreshed<AwsCredentials> credentials;
    private final Runnable close;

    private S3Credentials(Refreshed<AwsCredentials> credentials, Runnable close) {
        this.credentials = credentials;
        this.close = close;
    }

    static S3Credentials of(S3Settings settings, LongSupplier nanoTime) {
        if (settings.accessKey() != null && settings.secretKey() != null) {
            AwsCredentials fixed = AwsBasicCredentials.create(settings.accessKey(), settings.secretKey());
            return new S3Credentials(new Refreshed<>("s3-credentials", () -> fixed, FRESH, nanoTime), () -> {});
        }
        DefaultCredentialsProvider environment =
                DefaultCredentialsProvider.builder().build();
        return new S3Credentials(
                new Refreshed<>("s3-credentials", environment::resolveCredentials, FRESH, nanoTime),
                environment::close);
    }

    /** The credentials of now, on a context; fails if there are none. */
    Future<AwsCredentials> get(Context context) {
        return credentials.get(context);
    }

    @Override
    public void close() {
        close.run();
    }
}
