package dev.legato.account.signin;

import dev.legato.account.page.Csrf;
import dev.legato.account.page.Pages;
import dev.legato.account.person.Account;
import dev.legato.account.person.EmailAddress;
import dev.legato.account.person.Password;
import dev.legato.runtime.http.Form;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import dev.legato.runtime.problem.ProblemException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The pages on which a browser is signed in and out. */
public final class SignInPages {
    private static final Set<String> FIELDS = Set.of(Csrf.FIELD, "email", "password", Continuation.FIELD);

    private final Pages pages;
    private final Csrf csrf;
    private final BrowserSessions sessions;
    private final PasswordSignIn passwords;

    public SignInPages(Pages pages, Csrf csrf, BrowserSessions sessions, PasswordSignIn passwords) {
        this.pages = pages;
        this.csrf = csrf;
        this.sessions = sessions;
        this.passwords = passwords;
    }

    /** Shows the form; {@code continue} says where to go afterwards and {@code login_hint} whose address to fill in. */
    public Reply form(Request request) {
        return show(request, continuation(request), request.query("login_hint").orElse(""), "");
    }

    /** Signs in by e-mail address and password. */
    public Reply signIn(Request request) {
        Form form = request.form().only(FIELDS);
        Continuation target = Continuation.parse(form.text(Continuation.FIELD));
        String email = form.text("email");
        if (!csrf.isOurs(request, form)) {
            return show(request, target, email, "error.expired").status(403);
        }
        Optional<Account> account;
        try {
            account = passwords.check(request, EmailAddress.parse(email), Password.toCheck(form.text("password")));
        } catch (IllegalArgumentException _) {
            account = Optional.empty();
        } catch (ProblemException e) {
            if (e.problem().status() == 429) {
                return show(request, target, email, "error.tooMany").status(429);
            }
            throw e;
        }
        return account.map(person ->
                        sessions.open(request, person, Set.of("pwd"), Pages.guarded(Reply.redirect(target.uri()))))
                .orElseGet(
                        () -> show(request, target, email, "error.credentials").status(401));
    }

    /** Asks whether to sign out. */
    public Reply signOutForm(Request request) {
        return pages.show(request, "signout", Map.of());
    }

    /** Signs this browser out. */
    public Reply signOut(Request request) {
        Form form = request.form().only(Set.of(Csrf.FIELD));
        if (!csrf.isOurs(request, form)) {
            return signOutForm(request).status(403);
        }
        return sessions.close(request, Pages.guarded(Reply.redirect(URI.create("/account/signin"))));
    }

    private Reply show(Request request, Continuation target, String email, String error) {
        return pages.show(request, "signin", Map.of("target", target.target(), "email", email, "error", error));
    }

    private static Continuation continuation(Request request) {
        return request.query(Continuation.FIELD).map(Continuation::parse).orElse(Continuation.NONE);
    }
}
