package dev.legato.account.signin;

import dev.legato.account.person.EmailAddress;
import dev.legato.account.signin.LoginThrottle.Bucket;
import dev.legato.account.signin.LoginThrottle.Count;
import dev.legato.account.signin.LoginThrottle.Excess;
import dev.legato.account.signin.LoginThrottle.Origin;
import dev.legato.account.signin.Turns.Turn;
import dev.legato.runtime.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Lets attempts through as {@link LoginThrottle} says. An attempt counts from its beginning and is uncounted when it
 * succeeds, so that attempts made at the same time cannot slip past a limit together. Use it on virtual threads.
 */
public final class LoginGate {
    private final Vertx vertx;
    private final LoginThrottle throttle;
    private final FailureStore failures;
    private final Turns turns;
    private final Clock clock;

    /** An attempt under way. */
    public record Attempt(List<Bucket> buckets) {
        public Attempt {
            buckets = List.copyOf(buckets);
        }
    }

    public LoginGate(Vertx vertx, LoginThrottle throttle, FailureStore failures, Turns turns, Clock clock) {
        this.vertx = vertx;
        this.throttle = throttle;
        this.failures = failures;
        this.turns = turns;
        this.clock = clock;
    }

    /** Begins a log-in, after a wait if many have failed; ends it with 429 if it may not be made now. */
    public Attempt logIn(EmailAddress email, Origin origin) {
        return begin(throttle.logIn(email, origin), "Too many log-ins have failed; try again later.");
    }

    /** Begins a sign-up; ends it with 429 if too many have failed. */
    Attempt signUp(Optional<String> network) {
        return begin(throttle.signUp(network), "Too many sign-ups have failed; try again later.");
    }

    /** Counts a guest; ends the request with 429 if there are too many from its network. */
    public void guest(Optional<String> network) {
        var _ = begin(throttle.guest(network), "Too many guests come from your network; try again later.");
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
            if (bucket.excess() == Excess.REFUSE) {
                throw Problem.tooManyRequests(refusal, throttle.untilOver(count, clock.instant()));
            }
            Turn turn = turns.take(bucket.key());
            if (!turn.comes()) {
                throw Problem.tooManyRequests(refusal, turn.delay());
            }
            pause(turn.delay()).await();
        }
        return new Attempt(buckets);
    }

    private Future<Void> pause(Duration wait) {
        return vertx.timer(Math.max(1, wait.toMillis())).mapEmpty();
    }
}
