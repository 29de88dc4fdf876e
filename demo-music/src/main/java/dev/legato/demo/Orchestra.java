package dev.legato.demo;

import com.sun.media.sound.SF2Instrument;
import com.sun.media.sound.SF2InstrumentRegion;
import com.sun.media.sound.SF2Layer;
import com.sun.media.sound.SF2LayerRegion;
import com.sun.media.sound.SF2Region;
import com.sun.media.sound.SF2Sample;
import com.sun.media.sound.SF2Soundbank;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import javax.sound.midi.Patch;
import javax.sound.midi.Soundbank;

/**
 * The instruments of the demo music, as a sound bank for the JDK's synthesizer. It is computed, a second's work, with
 * fixed seeds: the JDK's own bank is made with random phases, other ones in each JVM, and the ids of the tracks would
 * change with them.
 *
 * <p>Samples are computed once for each orchestra and shared by its banks.
 */
final class Orchestra {
    private static final int SAMPLE_RATE = 44_100;
    private static final int LOWEST = 28;
    private static final int HIGHEST = 103;
    private static final int LOOP_BITS = 16;

    /** How an instrument sounds; its place in the list is its MIDI program. */
    private sealed interface Timbre {
        record Struck(StruckString string, double releaseSeconds) implements Timbre {}

        record Sustained(SustainedTone tone, double attackSeconds, double releaseSeconds) implements Timbre {}
    }

    private static final Map<String, Timbre> TIMBRES = new TreeMap<>(Map.ofEntries(
            Map.entry(
                    "piano", new Timbre.Struck(new StruckString(0.9, 2_600, 0.12, 1.9, 0.10, 2.2e-4, 0.9, 0.10), 0.35)),
            Map.entry(
                    "harpsichord",
                    new Timbre.Struck(new StruckString(0.45, 6_500, 0.09, 1.1, 0.03, 4e-5, 0.7, 0.06), 0.15)),
            Map.entry(
                    "guitar", new Timbre.Struck(new StruckString(1.0, 2_800, 0.21, 1.2, 0.16, 6e-5, 0.4, 0.08), 0.25)),
            Map.entry(
                    "pizzicato",
                    new Timbre.Struck(new StruckString(1.2, 1_800, 0.17, 0.28, 0.25, 8e-5, 1.5, 0.10), 0.2)),
            Map.entry(
                    "strings",
                    new Timbre.Sustained(
                            new SustainedTone(List.of(1.0, 0.75, 0.6, 0.45, 0.4, 0.3, 0.2), 1.5, 3_800, 9),
                            0.09,
                            0.35)),
            Map.entry(
                    "violin",
                    new Timbre.Sustained(
                            new SustainedTone(List.of(1.0, 0.7, 0.65, 0.35, 0.45, 0.3, 0.2), 1.6, 4_200, 4),
                            0.06,
                            0.2)),
            Map.entry(
                    "flute",
                    new Timbre.Sustained(
                            new SustainedTone(List.of(1.0, 0.42, 0.16, 0.07, 0.03, 0.012), 2.5, 5_500, 3), 0.05, 0.14)),
            Map.entry(
                    "oboe",
                    new Timbre.Sustained(
                            new SustainedTone(List.of(0.5, 0.75, 1.0, 0.62, 0.4, 0.26, 0.2, 0.16), 2.0, 4_500, 2.5),
                            0.04,
                            0.12)),
            Map.entry(
                    "clarinet",
                    new Timbre.Sustained(
                            new SustainedTone(List.of(1.0, 0.06, 0.6, 0.08, 0.36, 0.1, 0.2, 0.08), 2.2, 4_000, 2),
                            0.05,
                            0.12)),
            Map.entry(
                    "bassoon",
                    new Timbre.Sustained(
                            new SustainedTone(List.of(0.45, 0.9, 1.0, 0.75, 0.45, 0.3, 0.18), 2.0, 2_200, 2.5),
                            0.04,
                            0.12)),
            Map.entry(
                    "horn",
                    new Timbre.Sustained(
                            new SustainedTone(List.of(1.0, 0.8, 0.5, 0.3, 0.16, 0.08), 2.4, 1_900, 3), 0.06, 0.2)),
            Map.entry(
                    "choir",
                    new Timbre.Sustained(
                            new SustainedTone(List.of(1.0, 0.5, 0.32, 0.12, 0.08, 0.05), 2.0, 2_600, 14), 0.12, 0.4))));

    private static final List<String> NAMES = List.copyOf(TIMBRES.keySet());

    private final Map<String, byte[]> samples = new ConcurrentHashMap<>();

    /** The MIDI program of an instrument. */
    static int program(String instrument) {
        Timbre _ = timbre(instrument);
        return NAMES.indexOf(instrument);
    }

    private static Timbre timbre(String instrument) {
        Timbre timbre = TIMBRES.get(instrument);
        if (timbre == null) {
            throw new IllegalArgumentException("instrument: %s (expected: one of %s)".formatted(instrument, NAMES));
        }
        return timbre;
    }

    /** The sound bank with these instruments. */
    Soundbank soundbank(List<String> instruments) {
        SF2Soundbank bank = new SF2Soundbank();
        bank.setName("Legato");
        for (String name : instruments.stream().distinct().toList()) {
            SF2Layer layer = new SF2Layer(bank);
            layer.setName(name);
            Timbre timbre = timbre(name);
            int zone = timbre instanceof Timbre.Struck ? 3 : 4;
            for (int low = LOWEST; low <= HIGHEST; low += zone) {
                addZone(
                        bank,
                        layer,
                        timbre,
                        low == LOWEST ? 0 : low,
                        low + zone - 1 > HIGHEST ? 127 : low + zone - 1,
                        low + 1);
            }
            bank.addResource(layer);
            SF2Instrument instrument = new SF2Instrument(bank);
            instrument.setName(name);
            instrument.setPatch(new Patch(0, program(name)));
            SF2InstrumentRegion region = new SF2InstrumentRegion();
            region.setLayer(layer);
            instrument.getRegions().add(region);
            bank.addInstrument(instrument);
        }
        return bank;
    }

    private void addZone(SF2Soundbank bank, SF2Layer layer, Timbre timbre, int low, int high, int key) {
        SF2Sample sample = new SF2Sample(bank);
        sample.setName(layer.getName() + key);
        sample.setSampleRate(SAMPLE_RATE);
        sample.setOriginalPitch(key);
        SF2LayerRegion region = new SF2LayerRegion();
        byte[] pcm = samples.computeIfAbsent(sample.getName(), _ -> pcm(timbre, key));
        sample.setData(pcm);
        switch (timbre) {
            case Timbre.Struck struck -> {
                region.putInteger(SF2Region.GENERATOR_SAMPLEMODES, 0);
                region.putShort(SF2Region.GENERATOR_RELEASEVOLENV, timecents(struck.releaseSeconds()));
            }
            case Timbre.Sustained sustained -> {
                sample.setStartLoop(0);
                sample.setEndLoop(pcm.length / 2);
                region.putInteger(SF2Region.GENERATOR_SAMPLEMODES, 1);
                region.putShort(SF2Region.GENERATOR_ATTACKVOLENV, timecents(sustained.attackSeconds()));
                region.putShort(SF2Region.GENERATOR_RELEASEVOLENV, timecents(sustained.releaseSeconds()));
            }
        }
        bank.addResource(sample);
        region.putBytes(SF2Region.GENERATOR_KEYRANGE, new byte[] {(byte) low, (byte) high});
        region.setSample(sample);
        layer.getRegions().add(region);
    }

    private static byte[] pcm(Timbre timbre, int key) {
        double frequency = 440 * StrictMath.pow(2, (key - 69) / 12.0);
        return Samples.pcm16(
                switch (timbre) {
                    case Timbre.Struck struck -> {
                        StruckString string = struck.string();
                        double ringing = string.decaySeconds() * 3.2 * StrictMath.pow(261.6 / frequency, 0.75);
                        yield string.render(frequency, Math.clamp(ringing, 0.8, 7), SAMPLE_RATE, key);
                    }
                    case Timbre.Sustained sustained -> sustained.tone().render(frequency, LOOP_BITS, SAMPLE_RATE, key);
                });
    }

    private static short timecents(double seconds) {
        return (short) Math.round(1200 * StrictMath.log(seconds) / StrictMath.log(2));
    }
}
