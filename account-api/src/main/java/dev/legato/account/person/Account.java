package dev.legato.account.person;

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
public record Account(String id, @Nullable EmailAddress email, String name) {
    public boolean guest() {
        return email == null;
    }

    /** What its access tokens allow. */
    public List<String> scopes() {
        return guest() ? List.of(Scopes.LISTEN) : List.of(Scopes.LISTEN, Scopes.LIBRARY);
    }
}
