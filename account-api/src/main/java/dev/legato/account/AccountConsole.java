package dev.legato.account;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.legato.account.person.AuditLog;
import dev.legato.account.person.EmailAddress;
import dev.legato.account.person.Person;
import dev.legato.account.person.PersonStore;
import dev.legato.account.person.Role;
import dev.legato.account.signin.Administration;
import dev.legato.account.signin.OneTimeTokens;
import dev.legato.account.token.Revocations;
import dev.legato.account.token.SigningSettings;
import dev.legato.account.vault.MasterKey;
import dev.legato.account.vault.Vault;
import dev.legato.contracts.LegatoService;
import dev.legato.runtime.postgres.Postgres;
import dev.legato.runtime.postgres.PostgresSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks after accounts from the machine itself, through the database: whoever may read its password may do this. Each deed is
 * audited. Blocks; for one command.
 */
public final class AccountConsole implements AutoCloseable {
    private static final int SECONDS = 60;
    private static final int PAGE = 500;

    private final Vertx vertx;
    private final Pool pool;
    private final Administration administration;

    private AccountConsole(Vertx vertx, Pool pool, Vault vault, URI publicUrl, Clock clock) {
        this.vertx = vertx;
        this.pool = pool;
        this.administration = new Administration(
                pool,
                new PersonStore(pool, vault, clock),
                new OneTimeTokens(pool, vault, new SecureRandom(), clock),
                // The running service's setting is not known here.
                new Revocations(pool, clock, SigningSettings.MAX_ACCESS_TOKENS),
                new AuditLog(pool, clock),
                publicUrl);
    }

    /**
     * Connects to the database.
     *
     * @param master the key that addresses are encrypted under
     * @param publicUrl where links lead
     */
    public static AccountConsole open(PostgresSettings postgres, MasterKey master, URI publicUrl, Clock clock) {
        Vertx vertx = Vertx.vertx();
        Pool pool = await(Postgres.open(vertx, postgres, LegatoService.ACCOUNT.label()));
        return new AccountConsole(vertx, pool, await(Vault.open(pool, master)), publicUrl, clock);
    }

    /** Everyone with an account. */
    public List<Person> list() {
        List<Person> all = new ArrayList<>();
        List<Person> page;
        do {
            page = await(administration.list(
                    all.isEmpty() ? "" : all.getLast().account().id(), PAGE));
            all.addAll(page);
        } while (page.size() == PAGE);
        return all;
    }

    /** A link by which a person sets a new password; empty if nobody has the address. */
    public Optional<String> resetLink(String email) {
        return find(email).map(person -> await(administration.resetLink(Administration.CONSOLE, person)));
    }

    /** Removes a person's second factors; false if nobody has the address. */
    public boolean removeFactors(String email) {
        return find(email)
                .map(person -> {
                    await(administration.removeFactors(Administration.CONSOLE, person));
                    return true;
                })
                .orElse(false);
    }

    /** Gives a role or takes it; false if nobody has the address. */
    public boolean setRole(String email, Role role, boolean has) {
        return find(email)
                .map(person -> {
                    await(administration.setRole(Administration.CONSOLE, person, role, has));
                    return true;
                })
                .orElse(false);
    }

    /** A link by which somebody signs up. */
    public String invite(Optional<String> email) {
        return await(administration.invite(Administration.CONSOLE, email.map(EmailAddress::parse)));
    }

    /** A link by which the first administrator signs up; empty if there is one. */
    public Optional<String> firstAdminLink() {
        return await(administration.firstAdminLink());
    }

    @Override
    public void close() {
        await(pool.close());
        await(vertx.close()); // on its own: what is composed on a pool's future runs on a loop that is gone then
    }

    private Optional<Person> find(String email) {
        return await(administration.find(EmailAddress.parse(email)));
    }

    @CanIgnoreReturnValue
    private static <T> T await(Future<T> future) {
        try {
            return future.await(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("the database did not answer within %d s".formatted(SECONDS), e);
        }
    }
}
