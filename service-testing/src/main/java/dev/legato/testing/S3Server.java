package dev.legato.testing;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** A real S3 server in this process, which keeps the objects of its one bucket as files. Its module needs s3proxy itself. */
public final class S3Server implements AutoCloseable {
    public static final String BUCKET = "music";
    public static final String ACCESS_KEY = "legato";
    public static final String SECRET_KEY = "s3cret";

    private final S3Proxy proxy;
    private final Path bucket;

    /** Starts a server on a free port over a folder. */
    public S3Server(Path folder) throws Exception {
        bucket = Files.createDirectories(folder.resolve(BUCKET));
        proxy = S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(folder.toString()))
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, SECRET_KEY)
                .ignoreUnknownHeaders(true)
                .stopTimeout(0)
                .build();
        proxy.start();
    }

    /** Where the bucket's objects lie. */
    public Path bucket() {
        return bucket;
    }

    /** Its address, with the bucket in the path. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + proxy.getPort());
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
