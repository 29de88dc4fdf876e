package dev.legato.demo.score;

import java.util.List;

/**
 * A piece of music.
 *
 * @param year of composition or publication
 * @param quartersPerMinute the tempo it starts with
 * @param sections in the order they are played, each as often as it is played
 */
public record Score(
        String title,
        String composer,
        int year,
        String genre,
        double quartersPerMinute,
        List<Voice> voices,
        List<Section> sections) {
    /** Ticks in a whole note: divisible into triplets of 64ths. */
    static final int WHOLE = 3840;

    /** Ticks in a quarter note. */
    public static final int QUARTER = WHOLE / 4;

    public Score {
        voices = List.copyOf(voices);
        sections = List.copyOf(sections);
    }
}
