package dev.legato.account.oauth.grant;

import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import dev.legato.account.session.Grant;
import java.net.URI;
import java.util.Optional;

/**
 * A listener's answer to an authorization request, which a code stands for.
 *
 * @param redirectUri as the request had it; the exchange must repeat it
 * @param challenge of the code verifier, RFC 7636
 * @param nonce for the ID token
 */
public record Approval(String account, Grant grant, URI redirectUri, CodeChallenge challenge, Optional<String> nonce) {}
