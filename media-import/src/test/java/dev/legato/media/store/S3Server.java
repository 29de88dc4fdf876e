package dev.legato.media.store;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** A real S3 server in this process, which keeps the objects of its one bucket as files. */
public final class S3Server implements AutoCloseable {
    private static final String BUCKET = "music";
    private static final String ACCESS_KEY = "legato";

    private final S3Proxy proxy;
    private final Path bucket;

    public S3Server(Path folder) throws Exception {
        bucket = Files.createDirectories(folder.resolve(BUCKET));
        proxy = S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(folder.toString()))
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, "s3cret")
                .ignoreUnknownHeaders(true)
                .stopTimeout(0)
                .build();
        proxy.start();
    }

    /** Where the bucket's objects lie. */
    public Path bucket() {
        return bucket;
    }

    public S3Settings settings() {
        return settings(URI.create("http://127.0.0.1:" + proxy.getPort()), BUCKET, "s3cret", Duration.ofSeconds(20));
    }

    static S3Settings settings(URI endpoint, String bucket, String secret, Duration timeout) {
        return new S3Settings(bucket, endpoint, "us-east-1", true, ACCESS_KEY, secret, timeout);
    }

    @Override
    public void close() throws IOException {
        try {
            proxy.stop();
        } catch (Exception e) {
            throw new IOException("stopping the S3 server", e);
        }
    }
}
