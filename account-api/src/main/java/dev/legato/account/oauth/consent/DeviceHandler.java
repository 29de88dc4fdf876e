package dev.legato.account.oauth.consent;

import dev.legato.account.oauth.client.Clients;
import dev.legato.account.oauth.client.OAuthClient;
import dev.legato.account.oauth.grant.DeviceStore;
import dev.legato.account.oauth.grant.DeviceStore.Waiting;
import dev.legato.account.oauth.grant.ScopeRules;
import dev.legato.account.oauth.grant.UserCode;
import dev.legato.account.page.Csrf;
import dev.legato.account.signin.SignedIn;
import dev.legato.runtime.http.Form;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The pages on which a listener lets a device in, RFC 8628 §3.3. Nothing is allowed by following a link: the code is shown to be
 * compared, and the client is named before the yes. Only who is signed in may enter a code, and few wrong ones.
 */
public final class DeviceHandler {
    private static final String PATH = "/oauth2/device";
    private static final String CODE = "user_code";

    private final Clients clients;
    private final DeviceStore devices;
    private final OAuthPages pages;

    public DeviceHandler(Clients clients, DeviceStore devices, OAuthPages pages) {
        this.clients = clients;
        this.devices = devices;
        this.pages = pages;
    }

    /** Leads from the short address, which listeners type. */
    public Reply shortAddress(Request request) {
        return OAuthPages.redirect(URI.create(target(request)));
    }

    /** Asks for the code. */
    public Reply form(Request request) {
        return pages.person(request).isEmpty()
                ? OAuthPages.signIn(target(request), Optional.empty())
                : ask(request, request.query(CODE).orElse(""), "");
    }

    /** Takes a code, and asks whether its device may come in. */
    public Reply enter(Request request) {
        Form form = request.form().only(Set.of(Csrf.FIELD, CODE));
        if (!pages.isOurs(request, form)) {
            return pages.expired(request);
        }
        Optional<SignedIn> person = pages.person(request);
        if (person.isEmpty()) {
            return OAuthPages.signIn(PATH, Optional.empty());
        }
        String account = person.get().account().id();
        if (!devices.tryGuess(account).await()) {
            return ask(request, "", "error.tooMany").status(429);
        }
        Optional<UserCode> code = UserCode.parse(form.text(CODE));
        Optional<Waiting> waiting = code.flatMap(known -> devices.find(known).await());
        Optional<OAuthClient> client = waiting.flatMap(device -> clients.find(device.client()));
        if (client.isEmpty()) {
            return ask(request, form.text(CODE), "device.unknown").status(400);
        }
        devices.guessedRight(account).await();
        Set<String> scopes =
                ScopeRules.had(waiting.orElseThrow().scopes(), person.get().account());
        return pages.show(
                request,
                "device-confirm",
                Map.of(
                        "client", client.get().name(),
                        "code", code.orElseThrow().shown(),
                        "person", person.get().account().name(),
                        "scopes", OAuthPages.sentences(request, scopes)));
    }

    /** Takes the listener's yes or no. */
    public Reply decide(Request request) {
        Form form = request.form().only(Set.of(Csrf.FIELD, CODE, "decision"));
        if (!pages.isOurs(request, form)) {
            return pages.expired(request);
        }
        Optional<SignedIn> person = pages.person(request);
        if (person.isEmpty()) {
            return OAuthPages.signIn(PATH, Optional.empty());
        }
        SignedIn signedIn = person.get();
        String account = signedIn.account().id();
        if (!devices.tryGuess(account).await()) {
            return ask(request, "", "error.tooMany").status(429);
        }
        boolean allow = form.text("decision").equals("allow");
        boolean decided = UserCode.parse(form.text(CODE))
                .map(code -> allow
                        ? devices.approve(
                                        code,
                                        account,
                                        signedIn.authenticatedAt(),
                                        signedIn.methods(),
                                        signedIn.ssoSession())
                                .await()
                        : devices.deny(code, account).await())
                .orElse(false);
        if (!decided) {
            return ask(request, "", "device.unknown").status(400);
        }
        devices.guessedRight(account).await();
        return pages.show(request, "device-done", Map.of("allowed", allow));
    }

    private Reply ask(Request request, String code, String error) {
        return pages.show(request, "device", Map.of("code", code, "error", error));
    }

    private static String target(Request request) {
        return PATH
                + request.query(CODE)
                        .flatMap(UserCode::parse)
                        .map(code -> "?user_code=" + code.shown())
                        .orElse("");
    }
}
