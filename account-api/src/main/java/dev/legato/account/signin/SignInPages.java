package dev.legato.account.signin;

import dev.legato.account.page.Csrf;
import dev.legato.account.page.Pages;
import dev.legato.account.person.Account;
import dev.legato.account.person.AccountStore;
import dev.legato.account.person.EmailAddress;
import dev.legato.account.person.Password;
import dev.legato.account.person.Person;
import dev.legato.account.person.PersonStore;
import dev.legato.account.signin.Passkeys.Ceremony;
import dev.legato.account.signin.SignUpSettings.Mode;
import dev.legato.account.signin.WorkNeededException.Work;
import dev.legato.runtime.http.Form;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The pages on which a browser is signed in and out. */
final class SignInPages {
    private static final Set<String> FIELDS = Set.of("email", "password", "payment", "place", Continuation.FIELD);
    private static final Set<String> CODE_FIELDS = Set.of("ticket", "code", Continuation.FIELD);
    private static final Set<String> PASSKEY_FIELDS = Set.of("ticket", "challenge", "credential", Continuation.FIELD);

    private final Pages pages;
    private final Csrf csrf;
    private final BrowserSessions sessions;
    private final PasswordSignIn passwords;
    private final SecondFactors factors;
    private final Passkeys passkeys;
    private final AccountStore accounts;
    private final PersonStore people;
    private final SignUpSettings signUp;
    private final Function<Request, List<Elsewhere>> elsewhere;

    SignInPages(
            Pages pages,
            Csrf csrf,
            BrowserSessions sessions,
            PasswordSignIn passwords,
            SecondFactors factors,
            Passkeys passkeys,
            AccountStore accounts,
            PersonStore people,
            SignUpSettings signUp,
            Function<Request, List<Elsewhere>> elsewhere) {
        this.pages = pages;
        this.csrf = csrf;
        this.sessions = sessions;
        this.passwords = passwords;
        this.factors = factors;
        this.passkeys = passkeys;
        this.accounts = accounts;
        this.people = people;
        this.signUp = signUp;
        this.elsewhere = elsewhere;
    }

    /** Shows the form; {@code continue} says where to go afterwards and {@code login_hint} whose address to fill in. */
    Reply form(Request request) {
        Continuation target =
                request.query(Continuation.FIELD).map(Continuation::parse).orElse(Continuation.NONE);
        return show(request, target, request.query("login_hint").orElse(""), "", Map.of());
    }

    /** Checks e-mail address and password, and asks for a second factor if the account has one. */
    Reply signIn(Request request) {
        Form form = Doorkeeper.form(request, FIELDS);
        Continuation target = Continuation.parse(form.text(Continuation.FIELD));
        String typed = form.text("email");
        if (!csrf.isOurs(request, form)) {
            return show(request, target, typed, "error.expired", Map.of()).status(403);
        }
        try {
            EmailAddress email = EmailAddress.parse(typed);
            Password password = Password.toCheck(form.text("password"));
            return check(request, form, target, email, password);
        } catch (IllegalArgumentException _) {
            return wrong(request, target, typed);
        }
    }

    /** Takes the code of an authenticator app, or a recovery code. */
    Reply code(Request request) {
        Form form = Doorkeeper.form(request, CODE_FIELDS);
        Continuation target = Continuation.parse(form.text(Continuation.FIELD));
        if (!csrf.isOurs(request, form)) {
            return show(request, target, "", "error.expired", Map.of()).status(403);
        }
        String ticket = form.text("ticket");
        return factors.prove(ticket, form.text("code"))
                .flatMap(proven -> signedIn(request, target, proven.account(), proven.methods()))
                .orElseGet(
                        () -> askFactor(request, target, ticket, "error.code").status(401));
    }

    /** Takes the answer of a passkey, as a second factor or alone. */
    Reply passkey(Request request) {
        Form form = Doorkeeper.form(request, PASSKEY_FIELDS);
        Continuation target = Continuation.parse(form.text(Continuation.FIELD));
        if (!csrf.isOurs(request, form)) {
            return show(request, target, "", "error.expired", Map.of()).status(403);
        }
        Optional<String> ticket = form.value("ticket");
        Optional<String> holder = ticket.flatMap(factors::holder);
        if (ticket.isPresent() && holder.isEmpty()) {
            return show(request, target, "", "error.expired", Map.of()).status(401);
        }
        return passkeys.verify(holder, form.text("challenge"), form.text("credential"))
                .flatMap(account -> ticket.isEmpty()
                        ? signedIn(request, target, account, Set.of("hwk", "user", "mfa"))
                        : factors.byPasskey(ticket.get(), account)
                                .flatMap(proven -> signedIn(request, target, proven.account(), proven.methods())))
                .orElseGet(() ->
                        show(request, target, "", "error.passkey", Map.of()).status(401));
    }

    /** Asks whether to sign out. */
    Reply signOutForm(Request request) {
        return pages.show(request, "signout", Map.of());
    }

    /** Signs this browser out. */
    Reply signOut(Request request) {
        Form form = Doorkeeper.form(request, Set.of());
        if (!csrf.isOurs(request, form)) {
            return signOutForm(request).status(403);
        }
        return sessions.close(request, Pages.guarded(Reply.redirect(URI.create("/account/signin"))));
    }

    private Reply check(Request request, Form form, Continuation target, EmailAddress email, Password password) {
        Optional<Account> account;
        try {
            account = passwords.check(
                    request, email, password, form.value("payment").or(() -> form.value("place")));
        } catch (WorkNeededException e) {
            return payFirst(request, form, target, email, e.work());
        }
        if (account.isEmpty()) {
            return wrong(request, target, email.value());
        }
        String id = account.get().id();
        if (signUp.verify() && !people.find(id).await().map(Person::verified).orElse(false)) {
            return show(request, target, email.value(), "error.unverified", Map.of())
                    .status(403);
        }
        return factors.of(id).any()
                ? askFactor(request, target, factors.ticket(id), "")
                : sessions.open(request, account.get(), Set.of("pwd"), Pages.guarded(Reply.redirect(target.uri())));
    }

    /** Shows the form with the work that its script does, and a place in the waiting room for who runs no scripts. */
    private Reply payFirst(Request request, Form form, Continuation target, EmailAddress email, Work work) {
        String stamp = "legato1:%d:%d:%s:".formatted(work.bits(), work.minute(), work.resource());
        // A place that is not good yet stays good for later.
        String place = form.value("place")
                .or(() -> passwords.enterWaitingRoom(request, email))
                .orElse("");
        return show(
                        request,
                        target,
                        email.value(),
                        "error.tooMany",
                        Map.of("stamp", stamp, "bits", work.bits(), "place", place))
                .status(429);
    }

    private Optional<Reply> signedIn(Request request, Continuation target, String account, Set<String> methods) {
        return accounts.find(account)
                .await()
                .map(person -> sessions.open(request, person, methods, Pages.guarded(Reply.redirect(target.uri()))));
    }

    private Reply wrong(Request request, Continuation target, String email) {
        return show(request, target, email, "error.credentials", Map.of()).status(401);
    }

    private Reply askFactor(Request request, Continuation target, String ticket, String error) {
        Optional<String> holder = factors.holder(ticket);
        if (holder.isEmpty()) {
            return show(request, target, "", "error.expired", Map.of());
        }
        boolean byPasskey = passkeys.areAvailable() && factors.of(holder.get()).passkeys() > 0;
        Ceremony ceremony = byPasskey ? passkeys.beginSignIn(holder) : new Ceremony("", "");
        return pages.showWithScript(
                request,
                "code",
                Map.of(
                        "target", target.target(),
                        "ticket", ticket,
                        "error", error,
                        "authenticator", factors.of(holder.get()).authenticator(),
                        "challenge", ceremony.challenge(),
                        "options", ceremony.options()));
    }

    private Reply show(Request request, Continuation target, String email, String error, Map<String, Object> work) {
        Ceremony ceremony = passkeys.areAvailable() ? passkeys.beginSignIn(Optional.empty()) : new Ceremony("", "");
        Map<String, Object> model = new HashMap<>(Map.of(
                "target",
                target.target(),
                "email",
                email,
                "error",
                error,
                "signUp",
                signUp.mode() == Mode.CLOSED ? "" : target.through("/account/signup"),
                "challenge",
                ceremony.challenge(),
                "options",
                ceremony.options(),
                "stamp",
                "",
                "bits",
                0,
                "place",
                ""));
        model.put("elsewhere", elsewhere.apply(request));
        model.putAll(work);
        return pages.showWithScript(request, "signin", model);
    }
}
