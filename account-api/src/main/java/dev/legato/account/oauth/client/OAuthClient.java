package dev.legato.account.oauth.client;

import com.nimbusds.oauth2.sdk.GrantType;
import dev.legato.contracts.Sha256;
import dev.legato.runtime.settings.SettingsException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A program that acts for listeners or for itself, RFC 6749 §2.
 *
 * @param name as listeners read it
 * @param secretHash the SHA-256 of its secret, in hex; empty for a public client. The secret must be random and long,
 *     since this hash is a fast one
 * @param redirectUris where answers may be sent, see {@link RedirectUris}
 * @param postLogoutUris where a browser may be sent after a sign-out
 * @param scopes what its tokens may allow
 * @param firstParty whether it is part of this system, so that nobody is asked for consent
 */
public record OAuthClient(
        String id,
        String name,
        Optional<String> secretHash,
        Set<URI> redirectUris,
        Set<URI> postLogoutUris,
        Set<String> scopes,
        Set<GrantType> grants,
        boolean firstParty) {
    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9._-]{1,64}):([0-9a-fA-F]{64}):([a-z_+-]{1,512})");

    public OAuthClient {
        redirectUris = Set.copyOf(redirectUris);
        postLogoutUris = Set.copyOf(postLogoutUris);
        scopes = Set.copyOf(scopes);
        grants = Set.copyOf(grants);
    }

    /** A client of the settings, which acts for itself: {@code id:sha256:scope+scope}. */
    public static OAuthClient parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new SettingsException(
                    "account.clients: an entry is not of the form id:sha256-of-secret-in-hex:scope+scope");
        }
        return new OAuthClient(
                parts.group(1),
                parts.group(1),
                Optional.of(parts.group(2)),
                Set.of(),
                Set.of(),
                Set.copyOf(Arrays.asList(parts.group(3).split("\\+"))),
                Set.of(GrantType.CLIENT_CREDENTIALS),
                true);
    }

    public boolean confidential() {
        return secretHash.isPresent();
    }

    /** Whether a secret is this client's; takes the same time whichever it is. */
    public boolean accepts(String secret) {
        return secretHash.isPresent()
                && MessageDigest.isEqual(
                        HexFormat.of().parseHex(secretHash.get()), Sha256.of(secret.getBytes(StandardCharsets.UTF_8)));
    }

    /** The web origins that its pages have, RFC 6454; loopback redirects have none. */
    public Set<String> origins() {
        return redirectUris.stream()
                .filter(uri -> uri.getHost() != null
                        && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
                        && !RedirectUris.isLoopback(uri))
                .map(uri -> uri.getScheme() + "://" + uri.getAuthority())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Its id alone. */
    @Override
    public String toString() {
        return id;
    }
}
