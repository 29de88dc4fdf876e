package dev.legato.demo.score;

import java.util.Map;
import java.util.TreeMap;

/** From ticks to microseconds, through all changes of tempo. */
final class TempoMap {
    private static final double MICROS_PER_MINUTE = 60e6;
    /** A slowing goes in steps of a sixteenth. */
    private static final int STEP = Score.QUARTER / 4;

    private final TreeMap<Integer, Double> tempos = new TreeMap<>();

    TempoMap(double quartersPerMinute) {
        tempos.put(0, quartersPerMinute);
    }

    void change(int tick, double quartersPerMinute) {
        tempos.put(tick, quartersPerMinute);
    }

    /** Slows to a part of the tempo by {@code end}, and takes up the old one there. */
    void slow(int start, int end, double factor) {
        double tempo = tempos.floorEntry(start).getValue();
        for (int tick = start; tick < end; tick += STEP) {
            tempos.put(tick, tempo * (1 - (1 - factor) * (tick - start) / (end - start)));
        }
        tempos.putIfAbsent(end, tempo);
    }

    /** When a tick sounds. */
    long micros(double tick) {
        double micros = 0;
        double from = 0;
        double tempo = tempos.firstEntry().getValue();
        for (Map.Entry<Integer, Double> change : tempos.entrySet()) {
            if (change.getKey() >= tick) {
                break;
            }
            micros += (change.getKey() - from) / Score.QUARTER * MICROS_PER_MINUTE / tempo;
            from = change.getKey();
            tempo = change.getValue();
        }
        return Math.round(micros + (tick - from) / Score.QUARTER * MICROS_PER_MINUTE / tempo);
    }
}
