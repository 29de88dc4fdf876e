package dev.legato.account.token;

import dev.legato.account.person.Account;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Signs access tokens: JWT (RFC 7519) with ES256, {@code scope} as in RFC 9068. */
public final class AccessTokens {
    private static final JWTOptions OPTIONS =
            new JWTOptions().setAlgorithm("ES256").setNoTimestamp(true);

    private final JWTAuth signer;
    private final String issuer;
    private final Duration life;
    private final Clock clock;

    /**
     * What a listener has allowed a program.
     *
     * @param methods how the listener proved who it is, as RFC 8176 names them
     * @param keyThumbprint of the key that the token is bound to, RFC 9449 §6.1
     */
    public record Granted(
            String client,
            Collection<String> scopes,
            Instant authenticatedAt,
            Collection<String> methods,
            Optional<String> keyThumbprint) {}

    public AccessTokens(Vertx vertx, SigningKey keys, String issuer, Duration life, Clock clock) {
        this.signer = JWTAuth.create(vertx, new JWTAuthOptions().addJwk(keys.first()));
        this.issuer = issuer;
        this.life = life;
        this.clock = clock;
    }

    /** How long a token is valid. */
    public Duration life() {
        return life;
    }

    /** Signs a token for a listener's session. */
    public String forSession(Account account, String session) {
        return sign(claims(account.id(), account.scopes())
                .put("guest", account.guest())
                .put("sid", session));
    }

    /** Signs a token for a program that acts for itself. */
    public String forClient(String client, Collection<String> scopes, Optional<String> keyThumbprint) {
        return sign(bound(claims(client, scopes).put("guest", false).put("client_id", client), keyThumbprint));
    }

    /** Signs a token for what a listener has allowed a program. */
    public String forGrant(Account account, String session, Granted granted) {
        JsonObject claims = claims(account.id(), granted.scopes())
                .put("guest", account.guest())
                .put("sid", session)
                .put("client_id", granted.client())
                .put("auth_time", granted.authenticatedAt().getEpochSecond())
                .put("amr", List.copyOf(granted.methods()));
        return sign(bound(claims, granted.keyThumbprint()));
    }

    /** Signs an ID token's claims. */
    public String signIdToken(JsonObject claims) {
        return sign(claims);
    }

    private static JsonObject bound(JsonObject claims, Optional<String> keyThumbprint) {
        keyThumbprint.ifPresent(key -> claims.put("cnf", new JsonObject().put("jkt", key)));
        return claims;
    }

    private JsonObject claims(String subject, Collection<String> scopes) {
        Instant now = clock.instant();
        return new JsonObject()
                .put("iss", issuer)
                .put("sub", subject)
                .put("iat", now.getEpochSecond())
                .put("exp", now.plus(life).getEpochSecond())
                .put("jti", UUID.randomUUID().toString())
                .put("scope", String.join(" ", scopes));
    }

    private String sign(JsonObject claims) {
        return signer.generateToken(claims, OPTIONS);
    }
}
