package dev.legato.account.oauth.endpoint;

import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationGrantError;
import com.nimbusds.oauth2.sdk.device.DeviceCodeGrant;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import dev.legato.account.oauth.client.Clients;
import dev.legato.account.oauth.client.OAuthClient;
import dev.legato.account.oauth.grant.Approval;
import dev.legato.account.oauth.grant.CodeStore;
import dev.legato.account.oauth.grant.DeviceStore;
import dev.legato.account.oauth.grant.ScopeRules;
import dev.legato.account.oauth.message.FormParameters;
import dev.legato.account.oauth.message.Messages;
import dev.legato.account.oauth.message.OAuthException;
import dev.legato.account.session.Grant;
import dev.legato.account.session.RefreshToken;
import dev.legato.account.session.SessionStore;
import dev.legato.account.session.SessionStore.Presenter;
import dev.legato.account.session.SessionStore.Session;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Answers the token endpoint, RFC 6749 §3.2. */
public final class TokenHandler {
    private static final Set<GrantType> GRANTS = Set.of(
            GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN, GrantType.CLIENT_CREDENTIALS, GrantType.DEVICE_CODE);

    private final Endpoints endpoints;
    private final Clients clients;
    private final SessionStore sessions;
    private final CodeStore codes;
    private final DeviceStore devices;
    private final Proofs proofs;
    private final TokenAnswers answers;

    TokenHandler(
            Endpoints endpoints,
            Clients clients,
            SessionStore sessions,
            CodeStore codes,
            DeviceStore devices,
            Proofs proofs,
            TokenAnswers answers) {
        this.endpoints = endpoints;
        this.clients = clients;
        this.sessions = sessions;
        this.codes = codes;
        this.devices = devices;
        this.proofs = proofs;
        this.answers = answers;
    }

    public Reply token(Request request) {
        return proofs.withNonce(request, Messages.answer(() -> grant(request)));
    }

    private Map<String, Object> grant(Request request) {
        FormParameters form = FormParameters.of(request);
        HTTPRequest http = Messages.http(request, form, endpoints.token());
        GrantType type = new GrantType(form.required("grant_type"));
        if (!GRANTS.contains(type)) {
            throw OAuthException.of(
                    OAuth2Error.UNSUPPORTED_GRANT_TYPE,
                    "expected: authorization_code, refresh_token, client_credentials or device_code");
        }
        if (type.equals(GrantType.REFRESH_TOKEN)
                && form.value("client_id").isEmpty()
                && http.getAuthorization() == null) {
            return answers.forSession(refreshed(form, Presenter.BEARER));
        }
        OAuthClient client = clients.authenticate(http, form);
        Clients.require(client, type);
        TokenRequest token = Messages.parse(http, TokenRequest::parse);
        Optional<String> key = proofs.keyThumbprint(request, client);
        return switch (token.getAuthorizationGrant()) {
            case AuthorizationCodeGrant grant -> exchanged(client, grant, key);
            case DeviceCodeGrant grant -> polled(client, grant, key);
            default ->
                type.equals(GrantType.REFRESH_TOKEN)
                        ? refreshed(client, form, key)
                        : answers.forClient(client, ScopeRules.own(token.getScope(), client), key);
        };
    }

    private Map<String, Object> exchanged(OAuthClient client, AuthorizationCodeGrant grant, Optional<String> key) {
        CodeVerifier verifier = grant.getCodeVerifier();
        if (verifier == null) {
            throw OAuthException.invalidRequest("code_verifier is missing");
        }
        CodeStore.Outcome outcome = codes.exchange(
                        grant.getAuthorizationCode().getValue(), client.id(), made -> fits(made, grant, key), key)
                .await();
        return switch (outcome) {
            case CodeStore.Outcome.Opened(Session session, Optional<String> nonce) -> {
                Grant granted = session.grant().orElseThrow();
                yield answers.forGrant(session, granted, granted.scopes(), nonce);
            }
            case CodeStore.Outcome.Replayed _, CodeStore.Outcome.Refused _ ->
                throw OAuthException.invalidGrant(
                        "The code is unknown, expired, used, or was made for another request.");
        };
    }

    private static boolean fits(Approval made, AuthorizationCodeGrant grant, Optional<String> key) {
        return made.redirectUri().equals(grant.getRedirectionURI())
                && made.challenge().equals(CodeChallenge.compute(CodeChallengeMethod.S256, grant.getCodeVerifier()))
                && made.grant()
                        .keyThumbprint()
                        .map(bound -> key.filter(bound::equals).isPresent())
                        .orElse(true);
    }

    private Map<String, Object> polled(OAuthClient client, DeviceCodeGrant grant, Optional<String> key) {
        DeviceStore.Poll poll =
                devices.poll(grant.getDeviceCode().getValue(), client.id(), key).await();
        return switch (poll) {
            case DeviceStore.Poll.Allowed(Session session) -> {
                Grant granted = session.grant().orElseThrow();
                yield answers.forGrant(session, granted, granted.scopes(), Optional.empty());
            }
            case DeviceStore.Poll.Pending _ ->
                throw new OAuthException(DeviceAuthorizationGrantError.AUTHORIZATION_PENDING);
            case DeviceStore.Poll.TooSoon _ -> throw new OAuthException(DeviceAuthorizationGrantError.SLOW_DOWN);
            case DeviceStore.Poll.Denied _ -> throw new OAuthException(OAuth2Error.ACCESS_DENIED);
            case DeviceStore.Poll.Gone _ -> throw new OAuthException(DeviceAuthorizationGrantError.EXPIRED_TOKEN);
        };
    }

    private Map<String, Object> refreshed(OAuthClient client, FormParameters form, Optional<String> key) {
        Session session = refreshed(form, new Presenter(Optional.of(client.id()), key));
        // A bound session has proved its own key; of another session, the access token alone is bound.
        Grant granted = session.grant().orElseThrow().boundTo(key);
        return answers.forGrant(
                session, granted, ScopeRules.narrowed(form.value("scope"), granted.scopes()), Optional.empty());
    }

    private Session refreshed(FormParameters form, Presenter presenter) {
        try {
            return sessions.refresh(RefreshToken.parse(form.required("refresh_token")), presenter)
                    .await()
                    .orElseThrow(() -> new IllegalArgumentException("unknown"));
        } catch (IllegalArgumentException _) {
            throw OAuthException.invalidGrant("The refresh token is unknown, expired or used.");
        }
    }
}
