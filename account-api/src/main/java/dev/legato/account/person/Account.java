package dev.legato.account.person;

import dev.legato.contracts.ContentId;
import dev.legato.contracts.Scopes;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A listener.
 *
 * @param id 26 characters of the form of {@link ContentId}
 * @param email null for a guest
 * @param roles what it may do beside what everyone may; those of a guest are none
 */
public record Account(String id, @Nullable EmailAddress email, String name, Set<Role> roles) {
    public Account {
        roles = Set.copyOf(roles);
    }

    /** A guest without roles, or a listener. */
    public Account(String id, @Nullable EmailAddress email, String name) {
        this(id, email, name, email == null ? Set.of() : Set.of(Role.LISTENER));
    }

    public boolean guest() {
        return email == null;
    }

    /** What the access tokens of its own sessions allow. */
    public Set<String> scopes() {
        if (guest()) {
            return Scopes.GUEST;
        }
        Set<String> scopes = new HashSet<>(Scopes.FIRST_PARTY);
        if (roles.contains(Role.CURATOR) || roles.contains(Role.ADMIN)) {
            scopes.add(Scopes.CATALOGUE_WRITE);
        }
        if (roles.contains(Role.ADMIN)) {
            scopes.add(Scopes.ADMIN);
        }
        return Set.copyOf(scopes);
    }
}
