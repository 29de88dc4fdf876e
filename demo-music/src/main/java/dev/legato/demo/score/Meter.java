package dev.legato.demo.score;

/**
 * A time signature.
 *
 * @param beats in a bar
 * @param unit the note value of a beat: 4 is a quarter note
 */
public record Meter(int beats, int unit) {
    /** Ticks in a bar. */
    public int barTicks() {
        return beats * beatTicks();
    }

    /** Ticks in a beat. */
    public int beatTicks() {
        return Score.WHOLE / unit;
    }
}
