package dev.legato.runtime.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.runtime.postgres.ServerLook.Role;
import dev.legato.runtime.postgres.Standing.State;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StandingTest {
    @ParameterizedTest
    @CsvSource({
        "REPLICA,true,false,2,5,IN_USE",
        "REPLICA,true,false,2,6,LAGGING",
        "REPLICA,true,true,2,0,DOWN",
        "REPLICA,false,false,2,0,UNUSED",
        // It follows a former primary, or has gone past where the present one began.
        "REPLICA,true,false,1,0,ASTRAY",
        "REPLICA,true,false,3,0,ASTRAY",
        "PRIMARY,true,false,1,0,UNUSED",
        "DOWN,true,false,2,0,DOWN",
    })
    void of_aServerBesideAPrimaryOfTimeline2_is(
            Role role, boolean readable, boolean stale, long timeline, long lag, State state) {
        ServerLook look = new ServerLook(role, 0, 100, timeline);
        assertEquals(
                state,
                Standing.of(look, readable, stale, 2, lag, Duration.ofNanos(5)).state());
    }
}
