package dev.legato.account.oauth.endpoint;

import dev.legato.account.oauth.client.ClientStore;
import dev.legato.account.oauth.client.Clients;
import dev.legato.account.oauth.grant.CheckedRequest;
import dev.legato.account.oauth.grant.CodeStore;
import dev.legato.account.oauth.grant.DeviceStore;
import dev.legato.account.oauth.grant.ProofStore;
import dev.legato.account.oauth.grant.RequestStore;
import dev.legato.account.person.AccountStore;
import dev.legato.account.session.SessionClaims;
import dev.legato.account.session.SessionStore;
import dev.legato.account.token.AccessTokens;
import dev.legato.account.token.Revocations;
import dev.legato.runtime.auth.DpopNonces;
import dev.legato.runtime.auth.TokenVerifier;
import dev.legato.runtime.http.ApiServer;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The endpoints that programs call, put together. */
public final class OAuthEndpoints {
    private static final Set<String> CROSS_ORIGIN =
            Set.of("/oauth2/token", "/oauth2/par", "/oauth2/revoke", "/oauth2/userinfo");

    private final Clients clients;
    private final TokenHandler token;
    private final RequestHandler requests;
    private final TokenStateHandler states;
    private final UserInfoHandler userInfo;
    private final DiscoveryHandler discovery;
    private final RegistrationHandler registration;

    /**
     * Where the protocol's state is.
     *
     * @param requests pushed requests
     */
    public record Stores(
            AccountStore accounts,
            SessionStore sessions,
            ClientStore clients,
            RequestStore requests,
            CodeStore codes,
            DeviceStore devices,
            ProofStore proofs) {}

    /**
     * Who signs tokens, revokes and verifies them.
     *
     * @param nonces that DPoP proofs must contain; empty if they need none
     */
    public record Signing(
            AccessTokens tokens,
            SessionClaims claims,
            IdTokens idTokens,
            Revocations revocations,
            TokenVerifier verifier,
            Optional<DpopNonces> nonces) {}

    public OAuthEndpoints(
            Endpoints endpoints,
            Clients clients,
            CheckedRequest.Rules rules,
            Stores stores,
            Signing signing,
            boolean registrationOpen,
            Set<String> registrable,
            RandomGenerator random) {
        this.clients = clients;
        this.token = new TokenHandler(
                endpoints,
                clients,
                stores.sessions(),
                stores.codes(),
                stores.devices(),
                new Proofs(endpoints.token(), stores.proofs(), signing.nonces()),
                new TokenAnswers(signing.tokens(), signing.claims(), signing.idTokens()));
        this.requests = new RequestHandler(
                endpoints,
                clients,
                rules,
                stores.requests(),
                stores.devices(),
                new Proofs(endpoints.pushedRequests(), stores.proofs(), signing.nonces()));
        this.states =
                new TokenStateHandler(endpoints, clients, stores.sessions(), signing.revocations(), signing.verifier());
        this.userInfo = new UserInfoHandler(stores.accounts(), stores.sessions());
        this.discovery = new DiscoveryHandler(endpoints, rules.scopes(), registrationOpen);
        this.registration = new RegistrationHandler(stores.clients(), registrable, registrationOpen, random);
    }

    /** Answers the endpoints' operations. */
    public ApiServer install(ApiServer api) {
        return api.crossOrigin(CROSS_ORIGIN, clients::hasOrigin)
                .on("issueToken", token::token)
                .on("pushAuthorizationRequest", requests::push)
                .on("authorizeDevice", requests::authorizeDevice)
                .on("revokeToken", states::revoke)
                .on("introspectToken", states::introspect)
                .on("getUserInfo", userInfo::userInfo)
                .on("postUserInfo", userInfo::userInfo)
                .on("registerClient", registration::register)
                .on("getAuthorizationServerMetadata", discovery::metadata)
                .on("getOpenIdConfiguration", discovery::metadata);
    }
}
