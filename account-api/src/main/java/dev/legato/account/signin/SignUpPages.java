package dev.legato.account.signin;

import dev.legato.account.page.Csrf;
import dev.legato.account.page.Pages;
import dev.legato.account.person.Account;
import dev.legato.account.person.AccountStore;
import dev.legato.account.person.AuditLog;
import dev.legato.account.person.CommonPasswords;
import dev.legato.account.person.DisplayName;
import dev.legato.account.person.EmailAddress;
import dev.legato.account.person.Password;
import dev.legato.account.person.PasswordHasher;
import dev.legato.account.person.PersonStore;
import dev.legato.account.signin.OneTimeTokens.Grant;
import dev.legato.account.signin.OneTimeTokens.Purpose;
import dev.legato.account.signin.SignUps.Outcome;
import dev.legato.contracts.ContentId;
import dev.legato.runtime.http.Form;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import dev.legato.runtime.problem.ProblemException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The pages of who has no account yet, or no longer a password: sign-up, confirmation, reset. */
final class SignUpPages {
    private static final Set<String> SIGN_UP_FIELDS =
            Set.of("email", "password", "name", "invitation", "first", Continuation.FIELD);
    private static final Set<String> RESET_FIELDS = Set.of("email", "token", "password");

    private final Pages pages;
    private final Csrf csrf;
    private final SignUps signUps;
    private final BrowserSessions browsers;
    private final GuestTickets guests;
    private final Letters letters;
    private final OneTimeTokens tokens;
    private final AccountStore accounts;
    private final PersonStore people;
    private final Endings endings;
    private final PasswordHasher hasher;
    private final CommonPasswords common;
    private final LoginOrigins origins;
    private final PasswordSignIn passwords;
    private final LoginGate gate;
    private final TakeOver takeOver;
    private final AuditLog audit;
    private final RandomGenerator random;
    private final boolean mails;

    SignUpPages(
            Pages pages,
            Csrf csrf,
            SignUps signUps,
            BrowserSessions browsers,
            GuestTickets guests,
            Letters letters,
            OneTimeTokens tokens,
            AccountStore accounts,
            PersonStore people,
            Endings endings,
            PasswordHasher hasher,
            CommonPasswords common,
            LoginOrigins origins,
            PasswordSignIn passwords,
            LoginGate gate,
            TakeOver takeOver,
            AuditLog audit,
            RandomGenerator random,
            boolean mails) {
        this.pages = pages;
        this.csrf = csrf;
        this.signUps = signUps;
        this.browsers = browsers;
        this.guests = guests;
        this.letters = letters;
        this.tokens = tokens;
        this.accounts = accounts;
        this.people = people;
        this.endings = endings;
        this.hasher = hasher;
        this.common = common;
        this.origins = origins;
        this.passwords = passwords;
        this.gate = gate;
        this.takeOver = takeOver;
        this.audit = audit;
        this.random = random;
        this.mails = mails;
    }

    /** Shows the sign-up form; {@code invitation} and {@code first} are tokens of links, {@code continue} says where to go. */
    Reply signUpForm(Request request) {
        return signUpForm(
                request,
                Map.of(
                        "invitation",
                        request.query("invitation").orElse(""),
                        "first",
                        request.query("first").orElse(""),
                        Continuation.FIELD,
                        request.query(Continuation.FIELD).orElse("")));
    }

    /** Makes an account, of the guest that this browser's player is if it has said so, and signs the browser in. */
    Reply signUp(Request request) {
        Form form = Doorkeeper.form(request, SIGN_UP_FIELDS);
        if (!csrf.isOurs(request, form)) {
            return again(request, form, "error.expired", 403);
        }
        EmailAddress email;
        DisplayName name;
        Password password;
        try {
            email = EmailAddress.parse(form.text("email"));
            name = DisplayName.parse(form.text("name"));
        } catch (IllegalArgumentException _) {
            return again(request, form, "error.form", 400);
        }
        try {
            password = Password.toSet(form.text("password"));
            Optional<String> guest = guests.of(request);
            Account account = new Account(guest.orElseGet(() -> ContentId.random(random)), email, name.value());
            Outcome outcome =
                    signUps.make(request, account, email, password, form.text("invitation"), form.text("first"));
            if (outcome != Outcome.TAKEN) {
                guest.ifPresent(_ -> guests.use(request));
            }
            return switch (outcome) {
                case MADE -> signedIn(request, account, Continuation.parse(form.text(Continuation.FIELD)));
                case TAKEN -> again(request, form, "error.taken", 409);
                case MAILED -> message(request, "signup.mailed");
            };
        } catch (IllegalArgumentException _) {
            return again(request, form, "error.password", 400);
        } catch (ProblemException e) {
            return switch (e.problem().status()) {
                case 403 -> again(request, form, "error.invitation", 403);
                case 429 -> again(request, form, "error.tooMany", 429);
                default -> throw e;
            };
        }
    }

    private Reply signedIn(Request request, Account account, Continuation target) {
        return browsers.open(request, account, Set.of("pwd"), Pages.guarded(Reply.redirect(target.uri())));
    }

    /** Asks to confirm: mail programs open links by themselves, so that the link alone does nothing. */
    Reply verifyForm(Request request) {
        return pages.show(
                request, "verify", Map.of("token", request.query("token").orElse(""), "error", ""));
    }

    /**
     * Confirms an address, by the link and the account's password: who signed up with somebody else's address has but one of
     * them.
     */
    Reply verify(Request request) {
        Form form = Doorkeeper.form(request, Set.of("token", "password"));
        String token = form.text("token");
        if (!csrf.isOurs(request, form)) {
            return unverified(request, token, "error.expired", 403);
        }
        Optional<Account> account = tokens.peek(Purpose.VERIFY, token)
                .await()
                .flatMap(grant -> Optional.ofNullable(grant.account()))
                .flatMap(id -> accounts.find(id).await());
        if (account.isEmpty()) {
            return unverified(request, token, "error.link", 403);
        }
        try {
            if (!passwords.isOwn(request, account.get(), form.text("password"))) {
                return unverified(request, token, "error.credentials", 401);
            }
        } catch (ProblemException e) {
            if (e.problem().status() != 429) {
                throw e;
            }
            return unverified(request, token, "error.tooMany", 429);
        }
        if (tokens.take(Purpose.VERIFY, token).await().isEmpty()) {
            return unverified(request, token, "error.link", 403);
        }
        people.setVerified(account.get().id()).await();
        return message(request, "verify.done");
    }

    private Reply unverified(Request request, String token, String error, int status) {
        return pages.show(request, "verify", Map.of("token", token, "error", error))
                .status(status);
    }

    /** Shows the form that asks for a link, or, by a link, the one that sets a password. */
    Reply resetForm(Request request) {
        return request.query("token")
                .map(token -> newPassword(request, token, ""))
                .orElseGet(() -> pages.show(request, "reset", Map.of("error", "", "mails", mails)));
    }

    /** Asks for a link, with the same answer whoever the address is of, or sets a password by one. */
    Reply reset(Request request) {
        Form form = Doorkeeper.form(request, RESET_FIELDS);
        Optional<String> token = form.value("token");
        if (!csrf.isOurs(request, form)) {
            return token.map(given -> newPassword(request, given, "error.expired"))
                    .orElseGet(() -> pages.show(request, "reset", Map.of("error", "error.expired", "mails", mails)))
                    .status(403);
        }
        if (token.isPresent()) {
            return setPassword(request, token.get(), form.text("password"));
        }
        try {
            EmailAddress email = EmailAddress.parse(form.text("email"));
            if (mails) {
                gate.reset(origins.network(request));
                letters.askReset(email, Pages.texts(request)).await();
            }
            return message(request, "reset.mailed");
        } catch (IllegalArgumentException _) {
            return pages.show(request, "reset", Map.of("error", "error.form", "mails", mails))
                    .status(400);
        } catch (ProblemException e) {
            if (e.problem().status() != 429) {
                throw e;
            }
            return pages.show(request, "reset", Map.of("error", "error.tooMany", "mails", mails))
                    .status(429);
        }
    }

    private Reply setPassword(Request request, String token, String typed) {
        Password password;
        try {
            password = Password.toSet(typed);
            common.check(password);
        } catch (IllegalArgumentException _) {
            return newPassword(request, token, "error.password").status(400);
        }
        if (tokens.peek(Purpose.RESET, token).await().isEmpty()) {
            return newPassword(request, token, "error.link").status(403);
        }
        String hash = hasher.hash(password, origins.network(request).orElse("")).await();
        Optional<Grant> grant = tokens.take(Purpose.RESET, token).await();
        if (grant.isEmpty() || grant.get().account() == null) {
            return newPassword(request, token, "error.link").status(403);
        }
        String account = grant.get().account();
        if (grant.get().data().equals(Letters.BY_MAIL)) {
            removeStrangersFactors(account);
        }
        var _ = accounts.replacePassword(account, null, hash).await();
        // The link came by mail to the address, or from the operator who vouches for it.
        people.setVerified(account).await();
        endings.endAll(account, "").await();
        audit.add(account, account, "password-reset").await();
        return message(request, "reset.done");
    }

    /** Whoever signed up with an address that was never confirmed need not be who reads its mail. */
    private void removeStrangersFactors(String account) {
        if (people.find(account).await().filter(person -> !person.verified()).isPresent()) {
            takeOver.removeWaysIn(account, account).await();
        }
    }

    private Reply newPassword(Request request, String token, String error) {
        return pages.show(request, "newpassword", Map.of("token", token, "error", error));
    }

    private Reply again(Request request, Form form, String error, int status) {
        Map<String, Object> model = new HashMap<>();
        for (String field : Set.of("email", "name", "invitation", "first", Continuation.FIELD)) {
            model.put(field, form.text(field));
        }
        model.put("error", error);
        return signUpForm(request, model).status(status);
    }

    private Reply signUpForm(Request request, Map<String, Object> given) {
        Map<String, Object> model = new HashMap<>(Map.of("email", "", "name", "", "error", ""));
        model.put("mode", signUps.settings().mode().name());
        model.putAll(given);
        Continuation target = Continuation.parse(String.valueOf(model.remove(Continuation.FIELD)));
        model.put("target", target.target());
        model.put("signIn", target.through("/account/signin"));
        return pages.show(request, "signup", model);
    }

    private Reply message(Request request, String key) {
        return pages.show(request, "message", Map.of("key", key));
    }
}
