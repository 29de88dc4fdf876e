package dev.legato.metadata.importing;

import dev.legato.contracts.Sha256;
import dev.legato.runtime.json.Json;
import io.vertx.core.buffer.Buffer;

/** Detects whether something sent again is unchanged, by the SHA-256 of its JSON. */
final class ContentHash {
    private ContentHash() {}

    static Buffer of(Object record) {
        return Buffer.buffer(Sha256.of(Json.write(record)));
    }
}
