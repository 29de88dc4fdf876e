package dev.legato.account.person;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a person with an account.
 *
 * @param verified whether the person has shown that mail to the address arrives
 * @param country ISO 3166-1 alpha-2, null if not given
 * @param language BCP 47, null if not given
 */
public record Person(
        Account account,
        Set<Role> roles,
        boolean verified,
        @Nullable String country,
        @Nullable String language,
        Instant createdAt) {
    public Person {
        roles = Set.copyOf(roles);
    }

    /** Whether it looks after other people's accounts. */
    public boolean isAdmin() {
        return roles.contains(Role.ADMIN);
    }

    /** Its address, or the empty text. */
    public String email() {
        return account.email() == null ? "" : account.email().value();
    }
}
