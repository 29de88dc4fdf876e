package dev.legato.account.signin;

import dev.legato.account.person.Account;
import dev.legato.account.person.EmailAddress;
import dev.legato.account.signin.LoginThrottle.Bucket;
import dev.legato.account.signin.LoginThrottle.Count;
import dev.legato.account.signin.LoginThrottle.Excess;
import dev.legato.account.signin.LoginThrottle.Origin;
import dev.legato.account.signin.OneTimeTokens.Purpose;
import dev.legato.account.signin.Turns.Turn;
import dev.legato.account.signin.WorkNeededException.Work;
import dev.legato.runtime.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Lets attempts through as {@link LoginThrottle} says. An attempt counts from its beginning and is uncounted when it
 * succeeds, so that attempts made at the same time cannot slip past a limit together. Use it on virtual threads.
 */
public final class LoginGate {
    /** How long a browser without scripts waits for an attempt that others would prevent. */
    static final Duration WAIT = Duration.ofSeconds(60);

    /** Places in the waiting room for one network, per window. */
    private static final int MAX_WAITING = 10;

    /** How many bits fewer than asked for now are taken. */
    private static final int LENIENCE_BITS = 2;

    private final Vertx vertx;
    private final LoginThrottle throttle;
    private final FailureStore failures;
    private final Turns turns;
    private final OneTimeTokens tokens;
    private final Clock clock;

    /** An attempt under way. */
    public record Attempt(List<Bucket> buckets) {
        public Attempt {
            buckets = List.copyOf(buckets);
        }
    }

    public LoginGate(
            Vertx vertx,
            LoginThrottle throttle,
            FailureStore failures,
            Turns turns,
            OneTimeTokens tokens,
            Clock clock) {
        this.vertx = vertx;
        this.throttle = throttle;
        this.failures = failures;
        this.turns = turns;
        this.tokens = tokens;
        this.clock = clock;
    }

    /**
     * Begins a log-in, after a wait if many have failed. Where others have used up what may fail, whoever paid for the
     * attempt gets through: by a {@link Stamp}, or by having waited.
     *
     * @param payment a stamp, or the token of the waiting room
     * @throws WorkNeededException if it may not be made now, and says what would pay for it
     */
    Attempt logIn(EmailAddress email, Origin origin, Optional<String> payment) {
        List<Bucket> buckets = throttle.logIn(email, origin);
        boolean paid = false;
        for (int i = 0; i < buckets.size(); i++) {
            Bucket bucket = buckets.get(i);
            Count count = failures.count(bucket).await();
            if (paid || !throttle.exceeds(bucket, count)) {
                continue;
            }
            int bits = mostBits(Stamp.bitsFor(count.attempts(), bucket.max()), buckets.subList(i + 1, buckets.size()));
            paid = payment.isPresent() && pays(payment.get(), email, bits);
            if (paid) {
                continue;
            }
            if (bucket.excess() == Excess.REFUSE) {
                throw workNeeded(email, bits, throttle.untilOver(count, clock.instant()));
            }
            Turn turn = turns.take(bucket.key());
            if (!turn.comes()) {
                throw workNeeded(email, bits, turn.delay());
            }
            pause(turn.delay()).await();
        }
        return new Attempt(buckets);
    }

    /** The most that this bucket or one of those to come asks for: an attempt is paid for once. */
    private int mostBits(int bits, List<Bucket> toCome) {
        int most = bits;
        for (Bucket bucket : toCome) {
            Count count = failures.next(bucket).await();
            if (throttle.exceeds(bucket, count)) {
                most = Math.max(most, Stamp.bitsFor(count.attempts(), bucket.max()));
            }
        }
        return most;
    }

    /**
     * Gives a browser without scripts a place in the waiting room: its token pays for one attempt {@link #WAIT} later.
     *
     * @return empty if too many from its network wait, or the network is not known
     */
    Optional<String> enterWaitingRoom(EmailAddress email, Optional<String> network) {
        if (network.isEmpty()) {
            return Optional.empty();
        }
        Bucket bucket = new Bucket("wait:" + network.get(), MAX_WAITING, Excess.REFUSE);
        if (throttle.exceeds(bucket, failures.count(bucket).await())) {
            return Optional.empty();
        }
        return Optional.of(tokens.create(Purpose.WAIT, null, tokens.mark(email), WAIT.plus(Stamp.GOOD))
                .await());
    }

    private boolean pays(String payment, EmailAddress email, int bits) {
        Optional<Stamp> stamp = Stamp.parse(payment);
        if (stamp.isPresent()) {
            // Others fail on while the work is done, which must not make it worthless.
            int enough = Math.max(Stamp.MIN_BITS, bits - LENIENCE_BITS);
            return stamp.get().pays(email, enough, clock.instant())
                    && tokens.add(Purpose.STAMP, payment, null, "", Stamp.GOOD.multipliedBy(3))
                            .await();
        }
        Instant before = clock.instant().minus(WAIT);
        return tokens.peek(Purpose.WAIT, payment)
                        .await()
                        .filter(place -> place.data().equals(tokens.mark(email))
                                && !place.createdAt().isAfter(before))
                        .isPresent()
                && tokens.take(Purpose.WAIT, payment).await().isPresent();
    }

    private WorkNeededException workNeeded(EmailAddress email, int bits, Duration retryAfter) {
        long minute = Duration.ofSeconds(clock.instant().getEpochSecond()).toMinutes();
        return new WorkNeededException(new Work(bits, Stamp.resource(email), minute, retryAfter));
    }

    /** Begins an attempt of who is signed in to confirm the password; ends it with 429 if too many have failed. */
    Attempt confirm(Account account) {
        return begin(
                List.of(new Bucket("confirm:" + account.id(), MAX_WAITING, Excess.REFUSE)),
                "Too many attempts have failed; try again later.");
    }

    /** Begins a sign-up; ends it with 429 if too many have failed. */
    Attempt signUp(Optional<String> network) {
        return begin(throttle.signUp(network), "Too many sign-ups have failed; try again later.");
    }

    /** Counts a guest; ends the request with 429 if there are too many from its network. */
    public void guest(Optional<String> network) {
        var _ = begin(throttle.guest(network), "Too many guests come from your network; try again later.");
    }

    /** Counts a request for a new password; ends it with 429 if there are too many from its network. */
    void reset(Optional<String> network) {
        var _ = begin(throttle.reset(network), "Too many requests for new passwords come from your network.");
    }

    /** Uncounts an attempt that was the account owner's or was never made. */
    public void takeBack(Attempt attempt) {
        failures.takeBack(attempt.buckets()).await();
    }

    private Attempt begin(List<Bucket> buckets, String refusal) {
        for (Bucket bucket : buckets) {
            Count count = failures.count(bucket).await();
            if (!throttle.exceeds(bucket, count)) {
                continue;
            }
            throw Problem.tooManyRequests(refusal, throttle.untilOver(count, clock.instant()));
        }
        return new Attempt(buckets);
    }

    private Future<Void> pause(Duration wait) {
        return vertx.timer(Math.max(1, wait.toMillis())).mapEmpty();
    }
}
