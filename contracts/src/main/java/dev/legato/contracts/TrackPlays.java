package dev.legato.contracts;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A track's plays of all time, a record of {@link Topics#TRACK_PLAYS}.
 *
 * @param listeners how many different accounts played it
 * @param weight its plays, each weighed by {@link #weightOf}; null in records of old
 */
public record TrackPlays(
        String trackId,
        long plays,
        long listeners,
        @Nullable Double weight) {
    private static final LocalDate LANDMARK = LocalDate.of(2026, 1, 1);
    private static final double DOUBLES_AFTER_DAYS = 90;

    public TrackPlays {
        ContentId.require("trackId", trackId);
        Values.requireWithin("plays", plays, Long.MAX_VALUE);
        Values.requireWithin("listeners", listeners, Long.MAX_VALUE);
    }

    /**
     * What a play of a day weighs: twice as much as one of 90 days before. This is <i>forward decay</i>: weights grow with
     * time instead of fading, so that a sum of them stays as it is until the next play, and sums of different days compare
     * as if each had been decayed to the same day.
     *
     * @see <a href="https://doi.org/10.1109/ICDE.2009.65">Cormode, Shkapenyuk, Srivastava, Xu: Forward Decay</a>
     */
    public static double weightOf(LocalDate day) {
        return Math.pow(2, (day.toEpochDay() - LANDMARK.toEpochDay()) / DOUBLES_AFTER_DAYS);
    }

    /** Its weight; plays of old, of which none is known, weigh as those of the first day. */
    public double knownWeight() {
        return weight == null ? plays : weight;
    }
}
