package dev.legato.account.sso;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenErrorResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import dev.legato.account.sso.SsoException.Reason;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Exchanges a provider's code for its word on who the person is. Use it on virtual threads. */
final class CodeExchange {
    private final Provider provider;
    private final ProviderConnection connection;
    private final ProviderTokens tokens;
    private final URI redirectUri;

    CodeExchange(Provider provider, ProviderConnection connection, ProviderTokens tokens, URI redirectUri) {
        this.provider = provider;
        this.connection = connection;
        this.tokens = tokens;
        this.redirectUri = redirectUri;
    }

    /**
     * Exchanges a code.
     *
     * @param verifier of RFC 7636
     * @param nonce that the ID token must have
     */
    ForeignIdentity identity(Discovered discovered, String code, String verifier, String nonce) {
        OIDCTokens answered = exchange(discovered, code, verifier);
        String token = answered.getIDTokenString();
        Discovered current = connection.withKey(keyId(token)).await();
        JWTClaimsSet claims = tokens.idToken(token, current, nonce);
        Map<String, Object> all = new HashMap<>(claims.getClaims());
        if (new ForeignClaims(all).lack(provider)) {
            Map<String, Object> more = userInfo(current, answered.getAccessToken(), claims.getSubject());
            // What was signed is not replaced.
            more.forEach(all::putIfAbsent);
        }
        return new ForeignClaims(all)
                .identity(provider.issuer().toString(), provider.rolesClaim(), provider.trustEmail());
    }

    private OIDCTokens exchange(Discovered discovered, String code, String verifier) {
        AuthorizationCodeGrant grant =
                new AuthorizationCodeGrant(new AuthorizationCode(code), redirectUri, new CodeVerifier(verifier));
        URI endpoint = discovered.metadata().getTokenEndpointURI();
        ClientID client = new ClientID(provider.clientId());
        TokenRequest request = provider.clientSecret()
                .map(Secret::new)
                .map(secret -> isPosted(discovered)
                        ? new TokenRequest.Builder(endpoint, new ClientSecretPost(client, secret), grant)
                        : new TokenRequest.Builder(endpoint, new ClientSecretBasic(client, secret), grant))
                .orElseGet(() -> new TokenRequest.Builder(endpoint, client, grant))
                .build();
        HTTPResponse answer = connection.send(request.toHTTPRequest()).await();
        try {
            if (!answer.indicatesSuccess()) {
                String error = TokenErrorResponse.parse(answer).getErrorObject().getCode();
                throw new SsoException(Reason.FAILED, "code exchange: " + error);
            }
            OIDCTokens answered = OIDCTokenResponse.parse(answer).getOIDCTokens();
            if (answered.getIDTokenString() == null) {
                throw new SsoException(Reason.FAILED, "code exchange: no ID token");
            }
            return answered;
        } catch (ParseException e) {
            throw new SsoException(Reason.FAILED, "code exchange: " + e.getMessage(), e);
        }
    }

    private static boolean isPosted(Discovered discovered) {
        List<ClientAuthenticationMethod> methods = discovered.metadata().getTokenEndpointAuthMethods();
        return methods != null
                && !methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                && methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST);
    }

    /** The claims of the userinfo endpoint, OpenID Connect Core §5.3; none if it does not say them in JSON. */
    private Map<String, Object> userInfo(Discovered discovered, AccessToken token, String subject) {
        URI endpoint = discovered.metadata().getUserInfoEndpointURI();
        if (endpoint == null) {
            return Map.of();
        }
        HTTPResponse answer = connection
                .send(new UserInfoRequest(endpoint, token).toHTTPRequest())
                .await();
        try {
            JsonObject claims = new JsonObject(answer.indicatesSuccess() ? answer.getBody() : "{}");
            if (!claims.isEmpty() && !subject.equals(claims.getString("sub"))) {
                throw new SsoException(Reason.FAILED, "userinfo: another subject than the ID token's");
            }
            return claims.getMap();
        } catch (DecodeException | ClassCastException e) {
            throw new SsoException(Reason.FAILED, "userinfo: not a JSON object of claims", e);
        }
    }

    /** The key that a token says it is signed with; verifying finds out whether that is so. */
    static @Nullable String keyId(String token) {
        try {
            return SignedJWT.parse(token).getHeader().getKeyID();
        } catch (java.text.ParseException e) {
            throw new SsoException(Reason.FAILED, "token: not signed", e);
        }
    }
}
