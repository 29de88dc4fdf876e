package dev.legato.account.token;

import dev.legato.runtime.auth.TokenSettings;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Signs access tokens: JWT in the profile of RFC 9068. */
public final class AccessTokens {
    private static final String TYPE = "at+jwt";

    private final SigningKeys keys;
    private final TokenSettings settings;
    private final Duration life;
    private final Clock clock;

    /** @param life how long a token is valid */
    public AccessTokens(SigningKeys keys, TokenSettings settings, Duration life, Clock clock) {
        this.keys = keys;
        this.settings = settings;
        this.life = life;
        this.clock = clock;
    }

    /** How long a token is valid. */
    public Duration life() {
        return life;
    }

    /**
     * Signs a token. Its {@code iat} has milliseconds: whoever signs in again in the second in which the account's tokens
     * were revoked must not get another revoked one.
     */
    public String sign(TokenClaims content) {
        Instant now = clock.instant();
        Map<String, Object> claims = new LinkedHashMap<>(Map.of("iat", BigDecimal.valueOf(now.toEpochMilli(), 3)));
        claims.putAll(content.toMap());
        claims.put("iss", settings.issuer().toString());
        claims.put("aud", settings.audience());
        claims.put("nbf", now.getEpochSecond());
        claims.put("exp", now.plus(life).getEpochSecond());
        claims.put("jti", UUID.randomUUID().toString());
        return keys.sign(TYPE, claims);
    }
}
