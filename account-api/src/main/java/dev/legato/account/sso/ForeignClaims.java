package dev.legato.account.sso;

import dev.legato.account.person.EmailAddress;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what a provider's claims say of a person, OpenID Connect Core §5.1; claims of another form say nothing. */
final class ForeignClaims {
    private static final int MAX_GROUPS = 500;

    private final Map<String, ?> claims;

    ForeignClaims(Map<String, ?> claims) {
        this.claims = claims;
    }

    /** Whether the claims lack something that the provider may say elsewhere. */
    boolean lack(Provider provider) {
        return text("email").isEmpty()
                || (!provider.admission().roles().isEmpty() && value(provider.rolesClaim()) == null);
    }

    /**
     * The person.
     *
     * @param trustEmail whether an address is the person's even if the provider does not say that it verified it
     */
    ForeignIdentity identity(String issuer, String rolesClaim, boolean trustEmail) {
        return new ForeignIdentity(
                issuer,
                text("sub").orElse(""),
                text("sid"),
                email(trustEmail),
                text("name").or(() -> text("preferred_username")).orElse(""),
                groups(value(rolesClaim)),
                claims.get("auth_time") instanceof Number seconds
                        ? Optional.of(Instant.ofEpochSecond(seconds.longValue()))
                        : Optional.empty());
    }

    private Optional<EmailAddress> email(boolean trusted) {
        // Some providers write booleans as texts.
        boolean verified = String.valueOf(claims.get("email_verified")).equals("true");
        boolean unsaid = !claims.containsKey("email_verified");
        return verified || (trusted && unsaid) ? text("email").flatMap(ForeignClaims::address) : Optional.empty();
    }

    static Optional<EmailAddress> address(String text) {
        try {
            return Optional.of(EmailAddress.parse(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** A claim by its name, or by a path such as Keycloak's {@code realm_access.roles}. */
    private @Nullable Object value(String path) {
        if (claims.containsKey(path)) {
            return claims.get(path);
        }
        Object found = claims;
        for (String name : path.split("\\.", -1)) {
            found = found instanceof Map<?, ?> members ? members.get(name) : null;
        }
        return found;
    }

    private static Set<String> groups(@Nullable Object value) {
        Stream<?> all =
                switch (value) {
                    case Collection<?> many -> many.stream();
                    case String one -> Stream.of(one);
                    case null, default -> Stream.empty();
                };
        return all.filter(String.class::isInstance)
                .map(String.class::cast)
                .limit(MAX_GROUPS)
                .collect(Collectors.toUnmodifiableSet());
    }

    private Optional<String> text(String name) {
        return claims.get(name) instanceof String text && !text.isEmpty() ? Optional.of(text) : Optional.empty();
    }
}
