package dev.legato.demo.score;

import java.util.List;

/** What a voice's line is made of. */
public sealed interface Element {
    /** How a note is struck and held. */
    enum Touch {
        PLAIN,
        STACCATO,
        TENUTO,
        ACCENT
    }

    /**
     * A note, a chord, or, without keys, a rest.
     *
     * @param ticks how long
     * @param keys MIDI keys, middle C is 60
     * @param tied whether it goes on into the next
     * @param rolled whether a chord is broken upward
     */
    record Sound(int ticks, List<Integer> keys, Touch touch, boolean tied, boolean rolled) implements Element {
        public Sound {
            keys = List.copyOf(keys);
        }
    }

    /** A dynamic mark: the MIDI velocity of the notes from here on. */
    record Dynamic(int velocity) implements Element {}

    /** The loudness moves from here to the voice's next dynamic mark. */
    record Hairpin() implements Element {}

    /** Everybody's tempo from here on, in quarter notes a minute. */
    record Tempo(double quartersPerMinute) implements Element {}

    /** Everybody slows from here to the section's end, to this part of the tempo. */
    record Slowing(double factor) implements Element {}
}
