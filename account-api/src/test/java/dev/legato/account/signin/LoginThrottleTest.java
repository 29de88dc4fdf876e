package dev.legato.account.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.account.person.EmailAddress;
import dev.legato.account.signin.LoginThrottle.Bucket;
import dev.legato.account.signin.LoginThrottle.Count;
import dev.legato.account.signin.LoginThrottle.Excess;
import dev.legato.account.signin.LoginThrottle.Limits;
import dev.legato.account.signin.LoginThrottle.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LoginThrottleTest {
    private static final EmailAddress ADA = EmailAddress.parse("ada@example.org");
    private static final EmailAddress BOB = EmailAddress.parse("bob@example.org");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final LoginThrottle throttle = new LoginThrottle(new Limits(10, 200, 100, 600, Duration.ofMinutes(15)));

    @Test
    void logIn_fromElsewhere_isRefusedBeyondTheLimits() {
        List<Bucket> buckets = throttle.logIn(ADA, new Origin.Elsewhere(Optional.of("192.0.2.1")));
        assertEquals(List.of(200, 10, 100), buckets.stream().map(Bucket::max).toList());
        assertTrue(buckets.stream().allMatch(bucket -> bucket.excess() == Excess.REFUSE));
    }

    @Test
    void logIn_whereTheOwnerHasBeen_isNeverRefused() {
        for (Origin origin : List.of(new Origin.Device("s1"), new Origin.KnownNetwork("192.0.2.1"))) {
            assertTrue(throttle.logIn(ADA, origin).stream().allMatch(bucket -> bucket.excess() == Excess.SLOW));
        }
    }

    @Test
    void logIn_whereTheOwnerHasBeen_sharesNothingWithStrangers() {
        Set<String> strangers = keys(throttle.logIn(ADA, new Origin.Elsewhere(Optional.of("192.0.2.1"))));
        assertTrue(disjoint(strangers, keys(throttle.logIn(ADA, new Origin.KnownNetwork("192.0.2.1")))));
        assertTrue(disjoint(strangers, keys(throttle.logIn(ADA, new Origin.Device("s1")))));
    }

    @Test
    void logIn_oneAccountFromManyNetworks_isCountedTogetherOnce() {
        Set<String> both = keys(throttle.logIn(ADA, new Origin.Elsewhere(Optional.of("192.0.2.1"))));
        both.retainAll(keys(throttle.logIn(ADA, new Origin.Elsewhere(Optional.of("192.0.2.2")))));
        assertEquals(Set.of("strangers:ada@example.org"), both);
    }

    @Test
    void logIn_manyAccountsFromOneNetwork_areCountedTogetherOnce() {
        Set<String> both = keys(throttle.logIn(ADA, new Origin.Elsewhere(Optional.of("192.0.2.1"))));
        both.retainAll(keys(throttle.logIn(BOB, new Origin.Elsewhere(Optional.of("192.0.2.1")))));
        assertEquals(Set.of("network:192.0.2.1"), both);
    }

    @Test
    void logIn_networkNotTold_isCountedByItsAccountAlone() {
        assertEquals(
                Set.of("strangers:ada@example.org"), keys(throttle.logIn(ADA, new Origin.Elsewhere(Optional.empty()))));
        assertEquals(List.of(), throttle.guest(Optional.empty()));
    }

    @Test
    void signUpsAndGuests_areCountedApartFromLogIns() {
        Set<String> logIns = keys(throttle.logIn(ADA, new Origin.Elsewhere(Optional.of("192.0.2.1"))));
        assertTrue(disjoint(logIns, keys(throttle.signUp(Optional.of("192.0.2.1")))));
        assertTrue(disjoint(logIns, keys(throttle.guest(Optional.of("192.0.2.1")))));
        assertTrue(disjoint(
                keys(throttle.signUp(Optional.of("192.0.2.1"))), keys(throttle.guest(Optional.of("192.0.2.1")))));
    }

    @Test
    void exceeds_attemptsUpToTheLimit_areWithinIt() {
        Bucket bucket = new Bucket("b", 10, Excess.REFUSE);
        assertFalse(throttle.exceeds(bucket, new Count(10, NOW)));
        assertTrue(throttle.exceeds(bucket, new Count(11, NOW)));
    }

    @Test
    void untilOver_isWhatIsLeftOfTheWindow() {
        Count count = new Count(11, NOW);
        assertEquals(Duration.ofMinutes(14), throttle.untilOver(count, NOW.plusSeconds(60)));
        assertEquals(Duration.ZERO, throttle.untilOver(count, NOW.plusSeconds(1_000)));
    }

    private static Set<String> keys(List<Bucket> buckets) {
        Set<String> keys = new HashSet<>();
        buckets.forEach(bucket -> keys.add(bucket.key()));
        return keys;
    }

    private static boolean disjoint(Set<String> one, Set<String> other) {
        return one.stream().noneMatch(other::contains);
    }
}
