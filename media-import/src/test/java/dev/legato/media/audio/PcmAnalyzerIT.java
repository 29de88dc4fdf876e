package dev.legato.media.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.legato.contracts.ImportedTrack.Loudness;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is heard, beside what ffmpeg's {@code ebur128} says of the same. */
@Timeout(120)
class PcmAnalyzerIT {
    private static final Limits LIMITS = Limits.of(Duration.ofSeconds(60));

    private final Ffmpeg ffmpeg;

    PcmAnalyzerIT() throws IOException {
        ffmpeg = Ffmpeg.load();
    }

    private static double last(String metadata, String name) {
        return Pattern.compile("^lavfi\\.r128\\.%s=(.*)$".formatted(name), Pattern.MULTILINE)
                .matcher(metadata)
                .results()
                .reduce((_, later) -> later)
                .map(match -> Double.parseDouble(match.group(1)))
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "2; 44100; anoisesrc=d=15:c=pink:r=44100:a=0.3:seed=1,stereotools=balance_in=0.3",
                "1; 48000; anoisesrc=d=15:c=brown:r=48000:a=0.9:seed=2,tremolo=f=0.2:d=0.9",
                "2; 8000; aevalsrc=0.5*sin(t*t*200)|0.2*sin(t*t*100):s=8000:d=12",
                "2; 96000; aevalsrc=0.7*sin(2*PI*9000*t)*mod(floor(t/4)\\,2)|0.1*random(0):s=96000:d=16",
                "6; 48000; aevalsrc=0.1*sin(900*t)|0.2*sin(800*t)|0.1*sin(700*t)|0.9*sin(600*t)|0.3*sin(5000*t)|0.1*random(0)"
                        + ":s=48000:d=8:c=5.1"
            })
    void to_sound_isWhatFfmpegMeasures(int channels, int rate, String source) throws Exception {
        List<String> input = List.of("-f", "lavfi", "-i", source);
        List<String> arguments = new ArrayList<>(input);
        arguments.addAll(PcmAnalyzer.arguments(channels));
        Loudness heard = ffmpeg.read(LIMITS, arguments, pcm -> PcmAnalyzer.analyze(pcm, channels, rate))
                .loudness();
        assertNotNull(heard);
        List<String> measured = new ArrayList<>(input);
        measured.addAll(List.of("-af", "ebur128=peak=true:metadata=1,ametadata=mode=print:file=-", "-f", "null", "-"));
        String metadata = new String(ffmpeg.run(LIMITS, measured), StandardCharsets.UTF_8);
        assertEquals(last(metadata, "I"), heard.integratedLufs(), 0.1);
        assertEquals(last(metadata, "LRA"), heard.rangeLu(), 0.6);
        double peak = 0;
        for (int channel = 0; channel < channels; channel++) {
            peak = Math.max(peak, last(metadata, "true_peaks_ch" + channel));
        }
        assertEquals(20 * Math.log10(peak), heard.truePeakDbtp(), 0.2);
    }

    @Test
    void to_noNumbersAndWhatIsTooLoud_areLeftOut() throws IOException {
        float[] samples = {Float.NaN, 0.5f, Float.POSITIVE_INFINITY, -1e30f};
        ByteBuffer pcm = ByteBuffer.allocate(samples.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        pcm.asFloatBuffer().put(samples);
        AudioAnalysis analysis = PcmAnalyzer.analyze(new ByteArrayInputStream(pcm.array()), 1, 44_100);
        assertEquals(4, analysis.samples());
        assertEquals(255, analysis.peaks().getFirst());
        assertNotNull(analysis.loudness());
        assertEquals(30, analysis.loudness().truePeakDbtp(), 6);
    }

    @Test
    void to_nothing_isSilence() throws IOException {
        AudioAnalysis analysis = PcmAnalyzer.analyze(new ByteArrayInputStream(new byte[0]), 2, 44_100);
        assertNull(analysis.loudness());
        assertEquals(Collections.nCopies(AudioAnalysis.PEAKS, 0), analysis.peaks());
    }
}
