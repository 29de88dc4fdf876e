package dev.legato.account.sso;

import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.Prompt;
import dev.legato.account.page.BrowserCookie;
import dev.legato.account.page.Csrf;
import dev.legato.account.page.Pages;
import dev.legato.account.signin.BrowserSessions;
import dev.legato.account.signin.Continuation;
import dev.legato.account.signin.Doorkeeper;
import dev.legato.account.signin.SignedIn;
import dev.legato.account.sso.Attempts.Attempt;
import dev.legato.account.sso.SsoException.Reason;
import dev.legato.account.sso.SsoProviders.Way;
import dev.legato.runtime.http.Form;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import dev.legato.runtime.identity.ProxyIdentity;
import dev.legato.runtime.problem.Problem;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends browsers to a provider and takes its answer: code, PKCE, state, nonce and issuer (RFC 9700 §2.1, RFC 9207). */
final class SsoHandler {
    private static final Logger LOG = LoggerFactory.getLogger(SsoHandler.class);
    private static final Set<String> FIELDS = Set.of(Continuation.FIELD, "link");
    private static final int MAX_CODE = 4_096;

    private final SsoProviders providers;
    private final Attempts attempts;
    private final Admittances admittances;
    private final Pages pages;
    private final Csrf csrf;
    private final BrowserCookie cookie;
    private final BrowserSessions browsers;
    private final Doorkeeper door;
    private final URI issuer;
    private final Clock clock;

    /** What pages are made with. */
    record Browser(Pages pages, Csrf csrf, BrowserCookie cookie, BrowserSessions sessions, Doorkeeper door) {}

    SsoHandler(
            SsoProviders providers,
            Attempts attempts,
            Admittances admittances,
            Browser browser,
            URI issuer,
            Clock clock) {
        this.providers = providers;
        this.attempts = attempts;
        this.admittances = admittances;
        this.pages = browser.pages();
        this.csrf = browser.csrf();
        this.cookie = browser.cookie();
        this.browsers = browser.sessions();
        this.door = browser.door();
        this.issuer = issuer;
        this.clock = clock;
    }

    /** Begins a sign-in, or the linking of the account that is signed in, at a button's press. */
    Reply begin(Request request) {
        String id = request.path("provider", text -> text);
        String name = name(id);
        Form form = Doorkeeper.form(request, FIELDS);
        if (form.value("link").isPresent()) {
            return door.postFresh(
                    request,
                    FIELDS,
                    _ -> refused(request, name, Reason.EXPIRED),
                    (person, _) ->
                            guarded(request, name, () -> begin(request, id, Continuation.NONE, Optional.of(person))));
        }
        if (!csrf.isOurs(request, form)) {
            return refused(request, name, Reason.EXPIRED).status(403);
        }
        Continuation target = Continuation.parse(form.text(Continuation.FIELD));
        return guarded(request, name, () -> begin(request, id, target, Optional.empty()));
    }

    private Reply begin(Request request, String id, Continuation target, Optional<SignedIn> owner) {
        Optional<String> account = owner.map(person -> person.account().id());
        return providers
                .find(id)
                .map(way -> ask(request, way, target, account))
                .orElseGet(() -> byProxy(request, target, account));
    }

    private Reply ask(Request request, Way way, Continuation target, Optional<String> owner) {
        Provider provider = way.provider();
        Discovered discovered = way.connection().discovered().await();
        String browser = cookie.of(request).orElseThrow(() -> new SsoException(Reason.EXPIRED, "no cookie"));
        boolean again = isAgain(request, owner);
        String state = attempts.begin(provider.id(), target, owner, again, browser);
        Scope scope = new Scope("openid");
        provider.scopes().forEach(scope::add);
        AuthenticationRequest.Builder asked = new AuthenticationRequest.Builder(
                        ResponseType.CODE, scope, new ClientID(provider.clientId()), callback(provider))
                .endpointURI(discovered.metadata().getAuthorizationEndpointURI())
                .state(new State(state))
                .nonce(new Nonce(Attempts.nonce(state, browser)))
                .codeChallenge(new CodeVerifier(Attempts.verifier(state, browser)), CodeChallengeMethod.S256);
        if (again) {
            asked = asked.prompt(new Prompt(Prompt.Type.LOGIN)).maxAge(0);
        }
        return Pages.guarded(Reply.redirect(asked.build().toURI()));
    }

    /** Takes a provider's answer. */
    Reply answer(Request request) {
        Way way = providers
                .find(request.path("provider", text -> text))
                .orElseThrow(() -> Problem.notFound("No provider of this name is in the settings."));
        return guarded(request, way.provider().name(), () -> answer(request, way));
    }

    private Reply answer(Request request, Way way) {
        Provider provider = way.provider();
        String state = request.query("state").orElse("");
        String browser = cookie.of(request).orElse("");
        Attempt attempt = attempts.take(state, browser)
                .orElseThrow(() -> new SsoException(Reason.EXPIRED, "state: unknown, used, or another browser's"));
        if (!attempt.provider().equals(provider.id())) {
            throw new SsoException(Reason.FAILED, "state: of a sign-in at another provider");
        }
        Discovered discovered = way.connection().discovered().await();
        requireIssuer(request, provider, discovered);
        request.query("error").ifPresent(error -> {
            throw new SsoException(
                    error.equals("access_denied") ? Reason.DENIED : Reason.FAILED,
                    "answer: an error that may be " + (error.matches("[a-z_]{1,40}") ? error : "any"));
        });
        String code = request.query("code")
                .filter(text -> !text.isEmpty() && text.length() <= MAX_CODE)
                .orElseThrow(() -> new SsoException(Reason.FAILED, "answer: no code"));
        ForeignIdentity who = new CodeExchange(
                        provider, way.connection(), new ProviderTokens(provider, clock), callback(provider))
                .identity(discovered, code, Attempts.verifier(state, browser), Attempts.nonce(state, browser));
        requireOwner(request, attempt);
        return admittances.admit(
                request,
                who.authenticatedAt().isPresent() ? who : who.authenticatedAt(unsaid(attempt.again())),
                provider.admission(),
                "sso:" + provider.id(),
                attempt.owner(),
                attempt.target());
    }

    /** Against mix-up, RFC 9207 §2.4: the answer says whose it is, where the provider can. */
    private static void requireIssuer(Request request, Provider provider, Discovered discovered) {
        Optional<String> said = request.query("iss");
        boolean must = discovered.metadata().supportsAuthorizationResponseIssuerParam();
        if (said.isEmpty() ? must : !said.get().equals(provider.issuer().toString())) {
            throw new SsoException(Reason.FAILED, "iss: missing, or another provider's");
        }
    }

    /** Whoever asked for a link is still signed in. */
    private void requireOwner(Request request, Attempt attempt) {
        Optional<String> now =
                browsers.find(request).map(person -> person.account().id());
        if (attempt.owner().isPresent() && !attempt.owner().equals(now)) {
            throw new SsoException(Reason.EXPIRED, "the owner has signed out meanwhile");
        }
    }

    /** Whether a person who is signed in already is here to prove anew who it is. */
    private boolean isAgain(Request request, Optional<String> owner) {
        return owner.isEmpty() && browsers.find(request).isPresent();
    }

    /** When a person signed in there whose provider does not say so: just now only if it was asked to make sure of it. */
    private Instant unsaid(boolean again) {
        return again ? clock.instant() : clock.instant().minus(Doorkeeper.FRESH);
    }

    private Reply byProxy(Request request, Continuation target, Optional<String> owner) {
        ProxySignIn proxy = providers.proxy().orElseThrow();
        ProxyIdentity said = providers
                .identity(request)
                .orElseThrow(() -> new SsoException(Reason.FAILED, "the proxy does not say who is asking"));
        ForeignIdentity who = new ForeignIdentity(
                ProxySignIn.ISSUER,
                said.user(),
                Optional.empty(),
                ForeignClaims.address(said.email()),
                said.name(),
                Set.copyOf(said.groups()),
                // A proxy cannot be asked to make sure: who presses the button again means it.
                Optional.of(unsaid(isAgain(request, owner))));
        return admittances.admit(request, who, proxy.admission(), "sso:" + ProxySignIn.ID, owner, target);
    }

    private URI callback(Provider provider) {
        return issuer.resolve("/account/sso/" + provider.id() + "/callback");
    }

    private String name(String id) {
        return providers
                .find(id)
                .map(way -> way.provider().name())
                .or(() ->
                        providers.proxy().filter(_ -> id.equals(ProxySignIn.ID)).map(ProxySignIn::name))
                .orElseThrow(() -> Problem.notFound("No provider of this name is in the settings."));
    }

    private Reply guarded(Request request, String name, Supplier<Reply> answer) {
        try {
            return answer.get();
        } catch (SsoException e) {
            LOG.atInfo()
                    .addKeyValue("reason", e.reason())
                    .addKeyValue("requestId", request.id())
                    .log("sign-in at another provider: {}", e.getMessage());
            return refused(request, name, e.reason());
        }
    }

    private Reply refused(Request request, String name, Reason reason) {
        return pages.show(
                        request,
                        "sso-refused",
                        Map.of(
                                "provider",
                                name,
                                "reason",
                                "sso." + reason.name().toLowerCase(Locale.ROOT)))
                .status(reason.status());
    }
}
