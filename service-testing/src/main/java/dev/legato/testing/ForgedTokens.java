package dev.legato.testing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Access tokens that nobody may be let in with, each wrong in one thing: by the attacks of RFC 8725 and its predecessors, by
 * claims out of form (RFC 7519, RFC 9068), and by other spellings of a good token (RFC 7515).
 */
public final class ForgedTokens {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final int LIFE_SECONDS = 300;

    private final Signer genuine;
    private final String keyId;
    private final String issuer;
    private final long now;
    private final Map<String, String> tokens = new LinkedHashMap<>();

    /** Signs what it is told, with the key of the real issuer. */
    @FunctionalInterface
    public interface Signer {
        /** The signature of a JWS's first two segments, 64 bytes. */
        byte[] sign(byte[] signed) throws GeneralSecurityException;
    }

    private ForgedTokens(Signer genuine, String keyId, String issuer, Instant now) {
        this.genuine = genuine;
        this.keyId = keyId;
        this.issuer = issuer;
        this.now = now.getEpochSecond();
    }

    /** A good token, which proves that the others are refused for what is wrong with them. */
    public static String good(Signer genuine, String keyId, String issuer, Instant now)
            throws GeneralSecurityException {
        ForgedTokens forge = new ForgedTokens(genuine, keyId, issuer, now);
        return forge.signed(forge.header(""), forge.claims("", ""));
    }

    /**
     * Forged tokens by what is wrong with them.
     *
     * @param keyId of the key that {@code genuine} signs with
     * @param publicKey that key's public part, which an attacker knows
     */
    public static Map<String, String> all(Signer genuine, String keyId, PublicKey publicKey, String issuer, Instant now)
            throws GeneralSecurityException {
        ForgedTokens forge = new ForgedTokens(genuine, keyId, issuer, now);
        forge.headers();
        forge.foreignKeys(publicKey);
        forge.times();
        forge.names();
        forge.spellings();
        return forge.tokens;
    }

    /** Headers out of form under a good signature. */
    private void headers() throws GeneralSecurityException {
        for (String algorithm : new String[] {
            "none", "None", "NONE", "nOnE", "HS256", "HS384", "HS512", "RS256", "PS256", "ES384", "ES512", "ES256K",
            "es256", "EdDSA", ""
        }) {
            header("alg " + algorithm, "\"alg\":\"%s\",\"kid\":\"%s\",\"typ\":\"at+jwt\"".formatted(algorithm, keyId));
        }
        header("alg missing", "\"kid\":\"%s\",\"typ\":\"at+jwt\"".formatted(keyId));
        header("alg an array", "\"alg\":[\"ES256\"],\"kid\":\"%s\",\"typ\":\"at+jwt\"".formatted(keyId));
        header("alg null", "\"alg\":null,\"kid\":\"%s\",\"typ\":\"at+jwt\"".formatted(keyId));
        header("alg twice", "\"alg\":\"none\",\"alg\":\"ES256\",\"kid\":\"%s\",\"typ\":\"at+jwt\"".formatted(keyId));
        for (String type :
                new String[] {"JWT", "jwt", "id+jwt", "dpop+jwt", "logout+jwt", "secevent+jwt", "at+jwt ", ""}) {
            header("typ " + type, "\"alg\":\"ES256\",\"kid\":\"%s\",\"typ\":\"%s\"".formatted(keyId, type));
        }
        header("typ missing", "\"alg\":\"ES256\",\"kid\":\"%s\"".formatted(keyId));
        header("typ a number", "\"alg\":\"ES256\",\"kid\":\"%s\",\"typ\":1".formatted(keyId));
        for (String kid : new String[] {
            "\"\"",
            "7",
            "null",
            "[\"%s\"]".formatted(keyId),
            "\"../../../../dev/null\"",
            "\"' OR '1'='1\"",
            "\"%s\\u0000\"".formatted(keyId),
            "\"%s\"".formatted("k".repeat(129)),
            "\"nobody's\""
        }) {
            header("kid " + kid, "\"alg\":\"ES256\",\"kid\":%s,\"typ\":\"at+jwt\"".formatted(kid));
        }
        header("kid missing", "\"alg\":\"ES256\",\"typ\":\"at+jwt\"");
        for (String more : new String[] {
            "\"crit\":[\"exp\"]",
            "\"crit\":[]",
            "\"b64\":false",
            "\"b64\":false,\"crit\":[\"b64\"]",
            "\"zip\":\"DEF\"",
            "\"jku\":\"https://evil.example/keys\"",
            "\"x5u\":\"https://evil.example/cert\"",
            "\"x5c\":[\"MIIB\"]",
            "\"x5t\":\"AA\"",
            "\"jwk\":{}"
        }) {
            put("header with " + more, signed(header(more), claims("", "")));
        }
        put("header an array", signed("[]", claims("", "")));
        put("header null", signed("null", claims("", "")));
        put("header empty", signed("", claims("", "")));
        put("header and more", signed(header("") + " {}", claims("", "")));
    }

    /** Signatures that others made. */
    private void foreignKeys(PublicKey publicKey) throws GeneralSecurityException {
        KeyPair mallory = p256();
        put("another's key under our kid", signedBy(mallory.getPrivate(), header(""), claims("", "")));
        for (String where : new String[] {"jku", "x5u"}) {
            put(
                    "another's key by " + where,
                    signedBy(
                            mallory.getPrivate(),
                            header("\"%s\":\"https://evil.example/keys\"".formatted(where)),
                            claims("", "")));
        }
        put(
                "another's key in the header",
                signedBy(
                        mallory.getPrivate(),
                        header("\"jwk\":{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}"),
                        claims("", "")));
        String confused = encoded("{\"alg\":\"HS256\",\"kid\":\"%s\",\"typ\":\"at+jwt\"}".formatted(keyId))
                + '.'
                + encoded(claims("", ""));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(publicKey.getEncoded(), "HmacSHA256"));
        put(
                "HS256 under our public key",
                confused + '.' + encoded(mac.doFinal(confused.getBytes(StandardCharsets.US_ASCII))));
        String input = encoded(header("")) + '.' + encoded(claims("", ""));
        put("a signature of zeros", input + '.' + encoded(new byte[64]));
        put("a signature of 63 bytes", input + '.' + encoded(new byte[63]));
        put("a signature of 65 bytes", input + '.' + encoded(new byte[65]));
        put("a signature in ASN.1", input + '.' + encoded(asn1(mallory.getPrivate(), input)));
        put("no signature", input + '.');
        put("a signature of other claims", otherClaims());
    }

    private String otherClaims() throws GeneralSecurityException {
        String good = signed(header(""), claims("", ""));
        String claims = claims("\"scope\"", "\"scope\":\"admin\"");
        return encoded(header("")) + '.' + encoded(claims) + good.substring(good.lastIndexOf('.'));
    }

    private void times() throws GeneralSecurityException {
        for (String expiry : new String[] {
            String.valueOf(now - 60),
            "0",
            "-1",
            "1e400",
            "-1e400",
            "1e18",
            "\"%d\"".formatted(now + 60),
            "null",
            "true",
            "[%d]".formatted(now + 60),
            "{}",
            "NaN"
        }) {
            claim("exp", expiry);
        }
        claim("exp twice", "\"exp\"", "\"exp\":1,\"exp\":%d".formatted(now + 60));
        claim("exp missing", "\"exp\"", "\"x\":1");
        for (String start : new String[] {String.valueOf(now + 600), "1e400", "\"1\"", "null", "[1]"}) {
            claim("nbf", start);
            claim("iat", start);
        }
        claim("iat missing", "\"iat\"", "\"x\":1");
        claim("auth_time", "\"yesterday\"");
    }

    private void names() throws GeneralSecurityException {
        for (String other : new String[] {
            "\"https://evil.example\"", "\"%s/\"".formatted(issuer), "null", "7", "[\"%s\"]".formatted(issuer)
        }) {
            claim("iss", other);
        }
        claim("iss missing", "\"iss\"", "\"x\":1");
        for (String other : new String[] {
            "\"another\"", "[\"another\"]", "[]", "\"\"", "null", "[\"legato\",7]", "{\"legato\":1}", "\"LEGATO\""
        }) {
            claim("aud", other);
        }
        claim("aud missing", "\"aud\"", "\"x\":1");
        for (String name : new String[] {"sub", "jti", "client_id"}) {
            claim(name + " missing", '"' + name + '"', "\"x\":1");
            claim(name, "\"\"");
            claim(name, "7");
            claim(name, "\"%s\"".formatted("a".repeat(129)));
        }
        claim("sub", "\"a\\u0000b\"");
        claim("sub twice", "\"sub\"", "\"sub\":\"a1\",\"sub\":\"admin\"");
        claim("guest", "\"false\"");
        claim("sid", "7");
        claim("roles", "{\"admin\":true}");
        claim("roles", "[1]");
        claim("scope", "[\"admin\"]");
        claim("scope", "7");
        claim("ent", "{\"maxBitrate\":-1,\"streams\":1,\"offline\":true,\"skipsPerHour\":1}");
        claim("ent", "\"all\"");
        claim("cnf", "{\"x5t#S256\":\"AA\"}");
        claim("cnf", "{\"jkt\":\"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I\"}");
        put("claims an array", signed(header(""), "[]"));
        put("claims and more", signed(header(""), claims("", "") + "{}"));
        put("claims nested deep", signed(header(""), claims("\"x\"", "\"x\":" + "[".repeat(900) + "]".repeat(900))));
        put("a key of __proto__", signed(header(""), "{\"__proto__\":{\"sub\":\"a1\"}}"));
    }

    /** Texts that decode to a good token, or nearly. */
    private void spellings() throws GeneralSecurityException {
        String good = signed(header(""), claims("", ""));
        String[] parts = good.split("\\.", -1);
        put("empty segments", "..");
        put("two segments", parts[0] + '.' + parts[1]);
        put("four segments", good + '.');
        put("five segments, as a JWE", good + ".AA.AA");
        put("padding", good + "=");
        put("a character more", good + "A");
        put("a character less", good.substring(0, good.length() - 1));
        put("bits beyond the last byte", good.substring(0, good.length() - 1) + lastTwin(good));
        put("base64 instead of base64url", parts[0] + "+/." + parts[1] + '.' + parts[2]);
        put("a dot in front", '.' + good);
        put("segments swapped", parts[1] + '.' + parts[0] + '.' + parts[2]);
        put("the header twice", parts[0] + '.' + parts[0] + '.' + parts[2]);
        put("a space within", parts[0] + ". " + parts[1] + '.' + parts[2]);
        put("percent-encoded", good.replace(".", "%2E"));
        put("in quotes", '"' + good + '"');
        put("oversized", signed(header(""), claims("\"x\"", "\"x\":\"%s\"".formatted("x".repeat(4_000)))));
        put("far too long", "a".repeat(5_000));
        put("JSON serialization", "{\"payload\":\"%s\"}".formatted(parts[1]));
    }

    /** The last character of a signature holds 4 bits of it and 2 of nothing: another with the same 4. */
    private static char lastTwin(String token) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return alphabet.charAt(alphabet.indexOf(token.charAt(token.length() - 1)) + 1);
    }

    private void header(String what, String members) throws GeneralSecurityException {
        put(what, signed('{' + members + '}', claims("", "")));
    }

    private void claim(String name, String value) throws GeneralSecurityException {
        claim(
                name + ' ' + (value.length() > 40 ? value.length() + " characters" : value),
                '"' + name + '"',
                "\"%s\":%s".formatted(name, value));
    }

    private void claim(String what, String instead, String member) throws GeneralSecurityException {
        put(what, signed(header(""), claims(instead, member)));
    }

    private void put(String what, String token) {
        if (tokens.put(what, token) != null) {
            throw new IllegalStateException("two tokens of " + what);
        }
    }

    private String header(String more) {
        return "{\"alg\":\"ES256\",\"kid\":\"%s\",\"typ\":\"at+jwt\"%s}"
                .formatted(keyId, more.isEmpty() ? "" : ',' + more);
    }

    /** Good claims, with one put instead of the one of a name, or added. */
    private String claims(String instead, String member) {
        Map<String, String> usual = new LinkedHashMap<>();
        usual.put("\"iss\"", "\"%s\"".formatted(issuer));
        usual.put("\"aud\"", "\"legato\"");
        usual.put("\"sub\"", "\"a1\"");
        usual.put("\"client_id\"", "\"test\"");
        usual.put("\"jti\"", "\"j1\"");
        usual.put("\"iat\"", String.valueOf(now - 10));
        usual.put("\"exp\"", String.valueOf(now + LIFE_SECONDS));
        usual.put("\"scope\"", "\"streaming user-read-private\"");
        usual.remove(instead);
        StringBuilder claims = new StringBuilder("{");
        usual.forEach(
                (name, value) -> claims.append(name).append(':').append(value).append(','));
        return claims.append(member.isEmpty() ? "\"guest\":true" : member)
                .append('}')
                .toString();
    }

    private String signed(String header, String claims) throws GeneralSecurityException {
        String input = encoded(header) + '.' + encoded(claims);
        return input + '.' + encoded(genuine.sign(input.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String signedBy(PrivateKey key, String header, String claims) throws GeneralSecurityException {
        String input = encoded(header) + '.' + encoded(claims);
        return input + '.' + encoded(signature("SHA256withECDSAinP1363Format", key, input));
    }

    private static byte[] asn1(PrivateKey key, String input) throws GeneralSecurityException {
        return signature("SHA256withECDSA", key, input);
    }

    private static byte[] signature(String algorithm, PrivateKey key, String input) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(input.getBytes(StandardCharsets.US_ASCII));
        return signature.sign();
    }

    private static KeyPair p256() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static String encoded(String text) {
        return encoded(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String encoded(byte[] bytes) {
        return BASE64.encodeToString(bytes);
    }
}
