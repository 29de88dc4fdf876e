package dev.legato.edge;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One line of {@code malformed-requests.txt}, where its form is explained; bytes as ISO 8859-1. */
record MalformedRequest(String name, List<Integer> statuses, Afterwards afterwards, String bytes) {
    /** What no answer may carry. */
    static final String NEVER = "nobody may see this";

    private static final Pattern ESCAPE = Pattern.compile("\\\\(r|n|t|0|\\\\|x([0-9a-f]{2}))");
    private static final Pattern REPEATED = Pattern.compile("\\{([^{}]*)\\*(\\d+)}", Pattern.DOTALL);
    private static final Map<String, String> WORDS = Map.of(
            "{get}", "GET /audio/f.flac HTTP/1.1\r\n",
            "{head}", "HEAD /audio/f.flac HTTP/1.1\r\n",
            "{post}", "POST /audio/f.flac HTTP/1.1\r\n",
            "{host}", "Host: a\r\n",
            "{end}", "\r\n",
            "{hidden}", "GET /audio/hidden.flac HTTP/1.1\r\nHost: a\r\n\r\n");

    /** What becomes of the connection behind the first answer. */
    sealed interface Afterwards {
        record Close() implements Afterwards {}

        /** @param more answers to what was sent already */
        record Keep(int more) implements Afterwards {}

        /** One more answer, then the end. */
        record Then(int status) implements Afterwards {}

        /** Half of the next request was sent. */
        record Wait() implements Afterwards {}

        /** As the answer says. */
        record Any() implements Afterwards {}

        static Afterwards parse(String text) {
            String[] words = text.split(" ");
            return switch (words[0]) {
                case "close" -> new Close();
                case "keep" -> new Keep(words.length == 1 ? 0 : Integer.parseInt(words[1]));
                case "then" -> new Then(Integer.parseInt(words[1]));
                case "wait" -> new Wait();
                case "any" -> new Any();
                default -> throw new IllegalArgumentException(text);
            };
        }
    }

    static List<MalformedRequest> all() throws IOException {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(MalformedRequest.class.getResourceAsStream("malformed-requests.txt")),
                StandardCharsets.UTF_8))) {
            return in.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(MalformedRequest::parse)
                    .toList();
        }
    }

    private static MalformedRequest parse(String line) {
        String[] columns = line.split(" \\| ", 4);
        return new MalformedRequest(
                columns[0],
                Arrays.stream(columns[1].split(",")).map(Integer::valueOf).toList(),
                Afterwards.parse(columns[2]),
                expand(columns[3]));
    }

    private static String expand(String text) {
        String plain = ESCAPE.matcher(text).replaceAll(escape -> Matcher.quoteReplacement(unescape(escape.group(1))));
        for (Map.Entry<String, String> word : WORDS.entrySet()) {
            plain = plain.replace(word.getKey(), word.getValue());
        }
        return REPEATED.matcher(plain)
                .replaceAll(one -> Matcher.quoteReplacement(one.group(1).repeat(Integer.parseInt(one.group(2)))));
    }

    private static String unescape(String escape) {
        return switch (escape.charAt(0)) {
            case 'r' -> "\r";
            case 'n' -> "\n";
            case 't' -> "\t";
            case '0' -> "\0";
            case '\\' -> "\\";
            default -> String.valueOf((char) Integer.parseInt(escape.substring(1), 16));
        };
    }
}
