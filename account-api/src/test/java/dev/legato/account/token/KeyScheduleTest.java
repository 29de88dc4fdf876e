package dev.legato.account.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyScheduleTest {
    private static final Instant START = Instant.parse("2026-11-30T00:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private final KeySchedule schedule = new KeySchedule(Duration.ofDays(30), Duration.ofMinutes(10));
    private final SigningKey first = SigningKey.generate(START);
    private final SigningKey second = SigningKey.generate(START.plus(Duration.ofDays(30)));

    @Test
    void due_noKeyYet_isNow() {
        assertEquals(Optional.of(START), schedule.due(List.of(), START));
    }

    @Test
    void due_newestKey_anHourBeforeItsTurnEnds() {
        Instant turn = second.signsFrom();
        assertTrue(schedule.due(List.of(first), turn.minus(HOUR).minusMillis(1)).isEmpty());
        assertEquals(Optional.of(turn), schedule.due(List.of(first), turn.minus(HOUR)));
        assertTrue(schedule.due(List.of(first, second), turn).isEmpty());
    }

    @Test
    void due_allWereDownMeanwhile_isPublishedAnHourBeforeItSigns() {
        Instant late = START.plus(Duration.ofDays(90));
        assertEquals(Optional.of(late.plus(HOUR)), schedule.due(List.of(first), late));
    }

    @Test
    void signing_changesAtTheInstantOfTheNext() {
        Instant turn = second.signsFrom();
        assertTrue(schedule.signing(List.of(first), START.minusMillis(1)).isEmpty());
        assertSame(
                first,
                schedule.signing(List.of(first, second), turn.minusMillis(1)).orElseThrow());
        assertSame(second, schedule.signing(List.of(first, second), turn).orElseThrow());
    }

    @Test
    void retired_onlyAfterItsLastTokenExpired() {
        Instant gone = second.signsFrom().plus(Duration.ofMinutes(10)).plus(HOUR);
        assertEquals(List.of(), schedule.retired(List.of(first, second), gone));
        assertEquals(List.of(first), schedule.retired(List.of(first, second), gone.plusMillis(1)));
        assertEquals(List.of(), schedule.retired(List.of(first), gone.plus(Duration.ofDays(900))), "it still signs");
    }

    @Test
    void lead_shortRotation_isHalfOfIt() {
        KeySchedule quick = new KeySchedule(Duration.ofMinutes(1), Duration.ofMinutes(10));
        assertEquals(Duration.ofSeconds(30), quick.lead());
        assertEquals(Duration.ofMillis(7_500), quick.reading());
    }
}
