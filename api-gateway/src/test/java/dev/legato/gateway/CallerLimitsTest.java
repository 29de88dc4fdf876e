package dev.legato.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.Entitlements;
import dev.legato.runtime.auth.Caller;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallerLimitsTest {
    private final CallerLimits limits = new CallerLimits(3, 5);
    private final RateLimiter limiter = new RateLimiter(() -> 0);

    @Test
    void of_anotherGuestOfTheSameNetwork_startsNoNewShare() {
        int granted = 0;
        for (int i = 0; i < 20; i++) {
            granted += isGranted(guest("g" + i), "192.0.2.1") ? 1 : 0;
        }
        assertEquals(5, granted);
        assertTrue(isGranted(guest("g20"), "192.0.2.2"));
    }

    @Test
    void of_anAccount_isApartFromItsNetwork() {
        for (int i = 0; i < 20; i++) {
            isGranted(Optional.empty(), "192.0.2.1");
        }
        assertTrue(isGranted(Optional.of(caller("ada", false)), "192.0.2.1"));
    }

    private boolean isGranted(Optional<Caller> caller, String network) {
        return limiter.tryAcquire(limits.of(caller, network)).isZero();
    }

    private static Optional<Caller> guest(String id) {
        return Optional.of(caller(id, true));
    }

    private static Caller caller(String id, boolean guest) {
        return new Caller(
                id,
                guest,
                Set.of("streaming"),
                "session",
                "legato",
                Set.of(),
                Entitlements.ALL,
                null,
                null,
                null,
                new Caller.Token("t1", Instant.EPOCH, Instant.EPOCH, null));
    }
}
