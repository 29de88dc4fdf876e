package dev.legato.account.signin;

import dev.legato.account.signin.LoginThrottle.Bucket;
import dev.legato.account.signin.LoginThrottle.Excess;
import dev.legato.account.signin.OneTimeTokens.Grant;
import dev.legato.account.signin.OneTimeTokens.Purpose;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a person gives beside the password: a code of an authenticator app, a recovery code or a passkey. Between password and
 * factor stands a ticket, good for five minutes and {@value #MAX_TRIES} tries.
 *
 * <p>Wrong codes of apps are counted per account, {@value #MAX_CODES} in a window: six digits could be guessed otherwise. Who
 * finds that used up by others signs in by passkey or recovery code, which nobody guesses. Use it on virtual threads.
 */
public final class SecondFactors {
    static final int MAX_TRIES = 5;
    static final int MAX_CODES = 20;

    private static final Duration TICKET_LIFE = Duration.ofMinutes(5);
    private static final int CODE_DIGITS = 6;

    private final AuthenticatorStore authenticators;
    private final RecoveryCodes recovery;
    private final PasskeyStore passkeys;
    private final OneTimeTokens tokens;
    private final FailureStore failures;

    /**
     * What an account has.
     *
     * @param recoveryCodes how many are left
     */
    record Factors(boolean authenticator, int passkeys, int recoveryCodes) {
        boolean any() {
            return authenticator || passkeys > 0;
        }
    }

    /**
     * Who has given a second factor.
     *
     * @param methods all it has given, the password included
     */
    record Proven(String account, Set<String> methods) {
        Proven {
            methods = Set.copyOf(methods);
        }
    }

    SecondFactors(
            AuthenticatorStore authenticators,
            RecoveryCodes recovery,
            PasskeyStore passkeys,
            OneTimeTokens tokens,
            FailureStore failures) {
        this.authenticators = authenticators;
        this.recovery = recovery;
        this.passkeys = passkeys;
        this.tokens = tokens;
        this.failures = failures;
    }

    /** Whether an account has any. */
    public boolean any(String account) {
        return of(account).any();
    }

    Factors of(String account) {
        return new Factors(
                authenticators.exists(account).await(),
                passkeys.list(account).await().size(),
                recovery.left(account).await());
    }

    /** Makes a ticket for an account whose password was right. */
    String ticket(String account) {
        return tokens.create(Purpose.SECOND_FACTOR, account, "", TICKET_LIFE).await();
    }

    /** Whose ticket it is, if it is good. */
    Optional<String> holder(String ticket) {
        return tokens.peek(Purpose.SECOND_FACTOR, ticket)
                .await()
                .flatMap(grant -> Optional.ofNullable(grant.account()));
    }

    /** Takes the code of an app or a recovery code; empty if it is wrong, and the ticket stays while tries are left. */
    Optional<Proven> prove(String ticket, String code) {
        Optional<String> account = tokens.attempt(Purpose.SECOND_FACTOR, ticket, MAX_TRIES)
                .await()
                .flatMap(grant -> Optional.ofNullable(grant.account()));
        return account.filter(id -> isRight(id, code.strip()))
                .flatMap(id -> spend(ticket, id, Set.of("pwd", "otp", "mfa")));
    }

    /** Uses a ticket up for an account whose passkey has signed. */
    Optional<Proven> byPasskey(String ticket, String account) {
        return spend(ticket, account, Set.of("pwd", "hwk", "mfa"));
    }

    private Optional<Proven> spend(String ticket, String account, Set<String> methods) {
        return tokens.take(Purpose.SECOND_FACTOR, ticket)
                .await()
                .map(Grant::account)
                .filter(account::equals)
                .map(id -> new Proven(id, methods));
    }

    private boolean isRight(String account, String code) {
        if (code.length() != CODE_DIGITS) {
            return recovery.use(account, code).await();
        }
        Bucket bucket = new Bucket("code:" + account, MAX_CODES, Excess.REFUSE);
        boolean right = failures.count(bucket).await().attempts() <= MAX_CODES
                && authenticators.check(account, code).await();
        if (right) {
            failures.takeBack(List.of(bucket)).await();
        }
        return right;
    }
}
