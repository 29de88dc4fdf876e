package dev.legato.account.sso;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import dev.legato.runtime.settings.Settings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** ID tokens and logout tokens as they should be, and as somebody may have forged them. */
final class ProviderTokensTest {
    private static final String ISSUER = "https://house.example";
    private static final String CLIENT = "legato";
    private static final String SECRET = "the client's secret, which an attacker may have found out";
    private static final String NONCE = "n-0S6_WzA2Mj";
    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final ECKey KEY = key("house-1");
    private static final ECKey OTHER = key("house-1");

    private final Discovered discovered = discovered("\"ES256\"", KEY);
    private final ProviderTokens tokens = new ProviderTokens(
            Provider.from(
                    Settings.of(Map.of("account.sso.house.issuer", ISSUER, "account.sso.house.clientId", CLIENT)),
                    "house"),
            Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void idToken_asItShouldBe_isTaken() throws Exception {
        String token = signed(idClaims().build(), KEY, JWSAlgorithm.ES256, JOSEObjectType.JWT);
        assertEquals("dora", tokens.idToken(token, discovered, NONCE).getSubject());
        String parties = signed(
                idClaims()
                        .audience(List.of(CLIENT, "other"))
                        .claim("azp", CLIENT)
                        .build(),
                KEY,
                JWSAlgorithm.ES256,
                null);
        assertEquals("dora", tokens.idToken(parties, discovered, NONCE).getSubject());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void idToken_forged_isRefused(String what, String token) {
        assertThrows(SsoException.class, () -> tokens.idToken(token, discovered, NONCE), what);
    }

    static Stream<Arguments> idToken_forged_isRefused() throws Exception {
        JWTClaimsSet good = idClaims().build();
        return Stream.of(
                Arguments.of("alg none", new PlainJWT(good).serialize()),
                Arguments.of("HS256 with the client's secret", mac(good, SECRET.getBytes(StandardCharsets.UTF_8))),
                Arguments.of(
                        "HS256 with the public key",
                        mac(good, KEY.toECPublicKey().getEncoded())),
                Arguments.of("another key of the same id", signed(good, OTHER, JWSAlgorithm.ES256, null)),
                Arguments.of(
                        "another algorithm than offered", signed(good, key(Curve.P_384), JWSAlgorithm.ES384, null)),
                Arguments.of("the key in the header", withKeyInHeader(good)),
                Arguments.of("an access token", signed(good, KEY, JWSAlgorithm.ES256, new JOSEObjectType("at+jwt"))),
                Arguments.of("a logout token", signed(good, KEY, JWSAlgorithm.ES256, new JOSEObjectType("logout+jwt"))),
                changed("another issuer", claims -> claims.issuer("https://attacker.example")),
                changed("no issuer", claims -> claims.issuer(null)),
                changed("another audience", claims -> claims.audience("other")),
                changed("no audience", claims -> claims.audience((String) null)),
                changed("several audiences without azp", claims -> claims.audience(List.of(CLIENT, "other"))),
                changed("another azp", claims -> claims.claim("azp", "other")),
                changed("an azp that is no text", claims -> claims.claim("azp", 7)),
                changed("another nonce", claims -> claims.claim("nonce", "other")),
                changed("no nonce", claims -> claims.claim("nonce", null)),
                changed("expired", claims -> claims.expirationTime(Date.from(NOW.minusSeconds(120)))),
                changed("no expiry", claims -> claims.expirationTime(null)),
                changed("made in the future", claims -> claims.issueTime(Date.from(NOW.plusSeconds(300)))),
                changed("no time", claims -> claims.issueTime(null)),
                changed("not valid yet", claims -> claims.notBeforeTime(Date.from(NOW.plusSeconds(300)))),
                changed("no subject", claims -> claims.subject(null)),
                Arguments.of("cut", signed(good, KEY, JWSAlgorithm.ES256, null).substring(1)),
                Arguments.of("without its signature", unsigned(good)),
                Arguments.of("oversized", "x".repeat(40_000)),
                Arguments.of("empty", ""));
    }

    @Test
    void logoutToken_asItShouldBe_isTaken() throws Exception {
        for (JOSEObjectType type : new JOSEObjectType[] {new JOSEObjectType("logout+jwt"), JOSEObjectType.JWT, null}) {
            String token = signed(logoutClaims().build(), KEY, JWSAlgorithm.ES256, type);
            assertEquals("j1", tokens.logout(token, discovered).id());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void logoutToken_forged_isRefused(String what, String token) {
        assertThrows(SsoException.class, () -> tokens.logout(token, discovered), what);
    }

    static Stream<Arguments> logoutToken_forged_isRefused() throws Exception {
        JWTClaimsSet good = logoutClaims().build();
        return Stream.of(
                Arguments.of("alg none", new PlainJWT(good).serialize()),
                Arguments.of("HS256 with the client's secret", mac(good, SECRET.getBytes(StandardCharsets.UTF_8))),
                Arguments.of("another key", signed(good, OTHER, JWSAlgorithm.ES256, null)),
                Arguments.of("an access token", signed(good, KEY, JWSAlgorithm.ES256, new JOSEObjectType("at+jwt"))),
                Arguments.of("an ID token", signed(idClaims().build(), KEY, JWSAlgorithm.ES256, null)),
                logout("a nonce", claims -> claims.claim("nonce", NONCE)),
                logout("no event", claims -> claims.claim("events", null)),
                logout("another event", claims -> claims.claim("events", Map.of("urn:other", Map.of()))),
                logout("an event that is no object", claims -> claims.claim("events", Map.of(EVENT, true))),
                logout("neither sub nor sid", claims -> claims.subject(null)),
                logout("no jti", claims -> claims.jwtID(null)),
                logout("no time", claims -> claims.issueTime(null)),
                logout("too old", claims -> claims.issueTime(Date.from(NOW.minus(Duration.ofMinutes(6))))),
                logout("expired", claims -> claims.expirationTime(Date.from(NOW.minusSeconds(120)))),
                logout("another audience", claims -> claims.audience("other")),
                logout("another issuer", claims -> claims.issuer("https://attacker.example")));
    }

    @Test
    void discovery_ofSymmetricAlgorithmsAlone_isRefused() {
        assertThrows(SsoException.class, () -> discovered("\"HS256\", \"none\"", KEY));
    }

    @Test
    void discovery_ofAnotherIssuer_isRefused() {
        assertThrows(
                SsoException.class,
                () -> Discovered.parse(document("\"ES256\""), URI.create("https://house.example/other")));
    }

    private static Arguments changed(String what, UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
        return Arguments.of(what, signed(change.apply(idClaims()).build(), KEY, JWSAlgorithm.ES256, null));
    }

    private static Arguments logout(String what, UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
        return Arguments.of(what, signed(change.apply(logoutClaims()).build(), KEY, JWSAlgorithm.ES256, null));
    }

    private static JWTClaimsSet.Builder idClaims() {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(CLIENT)
                .subject("dora")
                .issueTime(Date.from(NOW))
                .expirationTime(Date.from(NOW.plusSeconds(600)))
                .claim("nonce", NONCE);
    }

    private static JWTClaimsSet.Builder logoutClaims() {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(CLIENT)
                .subject("dora")
                .issueTime(Date.from(NOW))
                .expirationTime(Date.from(NOW.plusSeconds(120)))
                .jwtID("j1")
                .claim("events", Map.of(EVENT, Map.of()));
    }

    private static String signed(JWTClaimsSet claims, ECKey key, JWSAlgorithm algorithm, JOSEObjectType type)
            throws Exception {
        return signed(
                new JWSHeader.Builder(algorithm)
                        .keyID(key.getKeyID())
                        .type(type)
                        .build(),
                claims,
                new ECDSASigner(key));
    }

    private static String withKeyInHeader(JWTClaimsSet claims) throws Exception {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .jwk(OTHER.toPublicJWK())
                .build();
        return signed(header, claims, new ECDSASigner(OTHER));
    }

    private static String mac(JWTClaimsSet claims, byte[] secret) throws Exception {
        return signed(new JWSHeader(JWSAlgorithm.HS256), claims, new MACSigner(secret));
    }

    private static String unsigned(JWTClaimsSet claims) throws Exception {
        String token = signed(claims, KEY, JWSAlgorithm.ES256, null);
        return token.substring(0, token.lastIndexOf('.') + 1);
    }

    private static String signed(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) throws Exception {
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(signer);
        return token.serialize();
    }

    private static Discovered discovered(String algorithms, ECKey key) {
        OIDCProviderMetadata metadata = Discovered.parse(document(algorithms), URI.create(ISSUER));
        return Discovered.of(metadata, new JWKSet(key.toPublicJWK()).toString(), NOW);
    }

    private static String document(String algorithms) {
        return """
                {"issuer": "%1$s", "authorization_endpoint": "%1$s/auth", "token_endpoint": "%1$s/token",
                 "jwks_uri": "%1$s/jwks", "response_types_supported": ["code"], "subject_types_supported": ["public"],
                 "id_token_signing_alg_values_supported": [%2$s]}""".formatted(ISSUER, algorithms);
    }

    private static ECKey key(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static ECKey key(Curve curve) throws Exception {
        return new ECKeyGenerator(curve).keyID("house-1").generate();
    }
}
