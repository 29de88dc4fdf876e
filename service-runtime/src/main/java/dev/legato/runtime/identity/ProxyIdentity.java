package dev.legato.runtime.identity;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A person as a proxy in front of the gateway has authenticated it. The gateway writes it into {@link #HEADER} as
 * {@code PAYLOAD.MAC}, both in base64url, the payload in JSON with the time, the MAC HMAC-SHA256 under a secret that only the
 * gateway and account-api have: account-api believes no other header, so that one sent from outside is worth nothing even where
 * it gets past the gateway.
 *
 * @param user the name by which the proxy knows the person
 * @param email the person's address, or the empty text
 * @param name what the person is called, or the empty text
 * @param groups the person's groups
 */
public record ProxyIdentity(String user, String email, String name, List<String> groups) {
    /** The header that carries it. */
    public static final String HEADER = "Legato-Identity";

    /** How long one is good, which leaves room for clocks that differ. */
    static final Duration GOOD = Duration.ofSeconds(60);

    private static final int MAX_CHARACTERS = 8_192;
    private static final String ALGORITHM = "HmacSHA256";

    public ProxyIdentity {
        groups = List.copyOf(groups);
    }

    /** The header's value. */
    public String signed(String secret, Instant now) {
        String payload = base64(new JsonObject()
                .put("user", user)
                .put("email", email)
                .put("name", name)
                .put("groups", new JsonArray(groups))
                .put("at", now.getEpochSecond())
                .encode()
                .getBytes(StandardCharsets.UTF_8));
        return payload + "." + base64(mac(payload, secret));
    }

    /** What a header's value says; empty if it was not signed with the secret within the last minute. */
    public static Optional<ProxyIdentity> verify(String value, String secret, Instant now) {
        int dot = value.indexOf('.');
        if (value.length() > MAX_CHARACTERS || dot < 0) {
            return Optional.empty();
        }
        String payload = value.substring(0, dot);
        byte[] given = value.substring(dot + 1).getBytes(StandardCharsets.UTF_8);
        byte[] right = base64(mac(payload, secret)).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(given, right) ? read(payload, now) : Optional.empty();
    }

    private static Optional<ProxyIdentity> read(String payload, Instant now) {
        JsonObject said = new JsonObject(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8));
        Duration age = Duration.between(Instant.ofEpochSecond(said.getLong("at")), now);
        if (age.abs().compareTo(GOOD) > 0) {
            return Optional.empty();
        }
        List<String> groups =
                said.getJsonArray("groups").stream().map(String::valueOf).toList();
        return Optional.of(
                new ProxyIdentity(said.getString("user"), said.getString("email"), said.getString("name"), groups));
    }

    private static byte[] mac(String payload, String secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return mac.doFinal(payload.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Neither name nor address. */
    @Override
    public String toString() {
        return "ProxyIdentity";
    }
}
