package dev.legato.account.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.legato.account.plan.PlanEvent.Kind;
import dev.legato.account.plan.Subscription.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SubscriptionTest {
    private static final Duration GRACE = Duration.ofDays(7);
    private static final Instant BEGIN = Instant.parse("2027-01-01T00:00:00Z");

    /** Each step is {@code day:event[:plan][:until-day]}; the state is looked at on a day. */
    @ParameterizedTest
    @CsvSource(textBlock = """
        0:trial-started::30,                                          29, trial,   trial
        0:trial-started::30,                                          30, free,    expired
        0:trial-started::30 31:trial-started::60,                     32, free,    expired
        0:trial-started::30 10:paid:premium:40,                       20, premium, active
        0:trial-started::30 10:cancelled,                             20, trial,   cancelled
        0:paid:premium:30 5:trial-started::60,                        20, premium, active
        0:paid:premium:30,                                            29, premium, active
        0:paid:premium:30,                                            30, premium, past-due
        0:paid:premium:30,                                            37, free,    expired
        0:paid:premium:30 30:paid:premium:60,                         45, premium, active
        0:paid:premium:30 29:payment-failed,                          35, premium, past-due
        0:paid:premium:30 29:payment-failed 31:payment-failed,        35, premium, past-due
        0:paid:premium:30 29:payment-failed 31:payment-failed,        36, free,    expired
        0:paid:premium:30 29:payment-failed 32:paid:premium:60,       40, premium, active
        0:paid:premium:30 38:paid:premium:60,                         40, premium, active
        0:paid:premium:30 5:cancelled,                                29, premium, cancelled
        0:paid:premium:30 5:cancelled,                                30, free,    expired
        0:paid:premium:30 5:cancelled 6:resumed,                      31, premium, past-due
        0:paid:premium:30 5:cancelled 31:resumed,                     32, free,    expired
        0:paid:premium:30 5:upgraded:family,                           6, family,  active
        0:paid:family:30 5:downgraded:premium,                        29, family,  active
        0:paid:family:30 5:downgraded:premium,                        30, premium, past-due
        0:paid:family:30 5:downgraded:premium 30:paid:premium:60,     31, premium, active
        0:paid:premium:30 5:downgraded:free,                          30, free,    expired
        0:paid:premium:30 5:ended,                                     6, free,    expired
        0:payment-failed,                                              1, free,    none
        0:cancelled,                                                   1, free,    none
        0:upgraded:family,                                             1, free,    none
        0:granted:student,                                          3000, student, active
        0:granted:student:10,                                         9, student, cancelled
        0:granted:student:10,                                        10, free,    expired
        0:granted:premium 5:cancelled,                                 6, free,    expired
        0:granted:premium 5:downgraded:student,                        6, student, active
        0:paid:premium:30 5:granted:free,                              6, free,    expired
        0:paid:free:30,                                                1, free,    expired
        """)
    void after_events_isTheState(String steps, int day, String plan, String status) {
        Subscription state = Subscription.NONE.after(events(steps), GRACE).at(day(day), GRACE);
        assertEquals(Plan.parse(plan), state.effective());
        assertEquals(status, state.status().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    @Test
    void after_failures_countsThemWithoutProlongingTheGrace() {
        Subscription state = Subscription.NONE.after(
                events("0:paid:premium:30 20:payment-failed 22:payment-failed 24:payment-failed"), GRACE);
        assertEquals(3, state.reminders());
        assertEquals(day(27), state.until());
        assertEquals(0, state.after(event("25:paid:premium:60", 9), GRACE).reminders());
    }

    @Test
    void at_periodsLongPast_runsThroughAllOfThem() {
        Subscription state = Subscription.NONE.after(events("0:paid:premium:30"), GRACE);
        assertEquals(Status.EXPIRED, state.at(day(3_000), GRACE).status());
        assertEquals(state, state.at(day(29), GRACE));
    }

    /** Whatever order events arrive in, and however often, the state is that of their own order. */
    @Property(tries = 200)
    void after_shuffledEvents_isTheSameState(@ForAll long seed) {
        Random random = new Random(seed);
        List<PlanEvent> events = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
            Instant at = BEGIN.plus(Duration.ofHours(random.nextInt(24 * 200)));
            Plan plan = Plan.values()[random.nextInt(Plan.values().length)];
            events.add(new PlanEvent(
                    "e" + i, at, random.nextInt(3), kind, plan, at.plus(Duration.ofDays(random.nextInt(60)))));
        }
        Subscription expected = Subscription.NONE.after(events, GRACE).at(day(250), GRACE);
        for (int i = 0; i < 5; i++) {
            Collections.shuffle(events, random);
            assertEquals(expected, Subscription.NONE.after(events, GRACE).at(day(250), GRACE));
        }
    }

    @Test
    void new_eventWithoutWhatItNeeds_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> event("0:paid::30", 0));
        assertThrows(IllegalArgumentException.class, () -> event("0:paid:premium", 0));
        assertThrows(IllegalArgumentException.class, () -> event("0:trial-started", 0));
        assertThrows(IllegalArgumentException.class, () -> event("0:upgraded", 0));
    }

    private static List<PlanEvent> events(String steps) {
        List<PlanEvent> events = new ArrayList<>();
        for (String step : steps.split(" ")) {
            events.add(event(step, events.size()));
        }
        return events;
    }

    private static PlanEvent event(String step, int number) {
        String[] parts = step.split(":", -1);
        Kind kind = Kind.valueOf(parts[1].toUpperCase(Locale.ROOT).replace('-', '_'));
        return new PlanEvent("e" + number, day(Integer.parseInt(parts[0])), number, kind, plan(parts), until(parts));
    }

    private static @Nullable Plan plan(String[] parts) {
        return parts.length < 3 || parts[2].isEmpty() ? null : Plan.parse(parts[2]);
    }

    private static @Nullable Instant until(String[] parts) {
        return parts.length < 4 ? null : day(Integer.parseInt(parts[3]));
    }

    private static Instant day(int day) {
        return BEGIN.plus(Duration.ofDays(day));
    }
}
