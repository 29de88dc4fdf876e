package dev.legato.demo.score;

/**
 * A line of music and who plays it.
 *
 * @param instrument its name in the orchestra, such as {@code piano}
 * @param level loudness beside the other voices, 1 is plain
 * @param octave how many octaves higher it sounds than it is written
 * @param pan from -1, left, to 1, right
 * @param pedal how the sustain pedal is changed
 */
public record Voice(String name, String instrument, double level, int octave, double pan, Pedal pedal) {
    /** When the sustain pedal is lifted and pressed anew. */
    public enum Pedal {
        NONE,
        EACH_BAR,
        EACH_HALF_BAR,
        EACH_BEAT
    }
}
