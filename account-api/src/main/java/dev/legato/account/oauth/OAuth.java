package dev.legato.account.oauth;

import dev.legato.account.oauth.client.ClientStore;
import dev.legato.account.oauth.client.Clients;
import dev.legato.account.oauth.consent.AppsHandler;
import dev.legato.account.oauth.consent.AuthorizeHandler;
import dev.legato.account.oauth.consent.DeviceHandler;
import dev.legato.account.oauth.consent.LogoutHandler;
import dev.legato.account.oauth.consent.OAuthPages;
import dev.legato.account.oauth.endpoint.Endpoints;
import dev.legato.account.oauth.endpoint.IdTokens;
import dev.legato.account.oauth.endpoint.OAuthEndpoints;
import dev.legato.account.oauth.grant.CheckedRequest;
import dev.legato.account.oauth.grant.CodeStore;
import dev.legato.account.oauth.grant.ConsentStore;
import dev.legato.account.oauth.grant.DeviceStore;
import dev.legato.account.oauth.grant.ProofStore;
import dev.legato.account.oauth.grant.RequestStore;
import dev.legato.account.page.Csrf;
import dev.legato.account.page.Pages;
import dev.legato.account.person.AccountStore;
import dev.legato.account.session.ConnectedClients;
import dev.legato.account.session.SessionClaims;
import dev.legato.account.session.SessionStore;
import dev.legato.account.signin.BrowserSessions;
import dev.legato.account.token.AccessTokens;
import dev.legato.account.token.Revocations;
import dev.legato.account.token.SigningKeys;
import dev.legato.contracts.Scopes;
import dev.legato.runtime.auth.DpopNonces;
import dev.legato.runtime.auth.TokenSettings;
import dev.legato.runtime.auth.TokenVerifier;
import dev.legato.runtime.http.ApiServer;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;

/** OAuth 2.1 and OpenID Connect, put together: endpoints for programs and pages for listeners. */
public final class OAuth {
    private final ClientStore clientStore;
    private final RequestStore requests;
    private final CodeStore codes;
    private final DeviceStore devices;
    private final ConsentStore consents;
    private final ProofStore proofs;
    private final OAuthEndpoints endpoints;
    private final AuthorizeHandler authorize;
    private final DeviceHandler device;
    private final LogoutHandler logout;
    private final AppsHandler apps;

    /**
     * Where the state is, and what makes it.
     *
     * @param random makes codes and secrets; must be one for cryptography
     */
    public record State(Pool pool, AccountStore accounts, SessionStore sessions, RandomGenerator random, Clock clock) {}

    /** Who signs tokens, revokes and verifies them. */
    public record Issuer(
            TokenSettings tokens,
            SigningKeys keys,
            AccessTokens accessTokens,
            SessionClaims claims,
            Revocations revocations,
            TokenVerifier verifier) {}

    /** What pages are made with. */
    public record Browser(Pages pages, Csrf csrf, BrowserSessions sessions) {}

    public OAuth(OAuthSettings settings, State state, Issuer issuer, Browser browser) {
        Pool pool = state.pool();
        Clock clock = state.clock();
        RandomGenerator random = state.random();
        clientStore = new ClientStore(pool, clock);
        requests = new RequestStore(pool, random, clock);
        codes = new CodeStore(pool, state.accounts(), state.sessions(), random, clock);
        devices = new DeviceStore(pool, state.accounts(), state.sessions(), random, clock);
        consents = new ConsentStore(pool, clock);
        proofs = new ProofStore(pool, clock);
        URI url = issuer.tokens().issuer();
        Clients clients = new Clients(settings.clients(), url, settings.hosts(), clientStore);
        IdTokens idTokens = new IdTokens(
                url.toString(), issuer.keys(), issuer.accessTokens().life(), clock);
        CheckedRequest.Rules rules = new CheckedRequest.Rules(
                Scopes.SENTENCES.keySet(),
                Set.of(url.toString(), issuer.tokens().audience()));
        endpoints = new OAuthEndpoints(
                new Endpoints(url),
                clients,
                rules,
                new OAuthEndpoints.Stores(
                        state.accounts(), state.sessions(), clientStore, requests, codes, devices, proofs),
                new OAuthEndpoints.Signing(
                        issuer.accessTokens(),
                        issuer.claims(),
                        idTokens,
                        issuer.revocations(),
                        issuer.verifier(),
                        DpopNonces.of(issuer.tokens(), clock)),
                settings.registration(),
                Scopes.LISTENER,
                random);
        OAuthPages pages = new OAuthPages(browser.pages(), browser.csrf(), browser.sessions());
        authorize =
                new AuthorizeHandler(url.toString(), clients, rules, requests, codes, consents, idTokens, pages, clock);
        device = new DeviceHandler(clients, devices, pages);
        logout = new LogoutHandler(clients, idTokens, state.sessions(), pages);
        apps = new AppsHandler(clients, consents, new ConnectedClients(pool, clock), state.sessions(), pages);
    }

    /** Answers all operations of the protocol. */
    public ApiServer install(ApiServer api) {
        return endpoints
                .install(api)
                .on("authorize", authorize::authorize)
                .on("postAuthorize", authorize::post)
                .on("decideConsent", authorize::consent)
                .on("openDevicePage", device::shortAddress)
                .on("showDevice", device::form)
                .on("enterDeviceCode", device::enter)
                .on("decideDevice", device::decide)
                .on("requestLogout", logout::logOut)
                .on("postLogoutRequest", logout::postLogOut)
                .on("confirmLogout", logout::confirm)
                .on("showApps", apps::list)
                .on("revokeApp", apps::revoke);
    }

    /** What the sweeper removes: each removes up to so many rows and says how many it removed. */
    public List<IntFunction<Future<Integer>>> removals() {
        return List.of(
                requests::removeExpired,
                codes::removeExpired,
                devices::removeExpired,
                devices::removeGuesses,
                proofs::removeExpired,
                consents::removeUnused,
                clientStore::removeUnused);
    }
}
