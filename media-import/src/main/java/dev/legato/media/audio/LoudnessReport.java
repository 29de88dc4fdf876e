package dev.legato.media.audio;

import dev.legato.contracts.ImportedTrack.Histogram;
import dev.legato.contracts.ImportedTrack.Loudness;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what ffmpeg's {@code ebur128} filter says of a track. */
final class LoudnessReport {
    /** EBU R 128's absolute gate: what is quieter counts as silence. */
    private static final double SILENCE_LUFS = -70;

    private static final String SUMMARY = "Summary:";
    private static final Pattern LINE = Pattern.compile("^lavfi\\.r128\\.[MS]=(-?\\d+\\.?\\d*)$");
    private static final Pattern INTEGRATED = Pattern.compile("\\bI:\\s+(-?\\d+\\.?\\d*) LUFS");
    private static final Pattern RANGE = Pattern.compile("\\bLRA:\\s+(\\d+\\.?\\d*) LU\\b");
    private static final Pattern TRUE_PEAK = Pattern.compile("\\bPeak:\\s+(-?\\d+\\.?\\d*) dBFS");

    private LoudnessReport() {}

    /** The filter, which writes a line for each 100 ms into two files of its working directory. */
    static String filter(String momentary, String shortTerm) {
        return ("ebur128=peak=true:framelog=quiet:metadata=1,ametadata=mode=print:key=lavfi.r128.M:file=%s"
                        + ",ametadata=mode=print:key=lavfi.r128.S:file=%s")
                .formatted(momentary, shortTerm);
    }

    /**
     * A track's loudness; null if there is nothing to hear.
     *
     * @param messages what ffmpeg said, its end at least
     */
    static @Nullable Loudness read(String messages, Path momentary, Path shortTerm) throws IOException {
        String summary = messages.substring(Math.max(0, messages.lastIndexOf(SUMMARY)));
        Double integrated = number(INTEGRATED, summary);
        Double range = number(RANGE, summary);
        Double truePeak = number(TRUE_PEAK, summary);
        if (integrated == null || range == null || truePeak == null || integrated <= SILENCE_LUFS) {
            return null;
        }
        return new Loudness(integrated, truePeak, range, histogram(momentary), histogram(shortTerm));
    }

    /** Of the lines {@code lavfi.r128.M=-25.160}; silence is left out, which every gate does. */
    private static Histogram histogram(Path file) throws IOException {
        TreeMap<Integer, Integer> counts = new TreeMap<>();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Double lufs = number(LINE, line);
                if (lufs != null && lufs >= SILENCE_LUFS) {
                    counts.merge((int) Math.round(10 * lufs), 1, Integer::sum);
                }
            }
        }
        List<Integer> all = new ArrayList<>();
        int lowest = counts.isEmpty() ? 0 : counts.firstKey();
        for (int tenth = lowest; !counts.isEmpty() && tenth <= counts.lastKey(); tenth++) {
            all.add(counts.getOrDefault(tenth, 0));
        }
        return new Histogram(lowest, all);
    }

    private static @Nullable Double number(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Double.valueOf(matcher.group(1)) : null;
    }
}
