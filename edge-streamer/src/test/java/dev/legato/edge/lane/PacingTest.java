package dev.legato.edge.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PacingTest {
    private static final long AUDIO = 20_000;
    private static final int WISHED = 60_000;

    @Test
    void noCeiling_isTheMultiple() {
        Pacing pacing = pacing(0, 0);
        pacing.join("alice");
        assertEquals(WISHED, pacing.rate(AUDIO, "alice"));
        assertEquals(10 * AUDIO, pacing.burstBytes(AUDIO));
    }

    @Test
    void total_isSharedByAll_anyoneToo() {
        Pacing pacing = pacing(100_000, 0);
        pacing.join("alice");
        assertEquals(WISHED, pacing.rate(AUDIO, "alice"));
        pacing.join("bob");
        assertEquals(50_000, pacing.rate(AUDIO, "alice"));
        pacing.join("-");
        pacing.join("-");
        assertEquals(25_000, pacing.rate(AUDIO, "-"));
        assertEquals(4, pacing.count());
        pacing.leave("-");
        pacing.leave("bob");
        assertEquals(50_000, pacing.rate(AUDIO, "alice"));
    }

    @Test
    void listener_sharesItsOwnCeilingAlone() {
        Pacing pacing = pacing(0, 50_000);
        pacing.join("alice");
        pacing.join("alice");
        pacing.join("bob");
        assertEquals(25_000, pacing.rate(AUDIO, "alice"));
        assertEquals(50_000, pacing.rate(AUDIO, "bob"));
        pacing.leave("alice");
        assertEquals(50_000, pacing.rate(AUDIO, "alice"));
    }

    @Test
    void unsigned_hasNoListenersCeiling() {
        Pacing pacing = pacing(0, 50_000);
        pacing.join("-");
        pacing.join("-");
        assertEquals(WISHED, pacing.rate(AUDIO, "-"));
    }

    @Test
    void lowerCeilingOfTheTwo_holds() {
        Pacing pacing = pacing(80_000, 50_000);
        pacing.join("alice");
        assertEquals(50_000, pacing.rate(AUDIO, "alice"));
        pacing.join("bob");
        assertEquals(40_000, pacing.rate(AUDIO, "alice"));
    }

    @Test
    void rate_isNeverNothing() {
        Pacing pacing = pacing(1, 0);
        pacing.join("alice");
        pacing.join("bob");
        assertEquals(1, pacing.rate(AUDIO, "alice"));
    }

    @Test
    void replace_otherRates_holdFromThen() {
        Pacing pacing = pacing(0, 0);
        pacing.replace(new Pacing.Rates(Duration.ofSeconds(1), 2, 0, 0));
        assertEquals(2 * AUDIO, pacing.rate(AUDIO, "alice"));
        assertEquals(AUDIO, pacing.burstBytes(AUDIO));
        pacing.replace(new Pacing.Rates(Duration.ofSeconds(1), 0, 0, 0));
        assertFalse(pacing.isOn());
    }

    private static Pacing pacing(long total, long listener) {
        return new Pacing(new Pacing.Rates(Duration.ofSeconds(10), 3, total, listener));
    }
}
