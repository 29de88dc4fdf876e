package dev.legato.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads HLS playlists strictly, tag by tag (RFC 8216bis §4), and takes nothing it does not know. */
final class HlsCheck {
    private static final Pattern ATTRIBUTE = Pattern.compile("([A-Z0-9-]+)=(\"[^\"\\r\\n]*\"|[^\",\\s]+)(,|$)");
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,20}");
    private static final Pattern RANGE = Pattern.compile("(\\d+)@(\\d+)");
    private static final Pattern INF = Pattern.compile("(\\d+\\.\\d+),");

    private HlsCheck() {}

    /** A variant stream of a master playlist. */
    record Variant(String uri, long bandwidth, long average, String codecs, int channels) {}

    /** Bytes of a resource. */
    record Range(String uri, long offset, int length) {}

    /** A media segment. */
    record Segment(double seconds, Range range) {}

    /** A media playlist. */
    record Media(int target, Range map, List<Segment> segments) {}

    static List<Variant> master(String text) {
        List<String> lines = lines(text);
        assertEquals("#EXTM3U", lines.getFirst(), "§4.4.1.1");
        Set<String> once = new HashSet<>();
        Map<String, Integer> groups = new LinkedHashMap<>();
        List<Variant> variants = new ArrayList<>();
        for (int at = 1; at < lines.size(); at++) {
            String line = lines.get(at);
            String tag = line.replaceFirst(":.*", "");
            switch (tag) {
                case "#EXT-X-VERSION" -> {
                    assertTrue(once.add(tag), line);
                    assertTrue(Integer.parseInt(value(line)) >= 6, "EXT-X-MAP needs 6 (§8)");
                }
                case "#EXT-X-INDEPENDENT-SEGMENTS" -> assertTrue(once.add(line), line);
                case "#EXT-X-MEDIA" -> {
                    Map<String, String> attributes = attributes(value(line));
                    assertEquals("AUDIO", attributes.get("TYPE"));
                    assertEquals("YES", attributes.get("DEFAULT"));
                    assertEquals("YES", attributes.get("AUTOSELECT"), "if DEFAULT is YES (§4.4.6.1)");
                    assertFalse(quoted(attributes, "NAME").isEmpty());
                    assertFalse(attributes.containsKey("URI"));
                    int channels = Integer.parseInt(quoted(attributes, "CHANNELS"));
                    assertEquals(null, groups.put(quoted(attributes, "GROUP-ID"), channels), "one NAME a group");
                    assertTrue(
                            Set.of("TYPE", "GROUP-ID", "NAME", "DEFAULT", "AUTOSELECT", "CHANNELS")
                                    .containsAll(attributes.keySet()),
                            line);
                }
                case "#EXT-X-STREAM-INF" -> {
                    Map<String, String> attributes = attributes(value(line));
                    assertEquals(Set.of("BANDWIDTH", "AVERAGE-BANDWIDTH", "CODECS", "AUDIO"), attributes.keySet());
                    String uri = lines.get(++at);
                    assertFalse(uri.startsWith("#"), "the URI follows (§4.4.6.2)");
                    Integer channels = groups.get(quoted(attributes, "AUDIO"));
                    assertTrue(channels != null, "AUDIO names a group that is there");
                    variants.add(new Variant(
                            uri,
                            decimal(attributes, "BANDWIDTH"),
                            decimal(attributes, "AVERAGE-BANDWIDTH"),
                            quoted(attributes, "CODECS"),
                            channels));
                }
                default -> throw new AssertionError("no tag of a master playlist: " + line);
            }
        }
        assertEquals(groups.size(), variants.size());
        return variants;
    }

    static Media media(String text) {
        List<String> lines = lines(text);
        assertEquals("#EXTM3U", lines.getFirst());
        assertEquals("#EXT-X-ENDLIST", lines.getLast(), "§4.4.3.4; nothing is added to it");
        Map<String, String> header = new LinkedHashMap<>();
        List<Segment> segments = new ArrayList<>();
        String duration = null;
        String range = null;
        for (String line : lines.subList(1, lines.size() - 1)) {
            String tag = line.replaceFirst(":.*", "");
            switch (tag) {
                case "#EXT-X-VERSION",
                        "#EXT-X-TARGETDURATION",
                        "#EXT-X-MEDIA-SEQUENCE",
                        "#EXT-X-PLAYLIST-TYPE",
                        "#EXT-X-INDEPENDENT-SEGMENTS",
                        "#EXT-X-MAP" -> {
                    assertTrue(segments.isEmpty(), "before the first segment: " + line);
                    assertEquals(null, header.put(tag, value(line)), line);
                }
                case "#EXTINF" -> {
                    assertEquals(null, duration, line);
                    Matcher inf = INF.matcher(value(line));
                    assertTrue(inf.matches(), line);
                    duration = inf.group(1);
                }
                case "#EXT-X-BYTERANGE" -> {
                    assertEquals(null, range, line);
                    range = value(line);
                }
                default -> {
                    assertFalse(line.startsWith("#"), "no tag of a media playlist: " + line);
                    assertTrue(duration != null && range != null, "EXTINF and EXT-X-BYTERANGE before " + line);
                    segments.add(new Segment(Double.parseDouble(duration), range(line, range)));
                    duration = null;
                    range = null;
                }
            }
        }
        assertEquals(null, duration);
        assertEquals(null, range);
        assertEquals("0", header.get("#EXT-X-MEDIA-SEQUENCE"));
        assertEquals("VOD", header.get("#EXT-X-PLAYLIST-TYPE"));
        assertTrue(Integer.parseInt(header.get("#EXT-X-VERSION")) >= 6, "EXT-X-MAP needs 6 (§8)");
        int target = Integer.parseInt(header.get("#EXT-X-TARGETDURATION"));
        for (Segment segment : segments) {
            assertTrue(Math.round(segment.seconds()) <= target, "§4.4.3.1: " + segment);
        }
        Map<String, String> map = attributes(header.get("#EXT-X-MAP"));
        assertEquals(Set.of("URI", "BYTERANGE"), map.keySet());
        return new Media(target, range(quoted(map, "URI"), quoted(map, "BYTERANGE")), segments);
    }

    /** The peak bit rate (§4.4.6.2), by looking at every run of segments. */
    static long peak(Media media) {
        double peak = 0;
        List<Segment> segments = media.segments();
        for (int from = 0; from < segments.size(); from++) {
            for (int to = from + 1; to <= segments.size(); to++) {
                List<Segment> run = segments.subList(from, to);
                double seconds = run.stream().mapToDouble(Segment::seconds).sum();
                if (seconds >= 0.5 * media.target() && seconds <= 1.5 * media.target()) {
                    peak = Math.max(peak, bits(run) / seconds);
                }
            }
        }
        return Math.round(peak);
    }

    static long average(Media media) {
        return Math.round(bits(media.segments())
                / media.segments().stream().mapToDouble(Segment::seconds).sum());
    }

    private static double bits(List<Segment> segments) {
        return 8.0
                * segments.stream()
                        .mapToLong(segment -> segment.range().length())
                        .sum();
    }

    private static List<String> lines(String text) {
        assertTrue(text.endsWith("\n"), "every line ends");
        assertFalse(text.contains("\r") || text.contains("\uFEFF"), "§4.1");
        List<String> lines = text.lines().toList();
        for (String line : lines) {
            assertFalse(line.isBlank() || !line.equals(line.strip()), "'%s'".formatted(line));
        }
        return lines;
    }

    private static String value(String line) {
        int colon = line.indexOf(':');
        return colon < 0 ? "" : line.substring(colon + 1);
    }

    private static Map<String, String> attributes(String list) {
        Map<String, String> attributes = new LinkedHashMap<>();
        Matcher matcher = ATTRIBUTE.matcher(list);
        int at = 0;
        while (at < list.length()) {
            assertTrue(matcher.find(at) && matcher.start() == at, "§4.2: " + list.substring(at));
            assertEquals(null, attributes.put(matcher.group(1), matcher.group(2)), "twice");
            at = matcher.end();
        }
        return attributes;
    }

    private static String quoted(Map<String, String> attributes, String name) {
        String value = String.valueOf(attributes.get(name));
        assertTrue(value.length() > 1 && value.startsWith("\"") && value.endsWith("\""), name + "=" + value);
        return value.substring(1, value.length() - 1);
    }

    private static long decimal(Map<String, String> attributes, String name) {
        String value = String.valueOf(attributes.get(name));
        assertTrue(DECIMAL.matcher(value).matches(), name + "=" + value);
        return Long.parseLong(value);
    }

    private static Range range(String uri, String text) {
        Matcher matcher = RANGE.matcher(text);
        assertTrue(matcher.matches(), text);
        return new Range(uri, Long.parseLong(matcher.group(2)), Integer.parseInt(matcher.group(1)));
    }
}
