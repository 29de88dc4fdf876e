package dev.legato.account.sso;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.JWTClaimsSetVerifier;
import dev.legato.account.sso.SsoException.Reason;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Verifies the tokens of one provider, which must be signed by its keys with an algorithm that its discovery names. */
final class ProviderTokens {
    /** How long ago a logout token may have been made: as long as its {@code jti} is remembered. */
    static final Duration LOGOUT_GOOD = Duration.ofMinutes(5);

    private static final Duration SKEW = Duration.ofMinutes(1);
    private static final int MAX_CHARACTERS = 32_768;
    private static final int MAX_ID = 256;
    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";

    private final String issuer;
    private final String clientId;
    private final Clock clock;

    /**
     * A provider's word that a session of its has ended.
     *
     * @param sid one session; empty for all of the subject
     */
    record Logout(String id, Optional<String> subject, Optional<String> sid) {}

    ProviderTokens(Provider provider, Clock clock) {
        this.issuer = provider.issuer().toString();
        this.clientId = provider.clientId();
        this.clock = clock;
    }

    /**
     * Verifies an ID token, OpenID Connect Core §3.1.3.7.
     *
     * @param nonce that was sent with the request
     */
    JWTClaimsSet idToken(String token, Discovered provider, String nonce) {
        JWTClaimsSet expected =
                new JWTClaimsSet.Builder().issuer(issuer).claim("nonce", nonce).build();
        JWTClaimsSet claims = verified(
                token,
                provider,
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, null),
                new IdTokenClaims(clientId, expected, clock));
        try {
            String party = claims.getStringClaim("azp");
            if (party == null ? claims.getAudience().size() > 1 : !party.equals(clientId)) {
                throw new SsoException(Reason.FAILED, "azp: not us, or missing beside several audiences");
            }
        } catch (ParseException e) {
            throw new SsoException(Reason.FAILED, "azp: not a text", e);
        }
        rejectFuture(claims);
        return claims;
    }

    /** Verifies a logout token, OpenID Connect Back-Channel Logout 1.0 §2.6; whether it came before is for the caller to know. */
    Logout logout(String token, Discovered provider) {
        JWTClaimsSet claims = verified(
                token,
                provider,
                // Named since the final version of the standard; Keycloak writes JWT.
                new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("logout+jwt"), JOSEObjectType.JWT, null),
                new LogoutClaims(issuer, clientId, clock));
        rejectFuture(claims);
        if (claims.getIssueTime().toInstant().plus(LOGOUT_GOOD).isBefore(clock.instant())) {
            throw new SsoException(Reason.FAILED, "iat: too long ago (expected: within " + LOGOUT_GOOD + ")");
        }
        try {
            return new Logout(
                    claims.getJWTID(),
                    Optional.ofNullable(claims.getSubject()),
                    Optional.ofNullable(claims.getStringClaim("sid")));
        } catch (ParseException e) {
            throw new SsoException(Reason.FAILED, "sid: not a text", e);
        }
    }

    private static JWTClaimsSet verified(
            String token,
            Discovered provider,
            DefaultJOSEObjectTypeVerifier<SecurityContext> types,
            JWTClaimsSetVerifier<SecurityContext> claims) {
        if (token.length() > MAX_CHARACTERS) {
            throw new SsoException(
                    Reason.FAILED, "token: %d characters (expected: <= %d)".formatted(token.length(), MAX_CHARACTERS));
        }
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(types);
        processor.setJWSKeySelector(
                new JWSVerificationKeySelector<>(provider.algorithms(), new ImmutableJWKSet<>(provider.keys())));
        processor.setJWTClaimsSetVerifier(claims);
        try {
            return processor.process(token, null);
        } catch (ParseException | BadJOSEException | JOSEException e) {
            throw new SsoException(Reason.FAILED, "token: " + e.getMessage(), e);
        }
    }

    private void rejectFuture(JWTClaimsSet claims) {
        if (claims.getIssueTime().toInstant().isAfter(clock.instant().plus(SKEW))) {
            throw new SsoException(Reason.FAILED, "iat: in the future");
        }
    }

    /** The claims of ID tokens by our clock. */
    private static final class IdTokenClaims extends DefaultJWTClaimsVerifier<SecurityContext> {
        private final Clock clock;

        IdTokenClaims(String audience, JWTClaimsSet expected, Clock clock) {
            super(audience, expected, Set.of("sub", "iat", "exp"));
            this.clock = clock;
        }

        @Override
        protected Date currentTime() {
            return Date.from(clock.instant());
        }
    }

    /** The claims of logout tokens by our clock. */
    private static final class LogoutClaims extends DefaultJWTClaimsVerifier<SecurityContext> {
        private final Clock clock;

        LogoutClaims(String issuer, String audience, Clock clock) {
            super(
                    Set.of(audience),
                    new JWTClaimsSet.Builder().issuer(issuer).build(),
                    Set.of("iat", "exp", "jti", "events"),
                    Set.of("nonce"));
            this.clock = clock;
        }

        @Override
        public void verify(JWTClaimsSet claims, @Nullable SecurityContext context) throws BadJWTException {
            super.verify(claims, context);
            if (!(claims.getClaim("events") instanceof Map<?, ?> events && events.get(EVENT) instanceof Map)) {
                throw new BadJWTException("events: not that of a logout");
            }
            if (claims.getSubject() == null && claims.getClaim("sid") == null) {
                throw new BadJWTException("sub, sid: both missing (expected: one at least)");
            }
            if (claims.getJWTID().isEmpty() || claims.getJWTID().length() > MAX_ID) {
                throw new BadJWTException("jti: empty or too long");
            }
        }

        @Override
        protected Date currentTime() {
            return Date.from(clock.instant());
        }
    }
}
