package dev.legato.metadata.api;

import dev.legato.contracts.Sha256;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.json.Json;
import java.util.HexFormat;

/** Answers catalogue entries as cacheable, with an entity tag for revalidation. */
final class Replies {
    private static final int TAG_BYTES = 12;

    private Replies() {}

    static Reply tagged(Object body) {
        return Reply.ok(body).etag(tag(Json.write(body))).privateAlwaysAsk();
    }

    private static String tag(byte[] json) {
        return '"' + HexFormat.of().formatHex(Sha256.of(json), 0, TAG_BYTES) + '"';
    }
}
