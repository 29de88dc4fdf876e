package dev.legato.metadata.importing;

import dev.legato.runtime.json.Json;
import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Detects whether something sent again is unchanged, by the SHA-256 of its JSON. */
final class ContentHash {
    private ContentHash() {}

    static Buffer of(Object record) {
        try {
            return Buffer.buffer(MessageDigest.getInstance("SHA-256").digest(Json.write(record)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
