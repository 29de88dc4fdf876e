package dev.legato.runtime.auth;

import dev.legato.contracts.Revocation;
import io.vertx.core.Future;

/** Who issues access tokens, as a verifier sees it: over the network, or the issuer's own. */
public interface Issuer {
    /** The public keys, a JWK set (RFC 7517 §5). */
    Future<String> keySet();

    /**
     * What was revoked since.
     *
     * @param after what an earlier answer's {@code next} or {@code more} said; empty for all there is
     */
    Future<Revocation.Page> revocations(String after);

    /** Disconnects. */
    default Future<Void> close() {
        return Future.succeededFuture();
    }
}
