package dev.legato.account.signin;

import dev.legato.account.person.Account;
import dev.legato.account.person.AccountStore;
import dev.legato.account.person.AccountStore.Credentials;
import dev.legato.account.person.EmailAddress;
import dev.legato.account.person.Password;
import dev.legato.account.person.PasswordHasher;
import dev.legato.account.signin.LoginGate.Attempt;
import dev.legato.runtime.http.Request;
import java.util.Optional;

/**
 * Checks an e-mail address and a password. It does the same work whether the address is known or not. Use it on virtual
 * threads.
 */
public final class PasswordSignIn {
    private static final int MAX_CHARACTERS = 256;

    private final AccountStore accounts;
    private final PasswordHasher hasher;
    private final LoginGate gate;
    private final LoginOrigins origins;

    public PasswordSignIn(AccountStore accounts, PasswordHasher hasher, LoginGate gate, LoginOrigins origins) {
        this.accounts = accounts;
        this.hasher = hasher;
        this.gate = gate;
        this.origins = origins;
    }

    /**
     * Checks them, after a wait where many attempts have failed. A password hashed with weaker parameters than today's is
     * hashed again.
     *
     * @param payment for an attempt where others have failed too often, see {@link LoginGate#logIn}
     * @throws WorkNeededException if the attempt has to be paid for
     * @return the account, or empty if either is wrong
     */
    Optional<Account> check(Request request, EmailAddress email, Password password, Optional<String> payment) {
        Optional<Credentials> credentials = accounts.credentials(email).await();
        Account account = credentials.map(Credentials::account).orElse(null);
        Attempt attempt = gate.logIn(email, origins.of(request, account), payment);
        boolean failed = false;
        try {
            boolean right = hasher.matches(
                            password,
                            credentials.map(Credentials::passwordHash).orElse(null),
                            origins.network(request).orElse(""))
                    .await();
            if (!right || account == null) {
                failed = true;
                return Optional.empty();
            }
            origins.remember(account, request);
            credentials.map(Credentials::passwordHash).ifPresent(hash -> upgrade(account, hash, password));
            return Optional.of(account);
        } finally {
            if (!failed) {
                gate.takeBack(attempt);
            }
        }
    }

    /**
     * Whether a password is that of an account whose owner is signed in already. Wrong ones count as those of a device do.
     */
    public boolean isOwn(Request request, Account account, String typed) {
        Optional<Credentials> credentials = account.email() == null
                ? Optional.empty()
                : accounts.credentials(account.email()).await();
        Attempt attempt = gate.confirm(account);
        boolean right = typed.length() <= MAX_CHARACTERS
                && hasher.matches(
                                Password.toCheck(typed),
                                credentials.map(Credentials::passwordHash).orElse(null),
                                origins.network(request).orElse(""))
                        .await();
        if (right) {
            gate.takeBack(attempt);
        }
        return right;
    }

    private void upgrade(Account account, String hash, Password password) {
        if (PasswordHasher.isWeak(hash)) {
            String stronger = hasher.hash(password, "").await();
            accounts.replacePassword(account.id(), hash, stronger).await();
        }
    }

    /** Gives a browser without scripts a place in the waiting room, see {@link LoginGate#enterWaitingRoom}. */
    Optional<String> enterWaitingRoom(Request request, EmailAddress email) {
        return gate.enterWaitingRoom(email, origins.network(request));
    }
}
