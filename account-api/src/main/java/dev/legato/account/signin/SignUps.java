package dev.legato.account.signin;

import dev.legato.account.page.Pages;
import dev.legato.account.person.Account;
import dev.legato.account.person.AccountStore;
import dev.legato.account.person.CommonPasswords;
import dev.legato.account.person.EmailAddress;
import dev.legato.account.person.Password;
import dev.legato.account.person.PasswordHasher;
import dev.legato.account.signin.LoginGate.Attempt;
import dev.legato.account.signin.OneTimeTokens.Grant;
import dev.legato.account.signin.OneTimeTokens.Purpose;
import dev.legato.runtime.auth.Caller;
import dev.legato.runtime.http.Request;
import dev.legato.runtime.problem.Problem;
import dev.legato.runtime.problem.ProblemException;
import java.util.Optional;

/**
 * Makes accounts. Where addresses have to be confirmed, the answer and the work are the same for an address that is taken:
 * its owner gets a letter that says so. Use it on virtual threads.
 */
public final class SignUps {
    private final AccountStore accounts;
    private final PasswordHasher hasher;
    private final CommonPasswords common;
    private final LoginGate gate;
    private final LoginOrigins origins;
    private final OneTimeTokens tokens;
    private final Letters letters;
    private final Endings endings;
    private final Administration administration;
    private final SignUpSettings settings;

    /** How a sign-up ended. */
    enum Outcome {
        /** There is a new account, good at once. */
        MADE,
        /** The address has an account. */
        TAKEN,
        /** A letter is on its way, whether or not the address has an account. */
        MAILED
    }

    /** A one-time token that admits. */
    private record Ticket(Purpose purpose, String token) {}

    public SignUps(
            AccountStore accounts,
            PasswordHasher hasher,
            CommonPasswords common,
            LoginGate gate,
            LoginOrigins origins,
            OneTimeTokens tokens,
            Letters letters,
            Endings endings,
            Administration administration,
            SignUpSettings settings) {
        this.accounts = accounts;
        this.hasher = hasher;
        this.common = common;
        this.gate = gate;
        this.origins = origins;
        this.tokens = tokens;
        this.letters = letters;
        this.endings = endings;
        this.administration = administration;
        this.settings = settings;
    }

    SignUpSettings settings() {
        return settings;
    }

    /**
     * Makes an account. What admits it is used up if there is one then, and by one alone.
     *
     * @param invitation the token of an invitation, or the empty text
     * @param first the token of the first administrator's link, or the empty text
     * @throws IllegalArgumentException if the password is easily guessed
     */
    Outcome make(
            Request request, Account account, EmailAddress email, Password password, String invitation, String first) {
        common.check(password, email.value(), account.name());
        Optional<Ticket> ticket = admit(email, invitation, first);
        Optional<String> network = origins.network(request);
        Attempt attempt = gate.signUp(network);
        boolean made = false;
        try {
            // Hashed before the address is looked up, so that a taken address cannot be told by the time of the answer.
            String hash = hasher.hash(password, network.orElse("")).await();
            made = add(account, hash, ticket);
        } finally {
            if (made && !settings.verify()) {
                gate.takeBack(attempt);
            }
        }
        if (made && ticket.filter(used -> used.purpose() == Purpose.FIRST_ADMIN).isPresent()) {
            var _ = administration.makeFirstAdmin(account.id()).await();
        }
        if (settings.verify()) {
            if (request.callerIfAny().filter(Caller::guest).isPresent()) {
                // The guest's session would be one of an account that is not confirmed. It ends for a taken address
                // alike.
                endings.endAll(account.id(), "").await();
            }
            letters.askVerification(email, made, Pages.texts(request)).await();
            return Outcome.MAILED;
        }
        if (made) {
            origins.remember(account, request);
        }
        return made ? Outcome.MADE : Outcome.TAKEN;
    }

    private boolean add(Account account, String hash, Optional<Ticket> ticket) {
        Optional<Grant> taken = ticket.map(
                used -> tokens.take(used.purpose(), used.token()).await().orElseThrow(SignUps::uninvited));
        boolean made = false;
        try {
            made = accounts.add(account, hash).await();
        } finally {
            if (!made && taken.isPresent()) {
                Ticket unused = ticket.orElseThrow();
                tokens.putBack(unused.purpose(), unused.token(), taken.get()).await();
            }
        }
        return made;
    }

    /** What admits a sign-up; empty where everyone may. */
    private Optional<Ticket> admit(EmailAddress email, String invitation, String first) {
        if (!first.isEmpty() && administration.isFirstAdminLink(first).await()) {
            return Optional.of(new Ticket(Purpose.FIRST_ADMIN, first));
        }
        return switch (settings.mode()) {
            case OPEN -> Optional.empty();
            case CLOSED -> throw Problem.forbidden("Nobody can sign up here.");
            case INVITED -> {
                Optional<Grant> grant =
                        tokens.peek(Purpose.INVITATION, invitation).await();
                if (grant.filter(found -> found.data().isEmpty() || found.data().equals(tokens.mark(email)))
                        .isEmpty()) {
                    throw uninvited();
                }
                yield Optional.of(new Ticket(Purpose.INVITATION, invitation));
            }
        };
    }

    private static ProblemException uninvited() {
        return Problem.forbidden("Signing up here takes an invitation.");
    }
}
