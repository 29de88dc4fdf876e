package dev.legato.account.oauth.endpoint;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.id.Audience;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.Subject;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.claims.AMR;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.claims.SessionID;
import dev.legato.account.person.Account;
import dev.legato.account.session.Grant;
import dev.legato.account.token.SigningKeys;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;

/** Makes ID tokens (OpenID Connect Core §2), and reads those that clients send back as hints. */
public final class IdTokens {
    private static final int MAX_CHARACTERS = 4_096;

    private final String issuer;
    private final SigningKeys keys;
    private final Duration life;
    private final Clock clock;

    /**
     * Who was signed in where, from an ID token of ours that may have expired.
     *
     * @param session the session that the token came with
     */
    public record Hint(String account, String client, String session) {}

    /** @param life how long an ID token is valid */
    public IdTokens(String issuer, SigningKeys keys, Duration life, Clock clock) {
        this.issuer = issuer;
        this.keys = keys;
        this.life = life;
        this.clock = clock;
    }

    /**
     * Makes the ID token that goes with an access token.
     *
     * @param nonce of the authorization request
     */
    String create(Account account, String session, Grant grant, String accessToken, Optional<String> nonce) {
        Instant now = clock.instant();
        IDTokenClaimsSet claims = new IDTokenClaimsSet(
                new Issuer(issuer),
                new Subject(account.id()),
                new Audience(grant.client()).toSingleAudienceList(),
                Date.from(now.plus(life)),
                Date.from(now));
        claims.setAuthenticationTime(Date.from(grant.authenticatedAt()));
        claims.setAMR(grant.methods().stream().sorted().map(AMR::new).toList());
        claims.setSessionID(new SessionID(session));
        claims.setAccessTokenHash(
                AccessTokenHash.compute(new BearerAccessToken(accessToken), JWSAlgorithm.ES256, null));
        nonce.map(Nonce::new).ifPresent(claims::setNonce);
        return keys.sign("JWT", claims.toJSONObject());
    }

    /** Reads an {@code id_token_hint}; empty if it is none of ours. */
    public Optional<Hint> hint(String token) {
        try {
            if (token.length() > MAX_CHARACTERS) {
                return Optional.empty();
            }
            SignedJWT jwt = SignedJWT.parse(token);
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            if (!isOurs(jwt)
                    || !issuer.equals(claims.getIssuer())
                    || claims.getAudience().size() != 1
                    // An access token is no hint, though the same key signs it.
                    || claims.getClaim("at_hash") == null) {
                return Optional.empty();
            }
            return Optional.of(
                    new Hint(claims.getSubject(), claims.getAudience().getFirst(), claims.getStringClaim("sid")));
        } catch (ParseException | JOSEException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private boolean isOurs(SignedJWT jwt) throws ParseException, JOSEException {
        if (!JWSAlgorithm.ES256.equals(jwt.getHeader().getAlgorithm())) {
            return false;
        }
        for (JWK key : JWKSet.parse(keys.publicKeys().encode()).getKeys()) {
            if (key instanceof ECKey ec
                    && ec.getKeyID().equals(jwt.getHeader().getKeyID())
                    && jwt.verify(new ECDSAVerifier(ec))) {
                return true;
            }
        }
        return false;
    }
}
