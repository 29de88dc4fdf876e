package dev.legato.runtime.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.runtime.problem.ProblemException;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that are signed well and wrong otherwise, by RFC 7515, RFC 7519 and RFC 8725. */
final class TokenVerifierIT {
    /** Of the system, since Vert.x looks at no other. */
    private static final Instant NOW = Clock.systemUTC().instant();

    private static final String GOOD = claims("\"exp\": " + (NOW.getEpochSecond() + 600));

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path folder;

    private TestTokens tokens;
    private TokenVerifier verifier;

    @BeforeEach
    void create() throws Exception {
        tokens = TestTokens.create(folder);
        verifier = new TokenVerifier(
                vertx, new TokenSettings("legato", tokens.keySet()), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void verify_good_namesTheCaller() throws Exception {
        Caller caller = verify(tokens.signed(TestTokens.HEADER, GOOD));
        assertEquals(new Caller("a1", false, Set.of("listen", "library"), null), caller);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"ES256\",\"kid\":\"test\"}",
                "{\"alg\":\"ES256\",\"kid\":\"test\",\"typ\":\"at+jwt\"}",
                "{\"alg\":\"ES256\",\"kid\":\"test\",\"typ\":\"jwt\",\"jku\":\"https://evil.example/keys\"}"
            })
    void verify_headerInGoodForm_isTaken(String header) throws Exception {
        assertEquals("a1", verify(tokens.signed(header, GOOD)).account());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"none\",\"kid\":\"test\"}",
                "{\"alg\":\"HS256\",\"kid\":\"test\"}",
                "{\"alg\":\"ES384\",\"kid\":\"test\"}",
                "{\"alg\":\"es256\",\"kid\":\"test\"}",
                "{\"alg\":[\"ES256\"],\"kid\":\"test\"}",
                "{\"alg\":\"ES256\"}",
                "{\"alg\":\"ES256\",\"kid\":\"\"}",
                "{\"alg\":\"ES256\",\"kid\":7}",
                "{\"alg\":\"ES256\",\"kid\":\"nobody's\"}",
                "{\"alg\":\"ES256\",\"kid\":\"te\\u0000st\"}",
                "{\"alg\":\"ES256\",\"kid\":\"test\",\"crit\":[\"exp\"]}",
                "{\"alg\":\"ES256\",\"kid\":\"test\",\"crit\":[]}",
                "{\"alg\":\"ES256\",\"kid\":\"test\",\"b64\":false,\"crit\":[\"b64\"]}",
                "{\"alg\":\"ES256\",\"kid\":\"test\",\"typ\":\"secevent+jwt\"}",
                "{\"alg\":\"ES256\",\"kid\":\"test\",\"typ\":1}",
                "{\"alg\":\"none\",\"alg\":\"ES256\",\"kid\":\"test\"}",
                "[]",
                "null",
                "",
                "{\"alg\":\"ES256\",\"kid\":\"test\"} {}"
            })
    void verify_headerOutOfForm_is401(String header) throws Exception {
        assertRefused(tokens.signed(header, GOOD));
    }

    @Test
    void verify_longKeyId_is401() throws Exception {
        assertRefused(tokens.signed("{\"alg\":\"ES256\",\"kid\":\"%s\"}".formatted("k".repeat(129)), GOOD));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            expired                | "exp": 1
            expiry as a text       | "exp": "4102444800"
            no expiry              | "nbf": 1
            endless expiry         | "exp": 1e400
            expiry after 9999      | "exp": 1e18
            negative expiry        | "exp": -1
            null expiry            | "exp": null
            expiry in an array     | "exp": [4102444800]
            expiry twice           | "exp": 1, "exp": 4102444800
            not good yet           | "exp": 4102444800, "nbf": 4102444799
            issued in the future   | "exp": 4102444800, "iat": 4102444799
            nbf as a text          | "exp": 4102444800, "nbf": "1"
            nbf endless            | "exp": 4102444800, "nbf": 1e400
            iat as a text          | "exp": 4102444800, "iat": "1"
            for somebody else      | "exp": 4102444800, "aud": "another"
            guest as a text        | "exp": 4102444800, "guest": "true"
            session as a number    | "exp": 4102444800, "sid": 7
            unknown issuer         | "exp": 4102444800, "iss": "mallory"
            no issuer              | "exp": 4102444800, "iss": null
            subject as a number    | "exp": 4102444800, "sub": 7
            empty subject          | "exp": 4102444800, "sub": ""
            subject with a control | "exp": 4102444800, "sub": "a\\u0000b"
            scope as an array      | "exp": 4102444800, "scope": ["listen"]
            """)
    void verify_claimsOutOfForm_is401(String what, String claims) throws Exception {
        assertTrue(!what.isEmpty());
        assertRefused(tokens.signed(TestTokens.HEADER, claims(claims)));
    }

    @Test
    void verify_fractionalExpiryAndLeeway_areTaken() throws Exception {
        assertEquals(
                "a1",
                verify(tokens.signed(TestTokens.HEADER, claims("\"exp\": 4102444800.5")))
                        .account());
        long soon = NOW.getEpochSecond() + 3;
        assertEquals(
                "a1",
                verify(tokens.signed(
                                TestTokens.HEADER,
                                claims("\"exp\": 4102444800, \"nbf\": %d, \"iat\": %d".formatted(soon, soon))))
                        .account());
    }

    @Test
    void verify_nestedDeep_is401() throws Exception {
        String deep = "{\"a\":".repeat(900) + "1" + "}".repeat(900);
        assertRefused(tokens.signed(TestTokens.HEADER, "{\"x\":%s}".formatted(deep)));
    }

    @Test
    void verify_otherSpellingsOfAToken_are401() throws Exception {
        String good = tokens.signed(TestTokens.HEADER, GOOD);
        String[] segments = good.split("\\.", -1);
        for (String odd : new String[] {
            "",
            ".",
            "..",
            good + ".",
            "." + good,
            segments[0] + '.' + segments[1],
            segments[0] + '.' + segments[1] + '.',
            good + "=",
            good + "A",
            good.substring(0, good.length() - 4),
            segments[0] + '.' + segments[1] + '.' + TestTokens.encoded(new byte[64]),
            segments[0] + '.' + segments[1] + '.' + TestTokens.encoded(new byte[63]),
            segments[0] + '.' + segments[0] + '.' + segments[2],
            segments[0] + "\n." + segments[1] + '.' + segments[2],
            TestTokens.encoded("{\"alg\":\"ES256\",\"kid\":\"ü\"}".getBytes(StandardCharsets.ISO_8859_1))
                    + '.'
                    + segments[1]
                    + '.'
                    + segments[2],
            "a".repeat(5_000)
        }) {
            assertRefused(odd);
        }
    }

    private Caller verify(String token) throws Exception {
        return verifier.verify("Bearer " + token).await(10, TimeUnit.SECONDS);
    }

    private void assertRefused(String token) {
        ProblemException refused = assertThrows(ProblemException.class, () -> verify(token));
        assertEquals(401, refused.problem().status(), refused.problem().detail());
        assertTrue(refused.problem().detail().length() < 300, refused.problem().detail());
    }

    /** Good ones but for those given, which come first or in their place. */
    private static String claims(String given) {
        StringBuilder claims = new StringBuilder("{").append(given);
        for (String usual : new String[] {"\"iss\": \"legato\"", "\"sub\": \"a1\"", "\"scope\": \"listen library\""}) {
            if (!given.contains(usual.substring(0, usual.indexOf(':')))) {
                claims.append(", ").append(usual);
            }
        }
        return claims.append('}').toString();
    }
}
