package dev.legato.runtime.auth;

import dev.legato.contracts.LinkLimits;
import dev.legato.contracts.SignedPath;
import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The secrets that sign edge URLs, setting {@code links.keys}: {@code id:secret} pairs, the secret 32 bytes or more in
 * base64. The first signs, all verify: to rotate, put the new one in front and drop the old when its links have expired.
 *
 * @param signWith the id of the signing key
 * @param secrets by id; never logged
 */
public record LinkKeys(String signWith, Map<String, byte[]> secrets) {
    private static final int LEAST_BYTES = 32;

    public LinkKeys {
        secrets = Map.copyOf(secrets);
        if (!secrets.containsKey(signWith)) {
            throw new IllegalArgumentException(
                    "signing key '%s' is not among %s".formatted(signWith, secrets.keySet()));
        }
    }

    public static LinkKeys from(Settings settings) {
        List<String> pairs = pairs(settings);
        if (pairs.isEmpty()) {
            throw new SettingsException(
                    "links.keys is not set (expected: id:secret, the secret 32 random bytes in base64)");
        }
        Map<String, byte[]> secrets = new LinkedHashMap<>();
        for (String pair : pairs) {
            int colon = pair.indexOf(':');
            if (colon < 1 || secrets.put(pair.substring(0, colon), secret(pair.substring(colon + 1))) != null) {
                throw new SettingsException("links.keys: (expected: id:secret, each id once)");
            }
        }
        return new LinkKeys(secrets.keySet().iterator().next(), secrets);
    }

    /** What {@code links.keys} or the file {@code links.keysFile} says; empty if neither is set. */
    public static List<String> pairs(Settings settings) {
        return settings.secret("links.keys").stream()
                .flatMap(text -> Pattern.compile("[,\\s]+").splitAsStream(text))
                .filter(pair -> !pair.isEmpty())
                .toList();
    }

    /** A token that opens all keys under a prefix until an instant. */
    public String token(String listener, String prefix, Instant expires) {
        return token(new SignedPath(signWith, expires, listener, prefix));
    }

    /** The same within the limits of the listener's plan. */
    public String token(String listener, String prefix, Instant expires, LinkLimits limits) {
        return token(new SignedPath(signWith, expires, listener, prefix, limits));
    }

    /** A token for a CDN, which gets audio as fast as the network takes it. */
    public String unpacedToken(String prefix, Instant expires) {
        return token(new SignedPath(signWith, expires, SignedPath.ANYONE, prefix, true));
    }

    private String token(SignedPath path) {
        return path.token(Objects.requireNonNull(secrets.get(signWith)));
    }

    /** The ids alone. */
    @Override
    public String toString() {
        return "LinkKeys" + secrets.keySet();
    }

    private static byte[] secret(String base64) {
        try {
            byte[] secret = Base64.getDecoder().decode(base64);
            if (secret.length >= LEAST_BYTES) {
                return secret;
            }
        } catch (IllegalArgumentException _) {
            // the same message serves both faults, and must not show the secret
        }
        throw new SettingsException("links.keys: a secret is not %d bytes or more in base64".formatted(LEAST_BYTES));
    }
}
