package dev.legato.edge.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The OCSP response (RFC 6960, DER) that is stapled to handshakes. The operator fetches it and puts it into a file:
 *
 * <pre>
 *   openssl ocsp -issuer issuer.pem -cert certificate.pem -url http://ocsp.example -respout staple.der
 * </pre>
 */
final class Staple {
    private static final int MAX_BYTES = 64 << 10;

    private final @Nullable Path file;
    private volatile byte[] response = {};

    /** @param file null to staple nothing */
    Staple(@Nullable Path file) {
        this.file = file;
    }

    boolean isConfigured() {
        return file != null;
    }

    /** Reads the file, for the first time or again. */
    void read() throws IOException {
        if (file == null) {
            return;
        }
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length == 0 || bytes.length > MAX_BYTES) {
            throw new IOException("%s: %d bytes (expected: an OCSP response in DER, 1 to %d bytes)"
                    .formatted(file, bytes.length, MAX_BYTES));
        }
        response = bytes;
    }

    /** The response, empty to staple nothing; the caller must not change it. */
    byte[] response() {
        return response;
    }
}
