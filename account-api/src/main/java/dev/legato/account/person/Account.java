package dev.legato.account.person;

import dev.legato.contracts.ContentId;
import dev.legato.contracts.Scopes;
import java.util.Set;
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

    /** What the access tokens of its own sessions allow. */
    public Set<String> scopes() {
        return guest() ? Scopes.GUEST : Scopes.FIRST_PARTY;
    }
}
