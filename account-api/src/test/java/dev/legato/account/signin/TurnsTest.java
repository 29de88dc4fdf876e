package dev.legato.account.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.account.signin.Turns.Turn;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class TurnsTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final Turns turns = new Turns(Duration.ofSeconds(3), now::get);

    @Test
    void take_oneAfterTheOther_eachWaitsForThoseBefore() {
        assertEquals(new Turn(true, Duration.ofSeconds(3)), turns.take("ada"));
        assertEquals(new Turn(true, Duration.ofSeconds(6)), turns.take("ada"));
        assertEquals(new Turn(true, Duration.ofSeconds(3)), turns.take("bob"));
    }

    @Test
    void take_whenTooManyWait_saysWhenItIsWorthAskingAgain() {
        assertEquals(new Turn(true, Duration.ofSeconds(3)), turns.take("ada"));
        assertEquals(new Turn(true, Duration.ofSeconds(6)), turns.take("ada"));
        assertEquals(new Turn(false, Duration.ofSeconds(1)), turns.take("ada"));
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertEquals(new Turn(true, Duration.ofSeconds(8)), turns.take("ada"));
    }

    @Test
    void take_aPauseLater_waitsForThePauseAlone() {
        assertEquals(new Turn(true, Duration.ofSeconds(3)), turns.take("ada"));
        now.addAndGet(Duration.ofSeconds(5).toNanos());
        assertEquals(new Turn(true, Duration.ofSeconds(3)), turns.take("ada"));
    }
}
