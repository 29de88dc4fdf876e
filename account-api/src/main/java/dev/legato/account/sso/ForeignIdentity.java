package dev.legato.account.sso;

import dev.legato.account.person.EmailAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A person as another provider vouches for it.
 *
 * @param subject never changes there, OpenID Connect Core §5.7
 * @param sid the provider's session
 * @param email the address, if the provider says that it is the person's
 * @param name what the person is called, or the empty text
 * @param authenticatedAt when the person last proved there who it is, if the provider says so
 */
record ForeignIdentity(
        String issuer,
        String subject,
        Optional<String> sid,
        Optional<EmailAddress> email,
        String name,
        Set<String> groups,
        Optional<Instant> authenticatedAt) {
    ForeignIdentity {
        groups = Set.copyOf(groups);
    }

    /** The same, having proved it at this time. */
    ForeignIdentity authenticatedAt(Instant at) {
        return new ForeignIdentity(issuer, subject, sid, email, name, groups, Optional.of(at));
    }

    /** Neither name nor address. */
    @Override
    public String toString() {
        return "ForeignIdentity[%s]".formatted(issuer);
    }
}
