package dev.legato.analytics;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.legato.contracts.PlayEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * How much of a track one playback has let the listener hear: the sum of the playhead's advances between consecutive
 * reports, in the order they happened.
 *
 * <p>The playhead alone would count what a seek skips. An advance therefore counts nothing if a seek or a new start ends
 * it, and if it is faster than {@value #FASTEST} times the clock (a report of the seek was lost) it counts no more than
 * the time that passed. Reports may come late, in any order and twice.
 *
 * <p>Only the {@value #MAX_POINTS} latest reports are kept; what lies before them is settled, and a report that is
 * older than all of them comes too late.
 *
 * @param settledMs heard before the first point
 * @param settled whether there was anything before the first point
 * @param startedAt the earliest report's time
 * @param points in the order they happened
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record HeardTime(long settledMs, boolean settled, Instant startedAt, List<Point> points) {
    static final int MAX_POINTS = 64;

    /** Players offer at most 4 × speed with sound. */
    private static final int FASTEST = 4;

    /** Positions and times of a report are not read at the same instant. */
    private static final long JITTER_MS = 2_000;

    private static final Comparator<Point> AS_HAPPENED =
            Comparator.comparing(Point::at).thenComparing(Point::type).thenComparing(Point::id);

    /** One report. */
    record Point(String id, Kind type, Instant at, long positionMs) {}

    /** How a report ends the advance before it; in the order of reports of one instant. */
    enum Kind {
        STARTED,
        PLAYED,
        SEEKED
    }

    HeardTime {
        Objects.requireNonNull(startedAt);
        points = List.copyOf(points);
    }

    /** A playback's first known report. */
    static HeardTime of(PlayEvent event) {
        return new HeardTime(0, false, event.at(), List.of(point(event)));
    }

    /** With one more report. */
    HeardTime with(PlayEvent event) {
        boolean known = points.stream().anyMatch(point -> point.id().equals(event.id()));
        boolean late = settled && !event.at().isAfter(points.getFirst().at());
        if (known || late) {
            return this;
        }
        List<Point> more = new ArrayList<>(points);
        Point point = point(event);
        more.add(-Collections.binarySearch(more, point, AS_HAPPENED) - 1, point);
        Instant earliest = event.at().isBefore(startedAt) ? event.at() : startedAt;
        if (more.size() <= MAX_POINTS) {
            return new HeardTime(settledMs, settled, earliest, more);
        }
        long settling = advance(more.get(0), more.get(1));
        return new HeardTime(settledMs + settling, true, earliest, more.subList(1, more.size()));
    }

    /** Milliseconds of the track. */
    long totalMs() {
        long total = settledMs;
        for (int i = 1; i < points.size(); i++) {
            total += advance(points.get(i - 1), points.get(i));
        }
        return total;
    }

    private static long advance(Point from, Point to) {
        long distance = to.positionMs() - from.positionMs();
        if (to.type() != Kind.PLAYED || distance <= 0) {
            return 0;
        }
        long elapsed = Duration.between(from.at(), to.at()).toMillis();
        return distance <= FASTEST * elapsed + JITTER_MS ? distance : Math.min(distance, elapsed);
    }

    private static Point point(PlayEvent event) {
        Kind kind =
                switch (event.type()) {
                    case STARTED -> Kind.STARTED;
                    case SEEKED -> Kind.SEEKED;
                    case PROGRESS, PAUSED, FINISHED, SKIPPED -> Kind.PLAYED;
                };
        return new Point(event.id(), kind, event.at(), event.positionMs());
    }
}
