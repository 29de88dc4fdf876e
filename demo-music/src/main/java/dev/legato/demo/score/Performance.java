package dev.legato.demo.score;

import java.util.List;

/**
 * A score as it sounds, in microseconds from its start.
 *
 * @param durationMicros to the end of the last bar
 */
public record Performance(List<Note> notes, List<PedalChange> pedals, long durationMicros) {
    /** A note of one voice, as MIDI key and velocity. */
    public record Note(int voice, int key, int velocity, long startMicros, long endMicros) {}

    /** The sustain pedal of one voice going up or down. */
    public record PedalChange(int voice, boolean down, long atMicros) {}

    public Performance {
        notes = List.copyOf(notes);
        pedals = List.copyOf(pedals);
    }
}
