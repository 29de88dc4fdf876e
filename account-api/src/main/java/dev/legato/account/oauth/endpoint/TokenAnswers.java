package dev.legato.account.oauth.endpoint;

import dev.legato.account.oauth.client.OAuthClient;
import dev.legato.account.oauth.grant.ScopeRules;
import dev.legato.account.session.Grant;
import dev.legato.account.session.SessionClaims;
import dev.legato.account.session.SessionStore.Session;
import dev.legato.account.token.AccessTokens;
import dev.legato.account.token.TokenClaims;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Token responses, RFC 6749 §5.1. */
final class TokenAnswers {
    private final AccessTokens accessTokens;
    private final SessionClaims claims;
    private final IdTokens idTokens;

    TokenAnswers(AccessTokens accessTokens, SessionClaims claims, IdTokens idTokens) {
        this.accessTokens = accessTokens;
        this.claims = claims;
        this.idTokens = idTokens;
    }

    /** The tokens of a client that acts for itself. */
    Map<String, Object> forClient(OAuthClient client, Set<String> scopes, Optional<String> keyThumbprint) {
        return answer(
                accessTokens.sign(TokenClaims.ofClient(client.id(), scopes).boundTo(keyThumbprint.orElse(null))),
                keyThumbprint,
                scopes);
    }

    /** The tokens of a session of {@code POST /v1/sessions}. */
    Map<String, Object> forSession(Session session) {
        Map<String, Object> answer = answer(
                accessTokens.sign(claims.of(session)),
                Optional.empty(),
                session.account().scopes());
        answer.put("refresh_token", session.refreshToken().value());
        return answer;
    }

    /**
     * The tokens of what a listener allowed a client.
     *
     * @param granted the scopes allowed, or fewer that the client asks for now; those that the account has lost since are
     *     left out
     */
    Map<String, Object> forGrant(Session session, Grant grant, Set<String> granted, Optional<String> nonce) {
        Set<String> scopes = ScopeRules.had(granted, session.account());
        String token = accessTokens.sign(claims.of(session)
                .grantedTo(grant.client(), scopes)
                .signedIn(grant.authenticatedAt(), grant.methods())
                .boundTo(grant.keyThumbprint().orElse(null)));
        Map<String, Object> answer = answer(token, grant.keyThumbprint(), scopes);
        answer.put("refresh_token", session.refreshToken().value());
        if (scopes.contains("openid")) {
            answer.put("id_token", idTokens.create(session.account(), session.id(), grant, token, nonce));
        }
        return answer;
    }

    private Map<String, Object> answer(String token, Optional<String> keyThumbprint, Set<String> scopes) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("access_token", token);
        answer.put("token_type", keyThumbprint.isPresent() ? "DPoP" : "Bearer");
        answer.put("expires_in", accessTokens.life().toSeconds());
        answer.put("scope", String.join(" ", new TreeSet<>(scopes)));
        return answer;
    }
}
