package dev.legato.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClientBuilder;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Calls to S3 with a bound: each is tried {@linkplain #TRIES three} times within its time. Once one has found nobody, the
 * following are tried once each until one is answered, so that a run of many files ends.
 */
final class S3Calls implements Closeable {
    private static final int TRIES = 3;
    private static final int CONNECTIONS = 16;
    private static final int LOOPS = 2;
    private static final Duration MAX_STOP = Duration.ofSeconds(15);
    private static final long BYTES_A_SECOND = 256 << 10;
    private static final int NOT_FOUND = 404;

    /** Up to this, one call puts an object. */
    static final long PART = 64 << 20;

    private final S3Settings settings;
    /** One for all clients: their own would each wait two seconds for further work when closed. */
    private final SdkEventLoopGroup loops;

    private final S3AsyncClient patient;
    private final S3AsyncClient hasty;
    /** Only puts: it reads in parts too, which not every S3 server can. */
    private final S3AsyncClient inParts;

    private volatile boolean unreachable;

    S3Calls(S3Settings settings) {
        this.settings = settings;
        this.loops = SdkEventLoopGroup.builder().numberOfThreads(LOOPS).build();
        this.patient = client(settings, loops, TRIES, false);
        this.hasty = client(settings, loops, 1, false);
        this.inParts = client(settings, loops, TRIES, true);
    }

    /** The time a call that moves this many bytes may take. */
    AwsRequestOverrideConfiguration bound(long bytes) {
        Duration once = settings.timeout().plusSeconds(bytes / BYTES_A_SECOND);
        return AwsRequestOverrideConfiguration.builder()
                .apiCallAttemptTimeout(once)
                .apiCallTimeout(once.multipliedBy(TRIES).plusSeconds(TRIES))
                .build();
    }

    /**
     * Calls and waits.
     *
     * @param what is called, for people
     * @throws NoSuchFileException if there is no such object
     * @throws IOException if S3 refuses or does not answer
     */
    <T> T call(String what, Function<S3AsyncClient, CompletableFuture<T>> call) throws IOException {
        return await(what, call.apply(unreachable ? hasty : patient));
    }

    /** Puts a large object, as {@link #call} does. */
    <T> T callInParts(String what, Function<S3AsyncClient, CompletableFuture<T>> call) throws IOException {
        return await(what, call.apply(inParts));
    }

    private <T> T await(String what, CompletableFuture<T> answer) throws IOException {
        try {
            T result = answer.join();
            unreachable = false;
            return result;
        } catch (CompletionException e) {
            throw failure(what, e.getCause() == null ? e : e.getCause());
        }
    }

    private IOException failure(String what, Throwable cause) {
        if (cause instanceof S3Exception refusal) {
            unreachable = refusal.statusCode() >= 500;
            if (refusal.statusCode() == NOT_FOUND) {
                return new NoSuchFileException(what);
            }
            String code = refusal.awsErrorDetails() == null
                    ? ""
                    : " " + refusal.awsErrorDetails().errorCode();
            return new IOException("S3 refuses %s: %d%s".formatted(what, refusal.statusCode(), code), cause);
        }
        if (cause instanceof SdkException) {
            unreachable = true;
            return new IOException(
                    "S3 does not answer %s (bucket %s): %s".formatted(what, settings.bucket(), cause.getMessage()),
                    cause);
        }
        return new IOException("S3: %s: %s".formatted(what, cause), cause);
    }

    @Override
    public void close() {
        patient.close();
        hasty.close();
        inParts.close();
        var _ = loops.eventLoopGroup()
                .shutdownGracefully(0, MAX_STOP.toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly();
    }

    private static S3AsyncClient client(S3Settings settings, SdkEventLoopGroup loops, int tries, boolean inParts) {
        S3AsyncClientBuilder builder = S3AsyncClient.builder()
                .region(Region.of(settings.region()))
                .forcePathStyle(settings.pathStyle())
                .credentialsProvider(credentials(settings))
                // The store has checksums of its own, which every S3 server keeps.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .multipartEnabled(inParts)
                .multipartConfiguration(parts -> parts.thresholdInBytes(PART).minimumPartSizeInBytes(PART))
                .overrideConfiguration(all -> all.retryStrategy(DefaultRetryStrategy.standardStrategyBuilder()
                        .maxAttempts(tries)
                        .build()))
                .httpClientBuilder(NettyNioAsyncHttpClient.builder()
                        .eventLoopGroup(loops)
                        .maxConcurrency(CONNECTIONS)
                        .connectionTimeout(settings.timeout())
                        .connectionAcquisitionTimeout(settings.timeout()));
        if (settings.endpoint() != null) {
            builder.endpointOverride(settings.endpoint());
        }
        return builder.build();
    }

    private static AwsCredentialsProvider credentials(S3Settings settings) {
        return settings.accessKey() == null || settings.secretKey() == null
                ? DefaultCredentialsProvider.builder().build()
                : StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(settings.accessKey(), settings.secretKey()));
    }
}
