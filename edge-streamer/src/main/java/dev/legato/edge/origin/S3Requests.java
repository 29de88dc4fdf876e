package dev.legato.edge.origin;

import dev.legato.edge.http.FieldList;
import dev.legato.edge.http.FieldList.Line;
import dev.legato.edge.origin.OriginException.Kind;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

/**
 * Makes requests for the objects of a bucket, signed by Signature Version 4. Only GET and HEAD are sent, and of the
 * client's fields only those that choose a part or a version of the object: its Authorization or {@code x-amz-*} would
 * act in this edge's name.
 */
final class S3Requests implements AutoCloseable {
    private static final Set<String> SENT_ON =
            Set.of("range", "if-match", "if-none-match", "if-modified-since", "if-unmodified-since");

    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final S3Credentials credentials;
    private final String region;
    private final Clock clock;

    S3Requests(S3Settings settings, LongSupplier nanoTime, Clock clock) {
        this.credentials = S3Credentials.of(settings, nanoTime);
        this.region = settings.region();
        this.clock = clock;
    }

    /** @return fails with REQUEST if the request is not for an object, and with CREDENTIALS if it cannot be signed */
    Future<OutgoingRequest> of(OriginRequest request, OriginAddress bucket, Context context) {
        @Nullable String object = S3Path.ofObject(request.target());
        boolean reads = request.body() == null && (request.method().equals("GET") || request.isHead());
        if (object == null || !reads) {
            return Future.failedFuture(new OriginException(
                    Kind.REQUEST, "%s does not read an object of a bucket".formatted(request.method()), null));
        }
        return credentials
                .get(context)
                .map(held -> sign(request, bucket, object, held))
                .recover(cause -> Future.failedFuture(new OriginException(
                        // The SDK's message says where it has looked for credentials, and none of their values.
                        Kind.CREDENTIALS, "the request to S3 could not be signed: " + cause.getMessage(), cause)));
    }

    private OutgoingRequest sign(OriginRequest request, OriginAddress bucket, String object, AwsCredentials held) {
        SdkHttpRequest unsigned = SdkHttpRequest.builder()
                .method(request.isHead() ? SdkHttpMethod.HEAD : SdkHttpMethod.GET)
                .protocol(bucket.tls() ? "https" : "http")
                .host(bucket.host())
                .port(bucket.port())
                .encodedPath(bucket.path() + object)
                .build();
        SignedRequest signed = signer.sign(sign -> sign.identity(held)
                .request(unsigned)
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                .putProperty(HttpSigner.SIGNING_CLOCK, clock));
        List<Line> lines = new ArrayList<>();
        for (Line line : request.fields().lines()) {
            if (SENT_ON.contains(line.name())) {
                lines.add(line);
            }
        }
        signed.request().headers().forEach((name, values) -> {
            if (!name.toLowerCase(Locale.ROOT).equals("host")) {
                values.forEach(value -> lines.add(new Line(name, value)));
            }
        });
        return new OutgoingRequest(bucket.path() + object, OutgoingRequest.host(bucket), new FieldList(lines));
    }

    @Override
    public void close() {
        credentials.close();
    }
}
