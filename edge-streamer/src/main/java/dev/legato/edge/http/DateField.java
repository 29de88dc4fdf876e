package dev.legato.edge.http;

import java.time.InstantSource;

/** The time, and the value of Date for it, made once a second. */
public final class DateField {
    private final InstantSource clock;
    private volatile Second current = new Second(HttpDate.NONE, "");

    private record Second(long seconds, String text) {}

    public DateField(InstantSource clock) {
        this.clock = clock;
    }

    /** Seconds since 1970. */
    public long now() {
        return Math.floorDiv(clock.millis(), 1000L);
    }

    /** @param now what {@link #now} returned */
    public String at(long now) {
        Second second = current;
        if (second.seconds != now) {
            second = new Second(now, HttpDate.format(now));
            current = second;
        }
        return second.text;
    }
}
