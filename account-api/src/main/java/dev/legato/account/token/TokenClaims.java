package dev.legato.account.token;

import dev.legato.account.device.SessionStanding;
import dev.legato.account.person.Account;
import dev.legato.account.person.Role;
import dev.legato.contracts.Entitlements;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What an access token says of its bearer, in the claims of RFC 9068 and our own ({@code guest}, {@code roles},
 * {@code ent}, {@code profile}, {@code explicit}, {@code device}). {@link AccessTokens} adds issuer, audience, times and {@code jti}.
 */
public final class TokenClaims {
    /** The {@code client_id} of Legato's own player, whose sessions are opened by {@code POST /v1/sessions}. */
    public static final String FIRST_PARTY = "legato";

    private final Map<String, Object> claims;

    private TokenClaims(Map<String, Object> claims) {
        this.claims = claims;
    }

    /** The claims of a listener's session in Legato's own player. */
    public static TokenClaims ofSession(Account account, String session) {
        return new TokenClaims(Map.of())
                .with("sub", account.id())
                .with("client_id", FIRST_PARTY)
                .with("guest", account.guest())
                .with("sid", session)
                .withRoles(account.roles().stream().map(Role::label).toList())
                .withScopes(account.scopes());
    }

    /** The claims of a program that acts for itself. */
    public static TokenClaims ofClient(String client, Collection<String> scopes) {
        return new TokenClaims(Map.of())
                .with("sub", client)
                .with("client_id", client)
                .with("guest", false)
                .withScopes(scopes);
    }

    /** The same for an application that was granted these scopes. */
    public TokenClaims grantedTo(String application, Collection<String> scopes) {
        return with("client_id", application).withScopes(scopes);
    }

    public TokenClaims withScopes(Collection<String> scopes) {
        return with("scope", String.join(" ", new TreeSet<>(scopes)));
    }

    public TokenClaims withRoles(Collection<String> roles) {
        return with("roles", List.copyOf(new TreeSet<>(roles)));
    }

    /** The same with what a plan allows; {@link Entitlements#ALL} is not written. */
    public TokenClaims entitledTo(Entitlements plan) {
        return with(
                "ent",
                plan.equals(Entitlements.ALL)
                        ? null
                        : Map.of(
                                "maxBitrate", plan.maxBitrate(),
                                "streams", plan.streams(),
                                "offline", plan.offline(),
                                "skipsPerHour", plan.skipsPerHour()));
    }

    /** The same for one listener of a family's account. */
    public TokenClaims ofProfile(@Nullable String profile) {
        return with("profile", profile);
    }

    /** The same with what its session stands for: plan, device and profile. */
    public TokenClaims standingFor(SessionStanding.Standing standing) {
        return entitledTo(standing.entitlements())
                .onDevice(standing.device())
                .ofProfile(standing.profile())
                .with("explicit", standing.explicit() ? null : false);
    }

    /** The same as of an earlier instant than that of its signature, to the millisecond. */
    public TokenClaims issuedAt(Instant at) {
        return with("iat", BigDecimal.valueOf(at.toEpochMilli(), 3));
    }

    /** The same on a registered device. */
    public TokenClaims onDevice(@Nullable String device) {
        return with("device", device);
    }

    /**
     * The same after a person proved to be the account's.
     *
     * @param methods as RFC 8176 names them
     */
    public TokenClaims signedIn(Instant at, Collection<String> methods) {
        return with("auth_time", at.getEpochSecond()).with("amr", List.copyOf(new TreeSet<>(methods)));
    }

    /** The same, bound to a key by its SHA-256 thumbprint (RFC 9449 §6.1); a bearer token if there is none. */
    public TokenClaims boundTo(@Nullable String keyThumbprint) {
        return with("cnf", keyThumbprint == null ? null : Map.of("jkt", keyThumbprint));
    }

    /** The claims by name. */
    Map<String, Object> toMap() {
        return new LinkedHashMap<>(claims);
    }

    private TokenClaims with(String name, @Nullable Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(claims);
        if (value == null) {
            changed.remove(name);
        } else {
            changed.put(name, value);
        }
        return new TokenClaims(changed);
    }
}
