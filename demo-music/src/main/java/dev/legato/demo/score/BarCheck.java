package dev.legato.demo.score;

import java.util.List;
import java.util.Map;

/** Whether the bars add up. */
final class BarCheck {
    private BarCheck() {}

    /** Every voice has the same bars, and only a section's first and last may be short of the meter. */
    static Section section(Section section) {
        if (section.lines().isEmpty()) {
            throw new ScoreException("section " + section.name(), "no music");
        }
        Map.Entry<String, List<Bar>> first =
                section.lines().entrySet().iterator().next();
        section.lines().forEach((voice, bars) -> {
            String where = "section %s, voice %s".formatted(section.name(), voice);
            if (bars.size() != first.getValue().size()) {
                throw new ScoreException(
                        where,
                        "%d bars (expected: %d as voice %s)"
                                .formatted(bars.size(), first.getValue().size(), first.getKey()));
            }
            for (int index = 0; index < bars.size(); index++) {
                int ticks = bars.get(index).ticks();
                int full = section.meter().barTicks();
                boolean edge = index == 0 || index == bars.size() - 1;
                if (ticks > full || ticks == 0 || (ticks < full && !edge)) {
                    throw new ScoreException(
                            where, "bar %d: %s of the meter".formatted(index + 1, fraction(ticks, full)));
                }
                int others = first.getValue().get(index).ticks();
                if (ticks != others) {
                    throw new ScoreException(
                            where,
                            "bar %d: %d ticks (expected: %d as voice %s)"
                                    .formatted(index + 1, ticks, others, first.getKey()));
                }
            }
        });
        return section;
    }

    /** Played through, short bars fill whole ones together; only an upbeat and the end may stand alone. */
    static void joins(List<Section> sections) {
        int filled = 0;
        boolean upbeat = true;
        for (Section section : sections) {
            int full = section.meter().barTicks();
            for (int ticks : section.barTicks()) {
                filled += ticks;
                if (filled > full) {
                    throw new ScoreException(
                            "play",
                            "section %s: bars of %s after each other"
                                    .formatted(section.name(), fraction(filled - ticks, full)));
                }
                if (filled == full || upbeat) {
                    filled = 0;
                }
                upbeat = false;
            }
        }
    }

    private static String fraction(int ticks, int full) {
        return "%d/%d".formatted(ticks, full);
    }
}
