package dev.legato.account.token;

import dev.legato.account.token.Revocations.Place;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import java.time.Duration;

/** Answers what verifiers of access tokens need to know: the key set and what was revoked. */
public final class KeysHandler {
    private static final Duration KEYS_CACHED = Duration.ofMinutes(5);

    private final SigningKeys keys;
    private final Revocations revocations;

    public KeysHandler(SigningKeys keys, Revocations revocations) {
        this.keys = keys;
        this.revocations = revocations;
    }

    /** The key set, RFC 7517 §5. */
    public Reply keys(Request request) {
        return Reply.ok(keys.publicKeys().getMap()).publicFor(KEYS_CACHED);
    }

    /** What was revoked since {@code after}. */
    public Reply revocations(Request request) {
        Place place = request.query("after", Place::parse).orElse(Place.START);
        return Reply.ok(revocations.after(place, keys.ids()).await()).header("Cache-Control", "no-store");
    }
}
