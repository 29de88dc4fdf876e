package dev.legato.account.signin;

import dev.legato.account.avatar.AvatarStore;
import dev.legato.account.page.Listed;
import dev.legato.account.page.Pages;
import dev.legato.account.page.Texts;
import dev.legato.account.person.AccountStore;
import dev.legato.account.person.AuditLog;
import dev.legato.account.person.CommonPasswords;
import dev.legato.account.person.DisplayName;
import dev.legato.account.person.EmailAddress;
import dev.legato.account.person.Password;
import dev.legato.account.person.PasswordHasher;
import dev.legato.account.person.Person;
import dev.legato.account.person.PersonStore;
import dev.legato.account.session.Grant;
import dev.legato.account.session.SessionStore;
import dev.legato.account.signin.Passkeys.Ceremony;
import dev.legato.account.signin.SecondFactors.Factors;
import dev.legato.runtime.http.Form;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The pages on which a person looks after its own account: profile, security, sessions. */
final class AccountPages {
    private static final Set<String> SECURITY_FIELDS =
            Set.of("action", "old", "password", "code", "challenge", "credential", "name", "id");

    /** What an account without a password cannot do: whoever leaves the other provider would keep a way in. */
    private static final Set<String> MORE_WAYS_IN = Set.of("password", "totp-begin", "totp-confirm", "passkey-add");

    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
    private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());
    private static final int MAX_NAME = 60;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Pages pages;
    private final Doorkeeper door;
    private final PersonStore people;
    private final AvatarStore avatars;
    private final AccountStore accounts;
    private final PasswordHasher hasher;
    private final CommonPasswords common;
    private final PasswordSignIn passwords;
    private final SecondFactors factors;
    private final AuthenticatorStore authenticators;
    private final RecoveryCodes recovery;
    private final PasskeyStore passkeyStore;
    private final Passkeys passkeys;
    private final BrowserSessions browsers;
    private final SessionStore sessions;
    private final Endings endings;
    private final AuditLog audit;
    private final Function<Request, List<Elsewhere>> elsewhere;

    AccountPages(
            Pages pages,
            Doorkeeper door,
            PersonStore people,
            AvatarStore avatars,
            AccountStore accounts,
            PasswordHasher hasher,
            CommonPasswords common,
            PasswordSignIn passwords,
            SecondFactors factors,
            AuthenticatorStore authenticators,
            RecoveryCodes recovery,
            PasskeyStore passkeyStore,
            Passkeys passkeys,
            BrowserSessions browsers,
            SessionStore sessions,
            Endings endings,
            AuditLog audit,
            Function<Request, List<Elsewhere>> elsewhere) {
        this.pages = pages;
        this.door = door;
        this.people = people;
        this.avatars = avatars;
        this.accounts = accounts;
        this.hasher = hasher;
        this.common = common;
        this.passwords = passwords;
        this.factors = factors;
        this.authenticators = authenticators;
        this.recovery = recovery;
        this.passkeyStore = passkeyStore;
        this.passkeys = passkeys;
        this.browsers = browsers;
        this.sessions = sessions;
        this.endings = endings;
        this.audit = audit;
        this.elsewhere = elsewhere;
    }

    /** Shows the profile. */
    Reply profile(Request request) {
        return door.show(request, person -> profile(request, person, "", ""));
    }

    /** Changes name, country and language. */
    Reply changeProfile(Request request) {
        return door.post(
                request,
                Set.of("name", "country", "language"),
                person -> profile(request, person, "error.expired", ""),
                (person, form) -> {
                    try {
                        DisplayName name = DisplayName.parse(form.text("name"));
                        String country = oneOf(form, "country", COUNTRIES);
                        String language = oneOf(form, "language", LANGUAGES);
                        people.setProfile(person.account().id(), name, country, language)
                                .await();
                        return profile(request, person, "", "profile.done");
                    } catch (IllegalArgumentException _) {
                        return profile(request, person, "error.form", "").status(400);
                    }
                });
    }

    /** Shows password, second factors and passkeys. */
    Reply security(Request request) {
        return door.showFresh(request, person -> security(request, person, "", ""));
    }

    /** Changes one of them. */
    Reply changeSecurity(Request request) {
        return door.postFresh(
                request,
                SECURITY_FIELDS,
                person -> security(request, person, "error.expired", ""),
                (person, form) -> change(request, person, form));
    }

    /** Shows where the person is signed in. */
    Reply sessions(Request request) {
        return door.show(request, person -> sessions(request, person, ""));
    }

    /** Ends a session, or all others. */
    Reply endSession(Request request) {
        return door.post(
                request,
                Set.of("browser", "session", "all"),
                person -> sessions(request, person, "error.expired"),
                (person, form) -> {
                    String account = person.account().id();
                    form.value("browser").ifPresent(id -> {
                        var _ = browsers.end(account, id).await();
                    });
                    form.value("session").ifPresent(id -> {
                        var _ = sessions.end(account, id).await();
                    });
                    if (form.value("all").isPresent()) {
                        endings.endAll(account, person.id()).await();
                    }
                    audit.add(account, account, "end-session").await();
                    return Pages.guarded(Reply.redirect(URI.create("/account/sessions")));
                });
    }

    private Reply change(Request request, SignedIn person, Form form) {
        String account = person.account().id();
        if (MORE_WAYS_IN.contains(form.text("action"))
                && !accounts.hasPassword(account).await()) {
            return security(request, person, "security.elsewhere", "").status(403);
        }
        return switch (form.text("action")) {
            case "password" -> changePassword(request, person, form);
            case "totp-begin" -> {
                var _ = authenticators.begin(account).await();
                yield security(request, person, "", "");
            }
            case "totp-confirm" ->
                confirmAuthenticator(request, person, form.text("code").strip());
            case "totp-remove" -> {
                authenticators.remove(account).await();
                dropCodesOfNoFactor(account);
                yield noted(request, person, "totp-removed");
            }
            case "codes" ->
                factors.of(account).any()
                        ? newCodes(request, person)
                        : security(request, person, "error.form", "").status(400);
            case "passkey-add" -> addPasskey(request, person, form);
            case "passkey-remove" -> {
                var _ = passkeyStore.remove(account, decoded(form.text("id"))).await();
                dropCodesOfNoFactor(account);
                yield noted(request, person, "passkey-removed");
            }
            default -> security(request, person, "error.form", "").status(400);
        };
    }

    private Reply changePassword(Request request, SignedIn person, Form form) {
        Password password;
        try {
            password = Password.toSet(form.text("password"));
            common.check(password, personOf(person).email(), person.account().name());
        } catch (IllegalArgumentException _) {
            return security(request, person, "error.password", "").status(400);
        }
        if (!passwords.isOwn(request, person.account(), form.text("old"))) {
            return security(request, person, "error.credentials", "").status(401);
        }
        String hash = hasher.hash(password, "").await();
        var _ = accounts.replacePassword(person.account().id(), null, hash).await();
        endings.endAll(person.account().id(), person.id()).await();
        return noted(request, person, "password-changed");
    }

    private Reply confirmAuthenticator(Request request, SignedIn person, String code) {
        if (!authenticators.confirm(person.account().id(), code).await()) {
            return security(request, person, "error.code", "").status(400);
        }
        audit.add(person.account().id(), person.account().id(), "totp-added").await();
        return newCodes(request, person);
    }

    private Reply newCodes(Request request, SignedIn person) {
        List<String> codes = recovery.replace(person.account().id()).await();
        audit.add(person.account().id(), person.account().id(), "recovery-codes-made")
                .await();
        return pages.show(request, "codes", Map.of("codes", codes));
    }

    private Reply addPasskey(Request request, SignedIn person, Form form) {
        String name = form.text("name").strip().replaceAll("\\p{Cntrl}", "");
        String kept = name.isEmpty() ? "Passkey" : name.substring(0, Math.min(name.length(), MAX_NAME));
        boolean first = !factors.of(person.account().id()).any();
        if (!passkeys.register(person.account(), form.text("challenge"), form.text("credential"), kept)) {
            return security(request, person, "error.passkey", "").status(400);
        }
        audit.add(person.account().id(), person.account().id(), "passkey-added").await();
        return first ? newCodes(request, person) : security(request, person, "", "security.passkey-added");
    }

    /** Recovery codes stand for a factor; without one they would stand for nothing. */
    private void dropCodesOfNoFactor(String account) {
        if (!factors.of(account).any()) {
            recovery.removeAll(account).await();
        }
    }

    private Reply noted(Request request, SignedIn person, String action) {
        audit.add(person.account().id(), person.account().id(), action).await();
        return security(request, person, "", "security." + action);
    }

    private Reply profile(Request request, SignedIn person, String error, String done) {
        Person known = personOf(person);
        String name = known.account().name();
        String shown = Pages.texts(request).language();
        Map<String, Object> model = new HashMap<>();
        model.put("avatar", avatars.path(known.account().id()).await().orElse(""));
        model.put("initial", name.substring(0, name.offsetByCodePoints(0, 1)).toUpperCase(Locale.ROOT));
        model.put("email", known.email());
        model.put("name", name);
        model.put("country", Optional.ofNullable(known.country()).orElse(""));
        model.put("countries", Regions.countries(shown));
        model.put("language", Optional.ofNullable(known.language()).orElse(""));
        model.put("languages", Regions.languages(shown));
        model.put("admin", known.isAdmin());
        model.put("error", error);
        model.put("done", done);
        return pages.show(request, "account", model);
    }

    private Reply security(Request request, SignedIn person, String error, String done) {
        String account = person.account().id();
        Factors has = factors.of(account);
        Optional<byte[]> secret = authenticators.unconfirmed(account).await();
        Ceremony ceremony =
                passkeys.areAvailable() ? passkeys.beginRegistration(person.account()) : new Ceremony("", "");
        Map<String, Object> model = new HashMap<>();
        model.put("error", error);
        model.put("done", done);
        model.put("elsewhere", !elsewhere.apply(request).isEmpty());
        model.put("password", accounts.hasPassword(account).await());
        model.put("authenticator", has.authenticator());
        model.put("secret", secret.map(Totp::base32).orElse(""));
        EmailAddress email = person.account().email();
        model.put(
                "secretUri",
                email == null ? "" : secret.map(bits -> Totp.uri(bits, email)).orElse(""));
        model.put("codesLeft", has.recoveryCodes());
        model.put(
                "passkeys",
                passkeyStore.list(account).await().stream()
                        .map(passkey -> new Listed(passkey.key(), passkey.name(), when(passkey.lastUsedAt())))
                        .toList());
        model.put("challenge", ceremony.challenge());
        model.put("options", ceremony.options());
        return pages.showWithScript(request, "security", model);
    }

    private Reply sessions(Request request, SignedIn person, String error) {
        String account = person.account().id();
        return pages.show(
                request,
                "sessions",
                Map.of(
                        "browsers",
                                browsers.list(account).await().stream()
                                        .map(session -> new Listed(
                                                session.id(),
                                                AgentName.of(session.agent()),
                                                when(session.lastSeenAt())))
                                        .toList(),
                        "sessions",
                                sessions.list(account).await().stream()
                                        .map(session -> new Listed(
                                                session.id(), program(request, session), when(session.lastUsedAt())))
                                        .toList(),
                        "current", person.id(),
                        "error", error));
    }

    private static String program(Request request, SessionStore.Listed session) {
        Texts texts = Pages.texts(request);
        return session.client()
                .map(id -> id.equals(Grant.WEB_PLAYER) ? texts.of("sessions.player") : id)
                .orElseGet(() -> texts.of("sessions.program"));
    }

    private static String when(Instant time) {
        return TIME.format(time);
    }

    private Person personOf(SignedIn person) {
        return people.find(person.account().id())
                .await()
                .orElseThrow(() -> new IllegalStateException("signed in without an account"));
    }

    private static @Nullable String oneOf(Form form, String field, Set<String> known) {
        Optional<String> value = form.value(field);
        if (value.isPresent() && !known.contains(value.get())) {
            throw new IllegalArgumentException(field);
        }
        return value.orElse(null);
    }

    private static byte[] decoded(String id) {
        try {
            return Base64.getUrlDecoder().decode(id);
        } catch (IllegalArgumentException _) {
            return new byte[0];
        }
    }
}
