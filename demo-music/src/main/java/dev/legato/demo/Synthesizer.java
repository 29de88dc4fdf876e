package dev.legato.demo;

import com.sun.media.sound.SoftSynthesizer;
import dev.legato.demo.score.Performance;
import dev.legato.demo.score.Score;
import dev.legato.demo.score.Voice;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import javax.sound.midi.InvalidMidiDataException;
import javax.sound.midi.MidiUnavailableException;
import javax.sound.midi.Receiver;
import javax.sound.midi.ShortMessage;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;

/** Plays a performance by the JDK's software synthesizer, as fast as the processor can. */
final class Synthesizer {
    static final int SAMPLE_RATE = 44_100;
    static final int CHANNELS = 2;

    /** Silence before the first note, and what rings on after the last bar. */
    static final double LEAD_SECONDS = 0.25;

    static final double TAIL_SECONDS = 3.5;

    private static final int FRAME_BYTES = CHANNELS * Float.BYTES;
    private static final int DRUM_CHANNEL = 9;
    private static final int VOLUME = 7;
    private static final int PAN = 10;
    private static final int SUSTAIN = 64;
    private static final int REVERB = 91;
    private static final int CHORUS = 93;
    private static final int REVERB_LEVEL = 58;

    private Synthesizer() {}

    /**
     * What came out.
     *
     * @param peak the largest sample, 1 is full scale
     * @param loudness root mean square of the parts that are not near silence
     */
    record Rendered(long frames, double peak, double loudness) {}

    /** Writes the sound as little-endian 32-bit floats, two channels. */
    static Rendered render(Orchestra orchestra, Score score, Performance performance, OutputStream out)
            throws IOException {
        AudioFormat format = new AudioFormat(
                AudioFormat.Encoding.PCM_FLOAT, SAMPLE_RATE, Float.SIZE, CHANNELS, FRAME_BYTES, SAMPLE_RATE, false);
        Map<String, Object> settings = Map.of(
                "load default soundbank",
                false,
                "auto gain control",
                false,
                "interpolation",
                "cubic",
                "max polyphony",
                128);
        List<String> instruments =
                score.voices().stream().map(Voice::instrument).toList();
        SoftSynthesizer synthesizer = new SoftSynthesizer();
        try {
            AudioInputStream sound = synthesizer.openStream(format, settings);
            if (!synthesizer.loadAllInstruments(orchestra.soundbank(instruments))) {
                throw new IOException("the synthesizer refuses the sound bank");
            }
            send(score, performance, synthesizer.getReceiver());
            double seconds = LEAD_SECONDS + performance.durationMicros() / 1e6 + TAIL_SECONDS;
            return copy(sound, (long) (seconds * SAMPLE_RATE), out);
        } catch (MidiUnavailableException | InvalidMidiDataException e) {
            throw new IOException("the JDK's synthesizer does not play", e);
        } finally {
            synthesizer.close();
        }
    }

    private static void send(Score score, Performance performance, Receiver receiver) throws InvalidMidiDataException {
        for (int voice = 0; voice < score.voices().size(); voice++) {
            Voice played = score.voices().get(voice);
            int channel = channel(voice);
            int program = Orchestra.program(played.instrument());
            receiver.send(new ShortMessage(ShortMessage.PROGRAM_CHANGE, channel, program, 0), 0);
            control(receiver, channel, VOLUME, 100, 0);
            control(receiver, channel, PAN, (int) Math.round(64 + 63 * played.pan()), 0);
            control(receiver, channel, REVERB, REVERB_LEVEL, 0);
            control(receiver, channel, CHORUS, 0, 0);
        }
        for (Performance.PedalChange pedal : performance.pedals()) {
            control(receiver, channel(pedal.voice()), SUSTAIN, pedal.down() ? 127 : 0, at(pedal.atMicros()));
        }
        for (Performance.Note note : performance.notes()) {
            int channel = channel(note.voice());
            receiver.send(
                    new ShortMessage(ShortMessage.NOTE_ON, channel, note.key(), note.velocity()),
                    at(note.startMicros()));
            receiver.send(new ShortMessage(ShortMessage.NOTE_OFF, channel, note.key(), 0), at(note.endMicros()));
        }
    }

    private static void control(Receiver receiver, int channel, int controller, int value, long micros)
            throws InvalidMidiDataException {
        receiver.send(new ShortMessage(ShortMessage.CONTROL_CHANGE, channel, controller, value), micros);
    }

    private static long at(long micros) {
        return micros + (long) (LEAD_SECONDS * 1e6);
    }

    private static int channel(int voice) {
        return voice < DRUM_CHANNEL ? voice : voice + 1;
    }

    private static Rendered copy(AudioInputStream sound, long frames, OutputStream out) throws IOException {
        byte[] buffer = new byte[FRAME_BYTES * 4096];
        double peak = 0;
        double power = 0;
        long loudBlocks = 0;
        for (long left = frames; left > 0; ) {
            int wanted = (int) Math.min(buffer.length, left * FRAME_BYTES);
            int read = sound.readNBytes(buffer, 0, wanted);
            if (read < wanted) {
                throw new IOException("the synthesizer stopped early");
            }
            ByteBuffer samples = ByteBuffer.wrap(buffer, 0, read).order(ByteOrder.LITTLE_ENDIAN);
            double block = 0;
            while (samples.hasRemaining()) {
                float sample = samples.getFloat();
                peak = Math.max(peak, Math.abs(sample));
                block += sample * sample;
            }
            double blockPower = block * Float.BYTES / read;
            if (blockPower > 1e-6) {
                power += blockPower;
                loudBlocks++;
            }
            out.write(buffer, 0, read);
            left -= read / FRAME_BYTES;
        }
        return new Rendered(frames, peak, Math.sqrt(power / Math.max(1, loudBlocks)));
    }
}
