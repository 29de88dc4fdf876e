package dev.legato.runtime.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokenTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_000);
    private static final String HEADER = "{\"alg\":\"ES256\",\"kid\":\"k1\"}";
    private static final String CLAIMS = "{\"iss\":\"legato\",\"sub\":\"a1\",\"exp\":1060}";

    @Test
    void parse_goodToken_namesItsKeyAndCaller() {
        AccessToken token = AccessToken.parse(token(HEADER, """
                {"iss": "legato", "sub": "a1", "exp": 1060, "guest": true, "scope": "play catalogue:write play", "sid": "s1"}"""));
        assertEquals("k1", token.keyId());
        assertEquals(new Caller("a1", true, Set.of("play", "catalogue:write"), "s1"), token.caller("legato", NOW));
    }

    @Test
    void caller_claimsLeftOut_areNone() {
        Caller caller = AccessToken.parse(token(HEADER, CLAIMS)).caller("legato", NOW);
        assertEquals(new Caller("a1", false, Set.of(), null), caller);
        assertNull(caller.session());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"none\",\"kid\":\"k1\"}",
                "{\"alg\":\"HS256\",\"kid\":\"k1\"}",
                "{\"kid\":\"k1\"}",
                "{\"alg\":\"ES256\"}",
                "{\"alg\":\"ES256\",\"kid\":\"k1\",\"crit\":[\"exp\"]}",
                "{\"alg\":\"ES256\",\"kid\":\"k1\",\"b64\":false}",
                "{\"alg\":\"ES256\",\"kid\":\"k1\",\"typ\":\"id+jwt\"}",
                "{\"alg\":\"ES256\",\"alg\":\"ES256\",\"kid\":\"k1\"}",
                "[]",
                "",
            })
    void parse_headerOutOfForm_isRefused(String header) {
        String compact = token(header, CLAIMS);
        assertThrows(IllegalArgumentException.class, () -> AccessToken.parse(compact));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 63, 65})
    void parse_signatureOfAnotherLength_isRefused(int bytes) {
        String compact = encoded(HEADER) + '.' + encoded(CLAIMS) + '.' + TestTokens.encoded(new byte[bytes]);
        assertThrows(IllegalArgumentException.class, () -> AccessToken.parse(compact));
    }

    @Test
    void parse_otherShape_isRefused() {
        String good = token(HEADER, CLAIMS);
        assertThrows(IllegalArgumentException.class, () -> AccessToken.parse(good + ".x"));
        assertThrows(IllegalArgumentException.class, () -> AccessToken.parse(good.substring(0, good.lastIndexOf('.'))));
        assertThrows(IllegalArgumentException.class, () -> AccessToken.parse(good + "="));
        assertThrows(
                IllegalArgumentException.class,
                () -> AccessToken.parse(token(HEADER, "{\"iss\":\"%s\"}".formatted("x".repeat(4_096)))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "good until the leeway is over | {'iss':'legato','sub':'a1','exp':995.5}  | true",
                "expired                       | {'iss':'legato','sub':'a1','exp':995}    | false",
                "never expires                 | {'iss':'legato','sub':'a1'}              | false",
                "expiry is a text              | {'iss':'legato','sub':'a1','exp':'1060'} | false",
                "good from now on              | {'iss':'legato','sub':'a1','exp':1060,'nbf':1005} | true",
                "good later                    | {'iss':'legato','sub':'a1','exp':1060,'nbf':1006} | false",
                "issued in the future          | {'iss':'legato','sub':'a1','exp':1060,'iat':1006} | false",
                "another issuer                | {'iss':'other','sub':'a1','exp':1060}    | false",
                "no issuer                     | {'sub':'a1','exp':1060}                  | false",
                "no account                    | {'iss':'legato','exp':1060}              | false",
                "an empty account              | {'iss':'legato','sub':'','exp':1060}     | false",
                "an audience                   | {'iss':'legato','sub':'a1','exp':1060,'aud':'x'} | false",
                "a guest by a text             | {'iss':'legato','sub':'a1','exp':1060,'guest':'true'} | false",
                "a scope that is no text       | {'iss':'legato','sub':'a1','exp':1060,'scope':['play']} | false",
            })
    void caller_ofClaims_isGivenOrRefused(String what, String claims, boolean isGood) {
        AccessToken token = AccessToken.parse(token(HEADER, claims.replace('\'', '"')));
        if (isGood) {
            assertEquals("a1", token.caller("legato", NOW).account(), what);
        } else {
            assertThrows(IllegalArgumentException.class, () -> token.caller("legato", NOW), what);
        }
    }

    private static String token(String header, String claims) {
        return encoded(header) + '.' + encoded(claims) + '.' + TestTokens.encoded(new byte[64]);
    }

    private static String encoded(String text) {
        return TestTokens.encoded(text.getBytes(StandardCharsets.UTF_8));
    }
}
