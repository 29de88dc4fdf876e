package dev.legato.demo.score;

import java.util.List;
import java.util.Map;

/**
 * A passage that can be played more than once.
 *
 * @param lines each voice's bars, all of the same lengths; a voice that is not in here rests
 */
public record Section(String name, Meter meter, Map<String, List<Bar>> lines) {
    public Section {
        lines = Map.copyOf(lines);
    }

    /** Each bar's length, in ticks. */
    public List<Integer> barTicks() {
        return lines.values().iterator().next().stream().map(Bar::ticks).toList();
    }
}
