package dev.legato.media.tags;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A cue sheet: where the tracks of an album begin in its files, and what they are called.
 *
 * <pre>
 * PERFORMER "The Sine"
 * TITLE "Waves"
 * FILE "album.flac" WAVE
 *   TRACK 01 AUDIO
 *     TITLE "First"
 *     INDEX 01 00:00:00
 *   TRACK 02 AUDIO
 *     INDEX 00 03:59:70       a pause, which belongs to the track before it
 *     INDEX 01 04:01:33       minutes, seconds, and frames of 1/75 s
 * </pre>
 *
 * <p>Source: the CDRWIN user's guide, appendix A, and the REM fields that rippers write.
 */
public final class CueSheet {
    /** Frames to a second. */
    public static final int FRAMES = 75;

    /** What stands for a character that cannot be told; a text that has one is left out. */
    static final char UNKNOWN = '\uFFFD';

    private static final int MAX_TRACKS = 99;
    private static final int MAX_LINES = 10_000;
    private static final Pattern LINE = Pattern.compile("\\s*([A-Za-z]+)\\s+(.*?)\\s*");
    private static final Pattern FILE = Pattern.compile("\"([^\"]+)\".*|(\\S+).*");
    private static final Pattern TRACK = Pattern.compile("(\\d{1,2})\\s+(\\S+)");
    private static final Pattern INDEX = Pattern.compile("(\\d{1,2})\\s+(\\d{1,3}):([0-5]?\\d):(\\d{1,2})");
    private static final Pattern REMARK = Pattern.compile("(\\S+)\\s+(.*)");

    private final Map<TagName, List<String>> album = new EnumMap<>(TagName.class);
    private final List<Part> parts = new ArrayList<>();

    /** A sheet that breaks its form; the message says where and what would be right. */
    public static final class MalformedException extends Exception {
        MalformedException(int line, String message) {
            super("line %d: %s".formatted(line, message));
        }
    }

    /**
     * A file the sheet names, and the tracks that begin in it, each behind the one before.
     *
     * @param file without folders
     */
    public record Part(String file, List<Track> tracks) {
        public Part {
            tracks = List.copyOf(tracks);
        }
    }

    /** A track: where it begins in its file, in frames, and what the sheet says of it. */
    public static final class Track {
        private final int number;
        private final int line;
        private final Map<TagName, List<String>> values = new EnumMap<>(TagName.class);
        private @Nullable Long start;

        private Track(int number, int line) {
            this.number = number;
            this.line = line;
        }

        public int number() {
            return number;
        }

        /** In frames. */
        public long start() {
            return start == null ? 0 : start;
        }
    }

    private CueSheet() {}

    /** The files it names, in order, each with a track at least. */
    public List<Part> parts() {
        return List.copyOf(parts);
    }

    /**
     * Reads a sheet. What it does not need to know is passed over.
     *
     * @throws MalformedException if a track or an index is not of their form or order
     */
    public static CueSheet parse(String text) throws MalformedException {
        CueSheet sheet = new CueSheet();
        Reading reading = sheet.new Reading();
        for (String line : text.lines().limit(MAX_LINES).toList()) {
            reading.line(line);
        }
        reading.end();
        return sheet;
    }

    /** What it says of a track, over what the file says of itself. */
    Map<TagName, List<String>> over(Map<TagName, List<String>> file, Part part, Track track) {
        Map<TagName, List<String>> values = new EnumMap<>(TagName.class);
        values.putAll(file);
        TagName.OF_A_TRACK.forEach(values::remove);
        values.putAll(album);
        values.put(TagName.TITLE, List.of("Track " + track.number));
        values.put(TagName.TRACK, List.of(Integer.toString(track.number)));
        values.put(TagName.TRACK_TOTAL, List.of(Integer.toString(part.tracks().size())));
        if (album.containsKey(TagName.ALBUM_ARTIST)) {
            values.put(TagName.ARTIST, album.getOrDefault(TagName.ALBUM_ARTIST, List.of()));
        }
        values.putAll(track.values);
        return values;
    }

    private final class Reading {
        private @Nullable String file;
        private @Nullable Track track;
        private boolean audio = true;
        private List<Track> tracks = new ArrayList<>();
        private int number;
        private int count;

        void line(String line) throws MalformedException {
            number++;
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                return;
            }
            String rest = matcher.group(2);
            switch (matcher.group(1).toUpperCase(Locale.ROOT)) {
                case "FILE" -> file(rest);
                case "TRACK" -> track(rest);
                case "INDEX" -> index(rest);
                case "TITLE" -> text(track == null ? TagName.ALBUM : TagName.TITLE, rest);
                case "PERFORMER" -> text(track == null ? TagName.ALBUM_ARTIST : TagName.ARTIST, rest);
                case "ISRC" -> text(TagName.ISRC, rest);
                case "REM" -> remark(rest);
                default -> {}
            }
        }

        void end() throws MalformedException {
            endTrack();
            endFile();
            if (parts.isEmpty()) {
                throw new MalformedException(number, "no track (expected: TRACK 01 AUDIO and INDEX 01 00:00:00)");
            }
        }

        private void file(String rest) {
            endFile();
            Matcher matcher = FILE.matcher(rest);
            String name = matcher.matches() ? (matcher.group(1) != null ? matcher.group(1) : matcher.group(2)) : rest;
            file = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        }

        private void track(String rest) throws MalformedException {
            endTrack();
            Matcher matcher = TRACK.matcher(rest);
            if (!matcher.matches() || file == null || ++count > MAX_TRACKS) {
                throw new MalformedException(
                        number, "TRACK %s (expected: after FILE, 1 to %d and AUDIO)".formatted(rest, MAX_TRACKS));
            }
            track = new Track(Integer.parseInt(matcher.group(1)), number);
            audio = matcher.group(2).equalsIgnoreCase("AUDIO");
        }

        private void index(String rest) throws MalformedException {
            Matcher matcher = INDEX.matcher(rest);
            if (track == null || !matcher.matches() || Integer.parseInt(matcher.group(4)) >= FRAMES) {
                throw new MalformedException(
                        number,
                        "INDEX %s (expected: in a TRACK, such as 01 04:01:33, frames below 75)".formatted(rest));
            }
            if (Integer.parseInt(matcher.group(1)) == 1 && audio) {
                begin(
                        track,
                        (Long.parseLong(matcher.group(2)) * 60 + Long.parseLong(matcher.group(3))) * FRAMES
                                + Long.parseLong(matcher.group(4)));
            }
        }

        private void begin(Track begun, long start) throws MalformedException {
            if (begun.start != null || (!tracks.isEmpty() && tracks.getLast().start() >= start)) {
                throw new MalformedException(number, "INDEX 01 (expected: once a track, behind the one before)");
            }
            begun.start = start;
            tracks.add(begun);
        }

        private void remark(String rest) {
            Matcher matcher = REMARK.matcher(rest);
            if (matcher.matches()) {
                switch (matcher.group(1).toUpperCase(Locale.ROOT)) {
                    case "GENRE" -> text(TagName.GENRE, matcher.group(2));
                    case "DATE" -> text(TagName.YEAR, matcher.group(2));
                    case "DISCNUMBER" -> text(TagName.DISC, matcher.group(2));
                    case "TOTALDISCS" -> text(TagName.DISC_TOTAL, matcher.group(2));
                    default -> {}
                }
            }
        }

        private void text(TagName name, String quoted) {
            String text = quoted.length() > 1 && quoted.startsWith("\"") && quoted.endsWith("\"")
                    ? quoted.substring(1, quoted.length() - 1)
                    : quoted;
            if (!text.isBlank() && text.indexOf(UNKNOWN) < 0) {
                (track == null ? album : track.values).put(name, List.of(text));
            }
        }

        private void endTrack() throws MalformedException {
            if (track != null && audio && track.start == null) {
                throw new MalformedException(track.line, "TRACK %d has no INDEX 01".formatted(track.number));
            }
            track = null;
        }

        private void endFile() {
            if (file != null && !tracks.isEmpty()) {
                parts.add(new Part(file, tracks));
            }
            tracks = new ArrayList<>();
        }
    }
}
