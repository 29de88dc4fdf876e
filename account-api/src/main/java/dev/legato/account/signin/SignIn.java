package dev.legato.account.signin;

import dev.legato.account.avatar.AvatarHandler;
import dev.legato.account.avatar.AvatarStore;
import dev.legato.account.mail.MailQueue;
import dev.legato.account.mail.MailSettings;
import dev.legato.account.mail.Postman;
import dev.legato.account.page.BrowserCookie;
import dev.legato.account.page.Csrf;
import dev.legato.account.page.Pages;
import dev.legato.account.person.AccountStore;
import dev.legato.account.person.AuditLog;
import dev.legato.account.person.CommonPasswords;
import dev.legato.account.person.PasswordHasher;
import dev.legato.account.person.PersonStore;
import dev.legato.account.session.SessionClaims;
import dev.legato.account.session.SessionStore;
import dev.legato.account.token.AccessTokens;
import dev.legato.account.token.Revocations;
import dev.legato.account.vault.EncryptedColumn;
import dev.legato.account.vault.Vault;
import dev.legato.runtime.http.ApiServer;
import dev.legato.runtime.http.Request;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;

/** Builds all that signs people in, and says which operations it answers. */
public final class SignIn {
    private final BrowserCookie cookie;
    private final Doorkeeper door;
    private final PersonStore persons;
    private final SecondFactors factors;
    private final TakeOver takeOver;
    private final Pages pages;
    private final Csrf csrf;
    private final BrowserSessions browsers;
    private final PasswordSignIn passwords;
    private final Endings endings;
    private final OneTimeTokens tokens;
    private final AuditLog audit;
    private final MailQueue queue;
    private final Optional<Postman> postman;
    private final AccountHandler accountHandler;
    private final AvatarHandler avatars;
    private final SessionHandler sessionHandler;
    private final SignInPages signIn;
    private final GuestTickets guests;
    private final SignUpPages signUp;
    private final AccountPages account;
    private final AdminPages admin;
    private final PeopleHandler people;

    /**
     * What it is built on.
     *
     * @param issuer the public URL
     * @param elsewhere the other providers that a browser is offered
     */
    public record Parts(
            Vertx vertx,
            Pool pool,
            Vault vault,
            Clock clock,
            RandomGenerator random,
            AccountStore accounts,
            PasswordHasher hasher,
            SessionStore sessions,
            Revocations revocations,
            AccessTokens accessTokens,
            SessionClaims claims,
            LoginThrottle throttle,
            FailureStore failures,
            Turns turns,
            LoginOrigins origins,
            URI issuer,
            SignUpSettings signUp,
            Optional<MailSettings> mail,
            Function<Request, List<Elsewhere>> elsewhere) {}

    public SignIn(Parts on) {
        cookie = new BrowserCookie(on.issuer(), on.random());
        pages = new Pages(cookie);
        csrf = new Csrf(cookie, on.issuer());
        browsers = new BrowserSessions(on.pool(), on.accounts(), cookie, on.random(), on.clock());
        tokens = new OneTimeTokens(on.pool(), on.vault(), on.random(), on.clock());
        endings = new Endings(browsers, on.sessions(), tokens);
        audit = new AuditLog(on.pool(), on.clock());
        queue = new MailQueue(on.pool(), on.vault(), on.clock());
        persons = new PersonStore(on.pool(), on.vault(), on.clock());
        Letters letters = new Letters(queue, persons, on.accounts(), tokens, on.failures(), on.issuer());
        postman = on.mail().map(mail -> new Postman(on.vertx(), mail, queue, letters::write));
        CommonPasswords common = CommonPasswords.load();
        LoginGate gate = new LoginGate(on.vertx(), on.throttle(), on.failures(), on.turns(), tokens, on.clock());
        passwords = new PasswordSignIn(on.accounts(), on.hasher(), gate, on.origins());
        AuthenticatorStore authenticators = new AuthenticatorStore(on.pool(), on.vault(), on.random(), on.clock());
        RecoveryCodes recovery = new RecoveryCodes(on.pool(), on.random());
        PasskeyStore passkeyStore = new PasskeyStore(on.pool(), on.clock());
        factors = new SecondFactors(authenticators, recovery, passkeyStore, tokens, on.failures());
        Passkeys passkeys = new Passkeys(
                passkeyStore, tokens, new SignInChallenges(on.vault(), tokens, on.random(), on.clock()), on.issuer());
        Administration administration =
                new Administration(on.pool(), persons, tokens, on.revocations(), audit, on.issuer());
        takeOver = new TakeOver(administration, on.accounts(), endings, audit);
        SignUps signUps = new SignUps(
                on.accounts(),
                on.hasher(),
                common,
                gate,
                on.origins(),
                tokens,
                letters,
                endings,
                administration,
                on.signUp());
        door = new Doorkeeper(browsers, csrf, on.clock());
        AvatarStore avatarStore = new AvatarStore(on.pool(), on.clock());
        avatars = new AvatarHandler(avatarStore);
        accountHandler = new AccountHandler(on.accounts(), avatarStore, signUps, on.random());
        sessionHandler = new SessionHandler(
                on.accounts(),
                on.sessions(),
                on.claims(),
                on.accessTokens(),
                passwords,
                factors,
                persons,
                on.signUp(),
                gate,
                on.origins(),
                on.random());
        signIn = new SignInPages(
                pages,
                csrf,
                browsers,
                passwords,
                factors,
                passkeys,
                on.accounts(),
                persons,
                on.signUp(),
                on.elsewhere());
        guests = new GuestTickets(tokens, on.accounts(), endings, on.issuer());
        signUp = new SignUpPages(
                pages,
                csrf,
                signUps,
                browsers,
                guests,
                letters,
                tokens,
                on.accounts(),
                persons,
                endings,
                on.hasher(),
                common,
                on.origins(),
                passwords,
                gate,
                takeOver,
                audit,
                on.random(),
                on.mail().isPresent());
        account = new AccountPages(
                pages,
                door,
                persons,
                avatarStore,
                on.accounts(),
                on.hasher(),
                common,
                passwords,
                factors,
                authenticators,
                recovery,
                passkeyStore,
                passkeys,
                browsers,
                on.sessions(),
                endings,
                audit,
                on.elsewhere());
        admin = new AdminPages(pages, door, persons, administration, endings, audit);
        people = new PeopleHandler(persons, browsers, on.sessions(), administration, audit);
    }

    /** Answers the operations of this package. */
    public ApiServer install(ApiServer api) {
        return api.on("signUp", accountHandler::signUp)
                .on("getMe", accountHandler::me)
                .on("putAvatar", avatars::put)
                .on("removeAvatar", avatars::remove)
                .on("getAvatar", avatars::show)
                .on("logIn", sessionHandler::logIn)
                .on("giveSecondFactor", sessionHandler::secondFactor)
                .on("logInAsGuest", sessionHandler::guest)
                .on("refreshSession", sessionHandler::refresh)
                .on("logOut", sessionHandler::logOut)
                .on("listSessions", people::sessions)
                .on("endOwnSession", people::endSession)
                .on("listPeople", people::people)
                .on("listAudit", people::audit)
                .on("invite", people::invite)
                .on("showSignIn", signIn::form)
                .on("signIn", signIn::signIn)
                .on("signInByCode", signIn::code)
                .on("signInByPasskey", signIn::passkey)
                .on("showSignOut", signIn::signOutForm)
                .on("signOut", signIn::signOut)
                .on("bringGuest", guests::give)
                .on("showSignUp", signUp::signUpForm)
                .on("signUpOnPage", signUp::signUp)
                .on("showVerification", signUp::verifyForm)
                .on("verifyAddress", signUp::verify)
                .on("showReset", signUp::resetForm)
                .on("resetPassword", signUp::reset)
                .on("showAccount", account::profile)
                .on("changeAccount", account::changeProfile)
                .on("showSecurity", account::security)
                .on("changeSecurity", account::changeSecurity)
                .on("showSessions", account::sessions)
                .on("endSessions", account::endSession)
                .on("showAdministration", admin::show)
                .on("administer", admin::act);
    }

    /** What expires: each removes up to so many rows and says how many it removed. */
    public List<IntFunction<Future<Integer>>> removals() {
        return List.of(browsers::removeExpired, tokens::removeExpired, queue::removeExpired, audit::removeExpired);
    }

    /** Sends mail; empty without a mail server. */
    public Optional<Postman> postman() {
        return postman;
    }

    /** Who is signed in in a browser. */
    public BrowserSessions browsers() {
        return browsers;
    }

    /** The cookie of browsers. */
    public BrowserCookie cookie() {
        return cookie;
    }

    /** Lets requests into the pages of an account. */
    public Doorkeeper door() {
        return door;
    }

    /** What is known of people. */
    public PersonStore people() {
        return persons;
    }

    /** People's second factors. */
    public SecondFactors factors() {
        return factors;
    }

    /** Gives accounts of unconfirmed addresses to the addresses' owners. */
    public TakeOver takeOver() {
        return takeOver;
    }

    /** Tokens that are good once. */
    public OneTimeTokens tokens() {
        return tokens;
    }

    /** Who did what. */
    public AuditLog audit() {
        return audit;
    }

    /** Checks passwords. */
    public PasswordSignIn passwords() {
        return passwords;
    }

    /** What is encrypted here and in the mail queue. */
    public static List<EncryptedColumn> encrypted() {
        return List.of(AuthenticatorStore.SECRETS, MailQueue.LETTERS);
    }

    /** Renders pages. */
    public Pages pages() {
        return pages;
    }

    /** Tells forms of ours from those of others. */
    public Csrf csrf() {
        return csrf;
    }

    /** Ends what an account is signed in with. */
    public Endings endings() {
        return endings;
    }
}
