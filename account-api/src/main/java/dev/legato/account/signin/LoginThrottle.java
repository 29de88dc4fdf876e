package dev.legato.account.signin;

import dev.legato.account.person.EmailAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rule that slows the guessing of passwords down without locking anyone out: which failures are counted together,
 * and what happens to attempts beyond. Pure; {@link LoginGate} counts and acts.
 *
 * <table>
 * <caption>Log-ins with an account's e-mail address</caption>
 * <tr><th>from</th><th>counted together</th><th>beyond the limit</th></tr>
 * <tr><td>a device that holds a session of the account</td><td>its session</td><td>in turns, slowly</td></tr>
 * <tr><td>a network the account is known from</td><td>account and network</td><td>in turns, slowly</td></tr>
 * <tr><td>elsewhere</td><td>the network; account and network; the account</td><td>refused unless paid for</td></tr>
 * </table>
 *
 * <p>So strangers, however many, use up only what strangers have: the owner's right password is checked wherever the owner
 * has been before. Sign-ups, guests and requests for new passwords are counted
 * by network, each by themselves.
 */
public final class LoginThrottle {
    private final Limits limits;

    /**
     * How many there may be in a window.
     *
     * @param perAccount failures of one account from one network, or by one device
     * @param perAddress failures, and apart from these refused sign-ups and requests for new passwords, from one
     *     network
     * @param byStrangers failures of one account from all networks it is not known from
     * @param guests guests made from one network
     */
    public record Limits(int perAccount, int perAddress, int byStrangers, int guests, Duration window) {}

    /** What happens to an attempt when its bucket is full. */
    public enum Excess {
        /** It waits for its turn, and is made. */
        SLOW,
        /** It is not made until the window is over. */
        REFUSE
    }

    /** Where attempts are counted together. */
    public record Bucket(String key, int max, Excess excess) {}

    /** How far a bucket is filled, the present attempt included, since the window's first one. */
    public record Count(int attempts, Instant since) {}

    /** Where a log-in comes from. */
    sealed interface Origin {
        /** A device that showed a valid access token of a session of the account. */
        record Device(String session) implements Origin {}

        /** A network the account has been used from. */
        record KnownNetwork(String network) implements Origin {}

        /** Any other; the network is empty if our proxy does not say it. */
        record Elsewhere(Optional<String> network) implements Origin {}
    }

    public LoginThrottle(Limits limits) {
        this.limits = limits;
    }

    /** Where a log-in is counted, in order: one that is refused counts no further. */
    List<Bucket> logIn(EmailAddress email, Origin origin) {
        return switch (origin) {
            case Origin.Device(String session) ->
                List.of(new Bucket("device:" + session, limits.perAccount(), Excess.SLOW));
            case Origin.KnownNetwork(String network) ->
                List.of(new Bucket("known:" + email + ":" + network, limits.perAccount(), Excess.SLOW));
            case Origin.Elsewhere(Optional<String> network) -> {
                List<Bucket> buckets = new ArrayList<>(of("network:", network, limits.perAddress()));
                buckets.addAll(of("pair:" + email + ":", network, limits.perAccount()));
                buckets.add(new Bucket("strangers:" + email, limits.byStrangers(), Excess.REFUSE));
                yield buckets;
            }
        };
    }

    /** A sign-up, which fails if the address is taken and so could be used to find out who is here. */
    List<Bucket> signUp(Optional<String> network) {
        return of("sign-up:", network, limits.perAddress());
    }

    /** A request for a letter with a link to a new password. */
    List<Bucket> reset(Optional<String> network) {
        return of("reset:", network, limits.perAddress());
    }

    List<Bucket> guest(Optional<String> network) {
        return of("guest:", network, limits.guests());
    }

    /** Callers of unknown network are not counted together: they may be unrelated. */
    private static List<Bucket> of(String kind, Optional<String> network, int max) {
        return network.map(from -> new Bucket(kind + from, max, Excess.REFUSE)).stream()
                .toList();
    }

    public Duration window() {
        return limits.window();
    }

    /** Whether a bucket is over its limit. */
    boolean exceeds(Bucket bucket, Count count) {
        return count.attempts() > bucket.max();
    }

    /** How long until a full bucket is empty again. */
    Duration untilOver(Count count, Instant now) {
        Duration left = Duration.between(now, count.since().plus(limits.window()));
        return left.isPositive() ? left : Duration.ZERO;
    }
}
