package dev.legato.demo.score;

import dev.legato.demo.score.Element.Touch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a voice's music, written as in LilyPond, octaves absolute:
 *
 * <table>
 * <caption>Notation</caption>
 * <tr><td>{@code c d e f g a b}</td><td>the octave below middle C; {@code c'} is middle C, {@code c,} an octave lower</td></tr>
 * <tr><td>{@code fis bes}</td><td>sharp, flat ({@code es} and {@code as} for E and A flat too)</td></tr>
 * <tr><td>{@code c4 d8. e}</td><td>quarter, dotted eighth; a length holds until the next one</td></tr>
 * <tr><td>{@code r4 s2}</td><td>rests</td></tr>
 * <tr><td>{@code <c e g>2}</td><td>chord</td></tr>
 * <tr><td>{@code c1~}</td><td>tied to the next</td></tr>
 * <tr><td>{@code c4-. c-- c-> <c e g>-r}</td><td>staccato, tenuto, accent, rolled</td></tr>
 * <tr><td>{@code |}</td><td>the end of a bar</td></tr>
 * <tr><td>{@code \pp … \ff}, {@code \<}</td><td>dynamics; loudness moves to the next mark</td></tr>
 * <tr><td>{@code \3 c8 d e \1}</td><td>triplets, until {@code \1}: three in the time of two</td></tr>
 * <tr><td>{@code [c8 e]*2}</td><td>twice; may be nested</td></tr>
 * <tr><td>{@code $name}</td><td>a macro</td></tr>
 * <tr><td>{@code \tempo:4=60 \slow:0.5}</td><td>everybody's tempo; slowing until the section ends</td></tr>
 * </table>
 */
final class MusicReader {
    private static final int MAX_TEXT = 1 << 16;
    private static final Pattern MACRO = Pattern.compile("\\$([A-Za-z0-9]+)");
    private static final Pattern REPEAT = Pattern.compile("\\[([^\\[\\]]*)]\\*(\\d{1,2})");
    /** A chord holds blanks; a hairpin is no chord. */
    private static final Pattern TOKEN = Pattern.compile("<[^>]+>\\S*|\\S+");

    private static final Pattern SOUND =
            Pattern.compile("(?:<([^>]+)>|([a-g][a-z]*[',]*|[rs]))(\\d+\\.*)?(~?)((?:-[.>r-])*)(~?)");
    private static final Pattern PITCH = Pattern.compile("([a-g])(isis|eses|is|es|s)?('*|,*)");
    private static final Map<String, Integer> VELOCITIES =
            Map.of("\\ppp", 30, "\\pp", 41, "\\p", 53, "\\mp", 65, "\\mf", 77, "\\f", 91, "\\ff", 105, "\\fff", 117);
    private static final String STEPS = "c d ef g a b";
    private static final int MIDI_OF_C = 48;

    private final String where;
    private final List<Bar> bars = new ArrayList<>();
    private List<Element> bar = new ArrayList<>();
    private int length = Score.QUARTER;
    private boolean triplets;

    private MusicReader(String where) {
        this.where = where;
    }

    static List<Bar> read(String where, String text, Map<String, String> macros) {
        MusicReader reader = new MusicReader(where);
        Matcher tokens = TOKEN.matcher(expand(where, text, macros));
        while (tokens.find()) {
            reader.token(tokens.group());
        }
        return reader.finish();
    }

    private static String expand(String where, String text, Map<String, String> macros) {
        String expanded = text;
        for (Matcher macro = MACRO.matcher(expanded); macro.find(); macro = MACRO.matcher(expanded)) {
            String value = macros.get(macro.group(1));
            if (value == null) {
                throw new ScoreException(where, "no macro $" + macro.group(1));
            }
            expanded = bounded(where, replaced(expanded, macro, value));
        }
        for (Matcher repeat = REPEAT.matcher(expanded); repeat.find(); repeat = REPEAT.matcher(expanded)) {
            String value = (repeat.group(1) + " ").repeat(Integer.parseInt(repeat.group(2)));
            expanded = bounded(where, replaced(expanded, repeat, value));
        }
        return expanded;
    }

    private static String replaced(String text, Matcher match, String value) {
        return text.substring(0, match.start()) + " " + value + " " + text.substring(match.end());
    }

    private static String bounded(String where, String text) {
        if (text.length() > MAX_TEXT) {
            throw new ScoreException(where, "longer than %d characters".formatted(MAX_TEXT));
        }
        return text;
    }

    private void token(String token) {
        if (token.equals("|")) {
            bars.add(new Bar(bar));
            bar = new ArrayList<>();
        } else if (token.startsWith("\\")) {
            command(token);
        } else {
            bar.add(sound(token));
        }
    }

    private List<Bar> finish() {
        boolean sounds = bar.stream().anyMatch(Element.Sound.class::isInstance);
        if (sounds || bars.isEmpty()) {
            bars.add(new Bar(bar));
        } else if (!bar.isEmpty()) {
            // Marks behind the last bar line stand at its end.
            List<Element> last = new ArrayList<>(bars.removeLast().elements());
            last.addAll(bar);
            bars.add(new Bar(last));
        }
        return bars;
    }

    private void command(String token) {
        Integer velocity = VELOCITIES.get(token);
        if (velocity != null) {
            bar.add(new Element.Dynamic(velocity));
        } else if (token.equals("\\<") || token.equals("\\>")) {
            bar.add(new Element.Hairpin());
        } else if (token.equals("\\3")) {
            triplets = true;
        } else if (token.equals("\\1")) {
            triplets = false;
        } else if (token.startsWith("\\tempo:")) {
            bar.add(new Element.Tempo(tempo(where, token.substring("\\tempo:".length()))));
        } else if (token.startsWith("\\slow:")) {
            bar.add(new Element.Slowing(Double.parseDouble(token.substring("\\slow:".length()))));
        } else {
            throw new ScoreException(where, "'%s' in bar %d is no command".formatted(token, bars.size() + 1));
        }
    }

    private Element.Sound sound(String token) {
        Matcher matcher = SOUND.matcher(token);
        if (!matcher.matches()) {
            throw new ScoreException(where, "'%s' in bar %d is no note".formatted(token, bars.size() + 1));
        }
        if (matcher.group(3) != null) {
            length = ticks(matcher.group(3));
        }
        List<Integer> keys = new ArrayList<>();
        String pitches = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
        if (!pitches.equals("r") && !pitches.equals("s")) {
            for (String pitch : pitches.strip().split("\\s+", -1)) {
                keys.add(key(pitch));
            }
        }
        String marks = matcher.group(5);
        Touch touch = marks.contains("-.")
                ? Touch.STACCATO
                : marks.contains("->") ? Touch.ACCENT : marks.contains("--") ? Touch.TENUTO : Touch.PLAIN;
        boolean tied = !matcher.group(4).isEmpty() || !matcher.group(6).isEmpty();
        return new Element.Sound(triplets ? length * 2 / 3 : length, keys, touch, tied, marks.contains("-r"));
    }

    private int key(String pitch) {
        Matcher matcher = PITCH.matcher(pitch);
        if (!matcher.matches()) {
            throw new ScoreException(where, "'%s' in bar %d is no pitch".formatted(pitch, bars.size() + 1));
        }
        String accidental = matcher.group(2) == null ? "" : matcher.group(2);
        int shift =
                switch (accidental) {
                    case "is" -> 1;
                    case "isis" -> 2;
                    case "es", "s" -> -1;
                    case "eses" -> -2;
                    default -> 0;
                };
        String octave = matcher.group(3);
        int octaves = octave.startsWith(",") ? -octave.length() : octave.length();
        return MIDI_OF_C + STEPS.indexOf(matcher.group(1)) + shift + 12 * octaves;
    }

    private int ticks(String text) {
        int dots = (int) text.chars().filter(c -> c == '.').count();
        int value = Integer.parseInt(text.substring(0, text.length() - dots));
        if (value < 1 || value > 64 || Integer.bitCount(value) != 1) {
            throw new ScoreException(where, "length %s (expected: 1, 2, 4 … 64, dots)".formatted(text));
        }
        int plain = Score.WHOLE / value;
        return 2 * plain - (plain >> dots);
    }

    /** The quarters a minute of a tempo such as {@code 4.=60}. */
    static double tempo(String where, String text) {
        String[] parts = text.strip().split("=", 2);
        if (parts.length != 2) {
            throw new ScoreException(where, "tempo %s (expected: such as 4=120)".formatted(text));
        }
        return Double.parseDouble(parts[1]) * new MusicReader(where).ticks(parts[0]) / Score.QUARTER;
    }
}
