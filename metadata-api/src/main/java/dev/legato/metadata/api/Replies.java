package dev.legato.metadata.api;

import dev.legato.runtime.http.Reply;
import dev.legato.runtime.json.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** Answers catalogue entries as cacheable, with an entity tag for revalidation. */
final class Replies {
    private static final int TAG_BYTES = 12;

    private Replies() {}

    static Reply tagged(Object body) {
        return Reply.ok(body).etag(tag(Json.write(body))).privateAlwaysAsk();
    }

    private static String tag(byte[] json) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(json);
            return '"' + HexFormat.of().formatHex(Arrays.copyOf(digest, TAG_BYTES)) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
