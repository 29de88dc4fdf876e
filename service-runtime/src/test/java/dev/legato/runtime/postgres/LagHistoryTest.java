package dev.legato.runtime.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LagHistoryTest {
    private final LagHistory history = new LagHistory(Duration.ofNanos(10));

    @ParameterizedTest
    @CsvSource({"190,0", "250,0", "150,1", "140,1", "139,3", "120,3", "99,4"})
    void lag_ofAReplica_isSinceThePrimaryWasSeenBeyondIt(long replayed, long lag) {
        history.add(0, 100);
        history.add(1, 140);
        history.add(2, 140);
        history.add(3, 190);
        assertEquals(lag, history.lag(replayed, 4));
    }

    @Test
    void lag_whileThePrimaryIsSilent_ofWhoHadEverythingIsNone() {
        history.add(0, 100);
        assertEquals(0, history.lag(100, 1_000_000));
    }

    @Test
    void lag_longerThanWhatIsKept_isAtLeastThat() {
        for (int at = 0; at < 100; at++) {
            history.add(at, at);
        }
        assertEquals(10, history.lag(5, 99));
    }

    @Test
    void lag_afterAPrimaryWithLess_countsFromThatOne() {
        history.add(0, 500);
        history.add(1, 300);
        assertEquals(0, history.lag(300, 9));
        assertEquals(8, history.lag(200, 9));
    }

    @Test
    void lag_beforeTheFirstLook_isNone() {
        assertEquals(0, history.lag(0, 5));
    }
}
