package dev.legato.account.oauth;

import dev.legato.contracts.Sha256;
import dev.legato.runtime.settings.SettingsException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program that acts for itself, such as the importer; in settings {@code id:sha256:scope+scope}, the SHA-256 of its
 * secret in hex.
 *
 * @param secretHash in hex; the secret must be random and long, since this hash is a fast one
 * @param scopes what its tokens allow
 */
public record OAuthClient(String id, String secretHash, Set<String> scopes) {
    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9._-]{1,64}):([0-9a-fA-F]{64}):([a-z_+-]{1,512})");

    public OAuthClient {
        scopes = Set.copyOf(scopes);
    }

    public static OAuthClient parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new SettingsException(
                    "account.clients: an entry is not of the form id:sha256-of-secret-in-hex:scope+scope");
        }
        return new OAuthClient(
                parts.group(1),
                parts.group(2),
                Set.copyOf(Arrays.asList(parts.group(3).split("\\+"))));
    }

    /** Whether a secret is this client's; takes the same time whichever it is. */
    public boolean accepts(String secret) {
        return MessageDigest.isEqual(
                HexFormat.of().parseHex(secretHash), Sha256.of(secret.getBytes(StandardCharsets.UTF_8)));
    }

    /** Its id alone. */
    @Override
    public String toString() {
        return id;
    }
}
