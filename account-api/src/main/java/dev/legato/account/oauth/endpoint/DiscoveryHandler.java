package dev.legato.account.oauth.endpoint;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.langtag.LangTag;
import com.nimbusds.langtag.LangTagException;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.ResponseMode;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.openid.connect.sdk.Prompt;
import com.nimbusds.openid.connect.sdk.SubjectType;
import com.nimbusds.openid.connect.sdk.claims.ClaimType;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Answers what a client configures itself by, RFC 8414 and OpenID Connect Discovery. */
public final class DiscoveryHandler {
    private static final Duration METADATA_CACHED = Duration.ofHours(1);

    private final Map<String, Object> metadata;

    /**
     * Discovery of one issuer.
     *
     * @param registration whether clients may register themselves
     */
    DiscoveryHandler(Endpoints endpoints, Set<String> scopes, boolean registration) {
        this.metadata = metadata(endpoints, scopes, registration).toJSONObject();
    }

    public Reply metadata(Request request) {
        return Reply.ok(metadata).publicFor(METADATA_CACHED);
    }

    private static OIDCProviderMetadata metadata(Endpoints endpoints, Set<String> scopes, boolean registration) {
        List<ClientAuthenticationMethod> secrets =
                List.of(ClientAuthenticationMethod.CLIENT_SECRET_BASIC, ClientAuthenticationMethod.CLIENT_SECRET_POST);
        List<ClientAuthenticationMethod> secretsOrNone = new ArrayList<>(secrets);
        secretsOrNone.add(ClientAuthenticationMethod.NONE);
        OIDCProviderMetadata metadata =
                new OIDCProviderMetadata(new Issuer(endpoints.issuer()), List.of(SubjectType.PUBLIC), endpoints.keys());
        metadata.setAuthorizationEndpointURI(endpoints.authorization());
        metadata.setTokenEndpointURI(endpoints.token());
        metadata.setUserInfoEndpointURI(endpoints.userInfo());
        metadata.setPushedAuthorizationRequestEndpointURI(endpoints.pushedRequests());
        metadata.setDeviceAuthorizationEndpointURI(endpoints.deviceAuthorization());
        metadata.setRevocationEndpointURI(endpoints.revocation());
        metadata.setIntrospectionEndpointURI(endpoints.introspection());
        metadata.setEndSessionEndpointURI(endpoints.logout());
        if (registration) {
            metadata.setRegistrationEndpointURI(endpoints.registration());
        }
        metadata.setScopes(Scope.parse(new TreeSet<>(scopes)));
        metadata.setResponseTypes(List.of(ResponseType.CODE));
        metadata.setResponseModes(List.of(ResponseMode.QUERY));
        metadata.setGrantTypes(List.of(
                GrantType.AUTHORIZATION_CODE,
                GrantType.REFRESH_TOKEN,
                GrantType.CLIENT_CREDENTIALS,
                GrantType.DEVICE_CODE));
        metadata.setCodeChallengeMethods(List.of(CodeChallengeMethod.S256));
        metadata.setTokenEndpointAuthMethods(secretsOrNone);
        metadata.setRevocationEndpointAuthMethods(secretsOrNone);
        metadata.setIntrospectionEndpointAuthMethods(secrets);
        metadata.setIDTokenJWSAlgs(List.of(JWSAlgorithm.ES256));
        metadata.setDPoPJWSAlgs(List.copyOf(Proofs.ALGORITHMS));
        metadata.setPromptTypes(List.of(Prompt.Type.NONE, Prompt.Type.LOGIN, Prompt.Type.CONSENT));
        metadata.setSupportsAuthorizationResponseIssuerParam(true);
        metadata.setSupportsRequestParam(false);
        metadata.setSupportsRequestURIParam(false);
        metadata.setSupportsClaimsParams(false);
        metadata.setClaimTypes(List.of(ClaimType.NORMAL));
        metadata.setClaims(List.of(
                "iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "amr", "at_hash", "sid", "name", "email"));
        metadata.setUILocales(List.of(language("en"), language("de")));
        return metadata;
    }

    private static LangTag language(String tag) {
        try {
            return new LangTag(tag);
        } catch (LangTagException e) {
            throw new IllegalStateException(tag, e);
        }
    }
}
