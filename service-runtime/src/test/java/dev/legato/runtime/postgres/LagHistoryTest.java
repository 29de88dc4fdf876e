package dev.legato.runtime.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LagHistoryTest {
    private final LagHistory history = new LagHistory(Duration.ofNanos(10));

    @ParameterizedTest
    @CsvSource({"190,0", "250,0", "150,1", "140,1", "139,3", "120,3", "99,4"})
    void lag_ofAReplica_isSinceThePrimaryWasSeenBeyondIt(long replayed, long lag) {
        add(0, 100);
        add(1, 140);
        add(2, 140);
        add(3, 190);
        assertEquals(lag, history.lag(replayed, 4));
    }

    @Test
    void lag_whileThePrimaryIsSilent_ofWhoHadEverythingIsNone() {
        add(0, 100);
        assertEquals(0, history.lag(100, 1_000_000));
    }

    @Test
    void lag_longerThanWhatIsKept_isAtLeastThat() {
        for (int at = 0; at < 100; at++) {
            add(at, at);
        }
        assertEquals(11, history.lag(5, 99));
    }

    @Test
    void lag_ofAReplicaThatStoodStillThroughASilence_isSinceBeforeIt() {
        add(0, 100);
        add(100, 200);
        assertEquals(101, history.lag(50, 101));
        assertEquals(1, history.lag(100, 101));
    }

    @Test
    void lag_afterAPrimaryWithLess_countsFromThatOne() {
        add(0, 500);
        boolean _ = history.add(1, 300, 2);
        assertEquals(0, history.lag(300, 9));
        assertEquals(8, history.lag(200, 9));
    }

    @Test
    void add_theFirstAndAnotherPrimarys_beginTheHistory() {
        assertTrue(history.add(0, 500, 1));
        assertFalse(history.add(1, 500, 1));
        assertFalse(history.add(2, 600, 1));
        assertTrue(history.add(3, 300, 2));
        assertFalse(history.add(4, 400, 2));
    }

    @Test
    void lag_beforeTheFirstLook_isNone() {
        assertEquals(0, history.lag(0, 5));
    }

    @Test
    void add_aLookThatComesLate_takesNothingBack() {
        add(0, 100);
        add(1, 200);
        assertFalse(history.add(2, 150, 1));
        assertEquals(9, history.lag(150, 10));
        assertEquals(50, history.bytes(150));
    }

    private void add(long at, long position) {
        boolean _ = history.add(at, position, 1);
    }
}
