package dev.legato.demo.score;

import dev.legato.demo.score.Voice.Pedal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads a score. Line by line; {@code #} starts a comment; the music itself is a small part of LilyPond's language, see
 * {@link MusicReader}.
 *
 * <pre>
 * title    Ode to Joy
 * composer Ludwig van Beethoven
 * year     1824
 * genre    classical
 * meter    4/4                          beats and their note value
 * tempo    4=108                        that many of this note value a minute
 * voice    melody strings level=1.2 pan=-0.2
 * voice    bass   bassoon pedal=bar     the sustain pedal, changed each bar, half or beat
 * voice    high   flute octave=1        sounds an octave higher than written
 * let      walk = c8 d e f              what $walk stands for below
 *
 * section A                             meter can change: section A 3/4
 *   melody: \p e'4 e' f' g' | g' f' e' d' |
 *   bass:   c2 g, | [c4 g,]*2 |
 *
 * play A A                              the order, repeats written out
 * </pre>
 *
 * <p>A line that starts with a voice's name goes on with its music. All voices of a section have the same bars; every
 * bar fills the meter, but the first and the last of a section may be short when they fill one with their neighbour.
 */
public final class ScoreParser {
    private static final Meter COMMON_TIME = new Meter(4, 4);

    private final Map<String, String> header = new HashMap<>();
    private final Map<String, Voice> voices = new LinkedHashMap<>();
    private final Map<String, String> macros = new HashMap<>();
    private final Map<String, Meter> meters = new HashMap<>();
    private final Map<String, Map<String, StringBuilder>> music = new LinkedHashMap<>();
    private String section = "";

    private ScoreParser() {}

    /**
     * Reads a score.
     *
     * @throws ScoreException if it is not written as it should be, with the place and what is wrong
     */
    public static Score parse(String text) {
        ScoreParser parser = new ScoreParser();
        int number = 0;
        for (String raw : text.lines().toList()) {
            number++;
            String line = raw.replaceFirst("(^|\\s)#.*", "").strip();
            if (!line.isEmpty()) {
                parser.line("line " + number, line);
            }
        }
        return parser.score();
    }

    private void line(String where, String line) {
        String[] parts = line.split("\\s+", 2);
        String word = parts[0];
        String rest = parts.length > 1 ? parts[1] : "";
        switch (word) {
            case "title", "composer", "year", "genre", "meter", "tempo", "play" -> header.put(word, rest);
            case "voice" -> voice(where, rest);
            case "let" -> {
                String[] macro = rest.split("\\s*=\\s*", 2);
                macros.put(macro[0], macro.length > 1 ? macro[1] : "");
            }
            case "section" -> {
                String[] named = rest.split("\\s+", 2);
                section = named[0];
                music.put(section, new LinkedHashMap<>());
                meters.put(section, meter(where, named.length > 1 ? named[1] : header.getOrDefault("meter", "4/4")));
            }
            default -> music(where, word, rest);
        }
    }

    private void music(String where, String word, String rest) {
        String name = word.substring(0, word.length() - 1);
        Map<String, StringBuilder> lines = music.get(section);
        if (!word.endsWith(":") || !voices.containsKey(name) || lines == null) {
            throw new ScoreException(where, "'%s' (expected: a keyword, or a voice in a section)".formatted(word));
        }
        lines.computeIfAbsent(name, _ -> new StringBuilder()).append(rest).append(' ');
    }

    private void voice(String where, String rest) {
        String[] words = rest.split("\\s+");
        if (words.length < 2) {
            throw new ScoreException(where, "voice %s (expected: a name and an instrument)".formatted(rest));
        }
        Map<String, String> options = new HashMap<>();
        for (String option : Arrays.asList(words).subList(2, words.length)) {
            String[] pair = option.split("=", 2);
            options.put(pair[0], pair.length > 1 ? pair[1] : "");
        }
        Pedal pedal =
                switch (options.getOrDefault("pedal", "none")) {
                    case "none" -> Pedal.NONE;
                    case "bar" -> Pedal.EACH_BAR;
                    case "half" -> Pedal.EACH_HALF_BAR;
                    case "beat" -> Pedal.EACH_BEAT;
                    default -> throw new ScoreException(where, "pedal (expected: none, bar, half or beat)");
                };
        double level = number(where, options.getOrDefault("level", "1"));
        int octave = (int) number(where, options.getOrDefault("octave", "0"));
        double pan = number(where, options.getOrDefault("pan", "0"));
        voices.put(words[0], new Voice(words[0], words[1].toLowerCase(Locale.ROOT), level, octave, pan, pedal));
    }

    private Score score() {
        Map<String, Section> sections = new LinkedHashMap<>();
        music.forEach((name, lines) -> {
            Map<String, List<Bar>> read = new LinkedHashMap<>();
            lines.forEach((voice, text) -> read.put(
                    voice, MusicReader.read("section %s, voice %s".formatted(name, voice), text.toString(), macros)));
            sections.put(name, BarCheck.section(new Section(name, meters.getOrDefault(name, COMMON_TIME), read)));
        });
        List<Section> play = new ArrayList<>();
        for (String name : required("play").split("\\s+", -1)) {
            Section played = sections.get(name);
            if (played == null) {
                throw new ScoreException("play", "no section %s".formatted(name));
            }
            play.add(played);
        }
        BarCheck.joins(play);
        return new Score(
                required("title"),
                required("composer"),
                (int) number("year", required("year")),
                header.getOrDefault("genre", "classical"),
                MusicReader.tempo("tempo", required("tempo")),
                new ArrayList<>(voices.values()),
                play);
    }

    private static Meter meter(String where, String text) {
        String[] parts = text.split("/", 2);
        if (parts.length != 2) {
            throw new ScoreException(where, "meter %s (expected: such as 3/4)".formatted(text));
        }
        return new Meter((int) number(where, parts[0]), (int) number(where, parts[1]));
    }

    private String required(String key) {
        String value = header.get(key);
        if (value == null) {
            throw new ScoreException(key, "missing");
        }
        return value;
    }

    private static double number(String where, String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new ScoreException(where, "'%s' (expected: a number)".formatted(text));
        }
    }
}
