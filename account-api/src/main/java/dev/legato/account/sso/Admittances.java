package dev.legato.account.sso;

import dev.legato.account.page.Pages;
import dev.legato.account.person.Account;
import dev.legato.account.person.AccountStore;
import dev.legato.account.person.AuditLog;
import dev.legato.account.person.DisplayName;
import dev.legato.account.person.EmailAddress;
import dev.legato.account.person.Person;
import dev.legato.account.person.PersonStore;
import dev.legato.account.person.Role;
import dev.legato.account.signin.BrowserSessions;
import dev.legato.account.signin.Continuation;
import dev.legato.account.signin.SecondFactors;
import dev.legato.account.signin.TakeOver;
import dev.legato.account.sso.Admittance.Local;
import dev.legato.account.sso.SsoException.Reason;
import dev.legato.contracts.ContentId;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Carries out what {@link Admittance} decides. Use it on virtual threads. */
final class Admittances {
    private static final URI LINKED = URI.create("/account/sso");
    private static final String NAMELESS = "Listener";

    private final SsoStore store;
    private final AccountStore accounts;
    private final PersonStore people;
    private final SecondFactors factors;
    private final TakeOver takeOver;
    private final BrowserSessions browsers;
    private final AuditLog audit;
    private final RandomGenerator random;
    private final Clock clock;

    Admittances(
            SsoStore store,
            AccountStore accounts,
            PersonStore people,
            SecondFactors factors,
            TakeOver takeOver,
            BrowserSessions browsers,
            AuditLog audit,
            RandomGenerator random,
            Clock clock) {
        this.store = store;
        this.accounts = accounts;
        this.people = people;
        this.factors = factors;
        this.takeOver = takeOver;
        this.browsers = browsers;
        this.audit = audit;
        this.random = random;
        this.clock = clock;
    }

    /**
     * Signs a person in that a provider vouches for, or links its identity with the account of who asks for it.
     *
     * @param actor who the audit trail says did it, such as {@code sso:house}
     * @param owner the account to be linked, if its owner asked for that
     * @throws SsoException if the person is not let in
     */
    Reply admit(
            Request request,
            ForeignIdentity who,
            Admission rules,
            String actor,
            Optional<String> owner,
            Continuation target) {
        Optional<String> linked = store.account(who.issuer(), who.subject()).await();
        Optional<Local> local =
                who.email().flatMap(email -> people.find(email).await()).map(this::local);
        String account =
                switch (Admittance.decide(who, rules, linked, owner, local)) {
                    case Admittance.SignIn known -> known.account();
                    case Admittance.TakeOver unconfirmed -> takenOver(unconfirmed.account(), actor);
                    case Admittance.Create create -> created(create.email(), who, actor);
                    case Admittance.Refuse refuse -> throw new SsoException(refuse.reason(), actor + ": not let in");
                };
        String session = store.enter(account, who, rules.rolesOf(who.groups()), actor)
                .await()
                .orElseThrow(() -> new SsoException(Reason.LINKED_ELSEWHERE, actor + ": linked meanwhile"));
        if (linked.isEmpty()) {
            audit.add(actor, account, "sso-linked").await();
        }
        if (owner.isPresent()) {
            return Pages.guarded(Reply.redirect(LINKED));
        }
        Account person = accounts.find(account)
                .await()
                .orElseThrow(() -> new SsoException(Reason.FAILED, actor + ": the account is gone"));
        Instant now = clock.instant();
        Instant proved = who.authenticatedAt().filter(at -> at.isBefore(now)).orElse(now);
        return browsers.openElsewhere(request, person, proved, session, Pages.guarded(Reply.redirect(target.uri())));
    }

    private Local local(Person person) {
        String id = person.account().id();
        boolean trusted = !person.roles().equals(Set.of(Role.LISTENER));
        return new Local(id, person.verified(), factors.any(id), trusted);
    }

    private String takenOver(String account, String actor) {
        if (!takeOver.perform(account, actor).await()) {
            throw new SsoException(Reason.LINK_FIRST, actor + ": the address was confirmed meanwhile");
        }
        return account;
    }

    private String created(EmailAddress email, ForeignIdentity who, String actor) {
        Account account = new Account(ContentId.random(random), email, name(who, email));
        if (!store.create(account).await()) {
            throw new SsoException(Reason.LINK_FIRST, actor + ": the address was taken meanwhile");
        }
        audit.add(actor, account.id(), "sso-created").await();
        return account.id();
    }

    private static String name(ForeignIdentity who, EmailAddress email) {
        for (String candidate : new String[] {
            who.name(), email.value().substring(0, email.value().indexOf('@'))
        }) {
            try {
                return DisplayName.parse(candidate).value();
            } catch (IllegalArgumentException _) {
                // Another provider's names need not be ours.
            }
        }
        return NAMELESS;
    }
}
