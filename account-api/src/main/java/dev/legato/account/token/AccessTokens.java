package dev.legato.account.token;

import dev.legato.account.oauth.OAuthClient;
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
import java.util.UUID;

/** Signs access tokens: JWT (RFC 7519) with ES256, {@code scope} as in RFC 9068. */
public final class AccessTokens {
    private static final JWTOptions OPTIONS =
            new JWTOptions().setAlgorithm("ES256").setNoTimestamp(true);

    private final JWTAuth signer;
    private final String issuer;
    private final Duration life;
    private final Clock clock;

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
    public String forClient(OAuthClient client, Collection<String> scopes) {
        return sign(claims(client.id(), scopes).put("guest", false));
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
