package dev.legato.account.person;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import dev.legato.runtime.problem.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ExecutorServiceMetrics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Hashes passwords with argon2id (RFC 9106) at OWASP's first parameters, 19 MiB, 2 passes, 1 lane, on threads of its own:
 * a flood of log-ins waits in a bounded queue, and what does not fit there is turned away with 503. One network may take a
 * quarter of the queue, so that a flood from there leaves room for the others.
 *
 * @see <a href="https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html">OWASP Password Storage</a>
 */
public final class PasswordHasher implements AutoCloseable {
    private static final int MEMORY_KIB = 19_456;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;
    private static final Pattern PARAMETERS = Pattern.compile("^\\$argon2id\\$v=19\\$m=(\\d{1,9}),t=(\\d{1,9}),");
    private static final Argon2Function ARGON2 =
            Argon2Function.getInstance(MEMORY_KIB, PASSES, LANES, HASH_BYTES, Argon2.ID);

    private final ThreadPoolExecutor threads;
    private final int maxPerNetwork;
    private final Map<String, Integer> byNetwork = new ConcurrentHashMap<>();
    private final RandomGenerator random;
    private final String unusableHash;

    public PasswordHasher(MeterRegistry meters, RandomGenerator random, int size, int queue) {
        this.random = random;
        this.maxPerNetwork = Math.max(1, (size + queue) / 4);
        this.threads = new ThreadPoolExecutor(
                size,
                size,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(queue),
                Thread.ofPlatform().name("password-hash-", 0).daemon(true).factory());
        ExecutorServiceMetrics.monitor(meters, threads, "password-hash", "legato");
        this.unusableHash = encode("a password of no account");
    }

    /**
     * Hashes a password into the PHC string form, {@code $argon2id$v=19$m=…}.
     *
     * @param network on whose behalf
     */
    public Future<String> hash(Password password, String network) {
        return submit(network, () -> encode(password.value()));
    }

    /**
     * Whether a password is the one that was hashed. Takes as long where there is no hash, so that nobody learns from the
     * clock who has an account.
     *
     * @param network on whose behalf
     */
    public Future<Boolean> matches(Password password, @Nullable String hash, String network) {
        return submit(network, () -> {
            boolean right = Argon2Function.getInstanceFromHash(hash == null ? unusableHash : hash)
                    .check(password.value(), hash == null ? unusableHash : hash);
            return right && hash != null;
        });
    }

    /** Whether a hash was made with less memory or fewer passes than today's, or is none of argon2id's. */
    public static boolean isWeak(String hash) {
        Matcher parameters = PARAMETERS.matcher(hash);
        return !parameters.find()
                || Integer.parseInt(parameters.group(1)) < MEMORY_KIB
                || Integer.parseInt(parameters.group(2)) < PASSES;
    }

    private String encode(String password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return ARGON2.hash(password.getBytes(StandardCharsets.UTF_8), salt).getResult();
    }

    private <T> Future<T> submit(String network, Callable<T> work) {
        if (byNetwork.merge(network, 1, Integer::sum) > maxPerNetwork) {
            leave(network);
            return tooMany();
        }
        Promise<T> promise = Promise.promise();
        try {
            threads.execute(() -> {
                try {
                    T result = work.call();
                    leave(network); // before the answer, or the next one of the same client may come too early
                    promise.complete(result);
                } catch (Exception e) {
                    leave(network);
                    promise.fail(e);
                }
            });
        } catch (RejectedExecutionException _) {
            leave(network);
            return tooMany();
        }
        return promise.future();
    }

    private void leave(String network) {
        byNetwork.computeIfPresent(network, (_, under) -> under == 1 ? null : under - 1);
    }

    private static <T> Future<T> tooMany() {
        return Future.failedFuture(Problem.unavailable("Too many people log in right now; try again in a moment."));
    }

    /** Lets the hashes under way end and takes no more. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
