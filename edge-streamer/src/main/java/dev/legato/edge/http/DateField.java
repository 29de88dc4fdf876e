package dev.legato.edge.http;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/** Gives the time and the Date field for it, which is formatted once per second. */
public final class DateField {
    private final InstantSource clock;
    private volatile Second current = new Second(HttpDate.NONE, "", new byte[0]);

    @SuppressWarnings("ArrayRecordComponent") // made once per second, never compared
    private record Second(long seconds, String text, byte[] line) {}

    public DateField(InstantSource clock) {
        this.clock = clock;
    }

    /** Seconds since 1970. */
    public long now() {
        return Math.floorDiv(clock.millis(), 1000L);
    }

    /** @param now what {@link #now} returned */
    public String at(long now) {
        return second(now).text;
    }

    /**
     * The whole field line as HTTP/1.1 writes it; the caller must not change it.
     *
     * @param now what {@link #now} returned
     */
    public byte[] lineAt(long now) {
        return second(now).line;
    }

    private Second second(long now) {
        Second second = current;
        if (second.seconds != now) {
            String text = HttpDate.format(now);
            second = new Second(now, text, ("date: " + text + "\r\n").getBytes(StandardCharsets.US_ASCII));
            current = second;
        }
        return second;
    }
}
