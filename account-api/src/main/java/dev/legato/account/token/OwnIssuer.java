package dev.legato.account.token;

import dev.legato.account.token.Revocations.Place;
import dev.legato.contracts.Revocation;
import dev.legato.runtime.auth.Issuer;
import io.vertx.core.Future;

/** The issuer as its own verifier sees it: without the way over the network. */
public record OwnIssuer(SigningKeys keys, Revocations revocations) implements Issuer {
    @Override
    public Future<String> keySet() {
        return Future.succeededFuture(keys.publicKeys().encode());
    }

    @Override
    public Future<Revocation.Page> revocations(String after) {
        return revocations.after(after.isEmpty() ? Place.START : Place.parse(after), keys.ids());
    }
}
