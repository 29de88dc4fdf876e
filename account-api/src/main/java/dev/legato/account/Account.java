package dev.legato.account;

import dev.legato.contracts.ContentId;
import dev.legato.contracts.Scopes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A listener.
 *
 * @param id 26 characters of the form of {@link ContentId}
 * @param email null for a guest
 */
record Account(String id, @Nullable EmailAddress email, String name) {
    boolean guest() {
        return email == null;
    }

    /** What its access tokens allow. */
    List<String> scopes() {
        return guest() ? List.of(Scopes.LISTEN) : List.of(Scopes.LISTEN, Scopes.LIBRARY);
    }
}
