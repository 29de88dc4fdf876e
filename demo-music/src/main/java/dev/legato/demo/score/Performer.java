package dev.legato.demo.score;

import dev.legato.demo.score.Element.Dynamic;
import dev.legato.demo.score.Element.Hairpin;
import dev.legato.demo.score.Element.Slowing;
import dev.legato.demo.score.Element.Sound;
import dev.legato.demo.score.Element.Tempo;
import dev.legato.demo.score.Element.Touch;
import dev.legato.demo.score.Performance.Note;
import dev.legato.demo.score.Performance.PedalChange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Plays a score as a person would: ties held, hairpins swelling, the first beat leaning a little, touch and tempo as
 * written. The same score always gives the same performance.
 */
public final class Performer {
    private static final int START_VELOCITY = 77;
    private static final int DOWNBEAT = 5;
    private static final int ACCENT = 16;
    private static final long ROLL_MICROS = 45_000;
    private static final long PEDAL_GAP_MICROS = 60_000;

    private final Score score;
    private final TempoMap tempos;
    private final List<Note> notes = new ArrayList<>();

    private Performer(Score score) {
        this.score = score;
        this.tempos = new TempoMap(score.quartersPerMinute());
    }

    /** Plays it. */
    public static Performance perform(Score score) {
        return new Performer(score).play();
    }

    /** A sound at its place in the whole piece. */
    private record Placed(int tick, Sound sound, boolean downbeat) {}

    private Performance play() {
        List<Line> lines = new ArrayList<>();
        score.voices().forEach(_ -> lines.add(new Line()));
        List<PedalChange> pedals = new ArrayList<>();
        TreeMap<Integer, Meter> bars = new TreeMap<>();
        int tick = 0;
        for (Section section : score.sections()) {
            int end = tick
                    + section.barTicks().stream().mapToInt(Integer::intValue).sum();
            for (int voice = 0; voice < lines.size(); voice++) {
                List<Bar> music =
                        section.lines().getOrDefault(score.voices().get(voice).name(), List.of());
                place(lines.get(voice), music, tick, end);
            }
            int barTick = tick;
            for (int ticks : section.barTicks()) {
                bars.put(barTick, section.meter());
                barTick += ticks;
            }
            tick = end;
        }
        int end = tick;
        for (int voice = 0; voice < lines.size(); voice++) {
            sound(voice, lines.get(voice));
            pedal(voice, bars, end, pedals);
        }
        notes.sort(Comparator.comparingLong(Note::startMicros)
                .thenComparingInt(Note::voice)
                .thenComparingInt(Note::key));
        return new Performance(notes, pedals, tempos.micros(end));
    }

    /** One voice through the whole piece. */
    private static final class Line {
        final List<Placed> sounds = new ArrayList<>();
        /** Velocity from a tick on; a hairpin's start is listed in {@link #hairpins} too. */
        final TreeMap<Integer, Integer> dynamics = new TreeMap<>();

        final List<Integer> hairpins = new ArrayList<>();

        double velocity(int tick) {
            var from = dynamics.floorEntry(tick);
            double velocity = from == null ? START_VELOCITY : from.getValue();
            int since = from == null ? 0 : from.getKey();
            var next = dynamics.higherEntry(tick);
            if (next != null) {
                for (int hairpin : hairpins) {
                    if (hairpin >= since && hairpin <= tick) {
                        double part = (double) (tick - hairpin) / (next.getKey() - hairpin);
                        return velocity + (next.getValue() - velocity) * part;
                    }
                }
            }
            return velocity;
        }
    }

    private void place(Line line, List<Bar> music, int start, int sectionEnd) {
        int tick = start;
        for (Bar bar : music) {
            int barStart = tick;
            for (Element element : bar.elements()) {
                switch (element) {
                    case Sound sound -> {
                        line.sounds.add(new Placed(tick, sound, tick == barStart));
                        tick += sound.ticks();
                    }
                    case Dynamic dynamic -> line.dynamics.put(tick, dynamic.velocity());
                    case Hairpin _ -> line.hairpins.add(tick);
                    case Tempo tempo -> tempos.change(tick, tempo.quartersPerMinute());
                    case Slowing slowing -> tempos.slow(tick, sectionEnd, slowing.factor());
                }
            }
        }
    }

    private void sound(int voice, Line line) {
        double level = score.voices().get(voice).level();
        int transposition = 12 * score.voices().get(voice).octave();
        for (int index = 0; index < line.sounds.size(); index++) {
            Placed placed = line.sounds.get(index);
            Sound sound = placed.sound();
            List<Integer> keys = sound.keys();
            for (int position = 0; position < keys.size(); position++) {
                int key = keys.get(position);
                if (index > 0 && isTiedInto(line.sounds.get(index - 1), placed, key)) {
                    continue;
                }
                int held = held(line.sounds, index, key);
                double loud = line.velocity(placed.tick()) * level
                        + (placed.downbeat() ? DOWNBEAT : 0)
                        + (sound.touch() == Touch.ACCENT ? ACCENT : 0);
                long start = tempos.micros(placed.tick()) + (sound.rolled() ? position * ROLL_MICROS : 0);
                long end = tempos.micros(placed.tick() + held * gate(sound));
                notes.add(new Note(
                        voice,
                        key + transposition,
                        (int) Math.clamp(Math.round(loud), 1L, 127L),
                        start,
                        Math.max(end, start + 20_000)));
            }
        }
    }

    private static boolean isTiedInto(Placed before, Placed now, int key) {
        return before.sound().tied()
                && before.sound().keys().contains(key)
                && before.tick() + before.sound().ticks() == now.tick();
    }

    private static int held(List<Placed> sounds, int index, int key) {
        int ticks = sounds.get(index).sound().ticks();
        for (int next = index + 1; next < sounds.size(); next++) {
            Placed placed = sounds.get(next);
            if (!isTiedInto(sounds.get(next - 1), placed, key)
                    || !placed.sound().keys().contains(key)) {
                break;
            }
            ticks += placed.sound().ticks();
        }
        return ticks;
    }

    private static double gate(Sound sound) {
        return switch (sound.touch()) {
            case STACCATO -> 0.45;
            case TENUTO -> 1.0;
            case PLAIN, ACCENT -> 0.96;
        };
    }

    private void pedal(int voice, NavigableMap<Integer, Meter> bars, int end, List<PedalChange> pedals) {
        Voice.Pedal pedal = score.voices().get(voice).pedal();
        if (pedal == Voice.Pedal.NONE) {
            return;
        }
        bars.forEach((bar, meter) -> {
            Integer next = bars.higherKey(bar);
            int step =
                    switch (pedal) {
                        case EACH_HALF_BAR -> meter.barTicks() / 2;
                        case EACH_BEAT -> meter.beatTicks();
                        default -> meter.barTicks();
                    };
            for (int tick = bar; tick < (next == null ? end : next); tick += step) {
                pedals.add(new PedalChange(voice, false, tempos.micros(tick)));
                pedals.add(new PedalChange(voice, true, tempos.micros(tick) + PEDAL_GAP_MICROS));
            }
        });
        pedals.add(new PedalChange(voice, false, tempos.micros(end)));
    }
}
