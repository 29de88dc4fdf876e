package dev.legato.edge.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A cache directive (RFC 9111 §5.2).
 *
 * @param name in lower case
 * @param argument what follows {@code =}, without quotes; null if there is no {@code =}
 * @param malformed whether its form is none of {@code name}, {@code name=token} and {@code name="text"}
 */
record Directive(String name, @Nullable String argument, boolean malformed) {
    /** The seconds of the argument, {@link DeltaSeconds#NONE} if it has none or is malformed. */
    long seconds() {
        String text = argument;
        return malformed || text == null ? DeltaSeconds.NONE : DeltaSeconds.parse(text);
    }

    /** Parses the combined value of a {@code Cache-Control} field. Any text is accepted; empty members are skipped. */
    static List<Directive> parse(String value) {
        return new Parser(value).parse();
    }

    private static final class Parser {
        private final String text;
        private final List<Directive> directives = new ArrayList<>(4);
        private int at;
        /** False after a quote was found that nothing closes: then the rest of the text has no pair of quotes either. */
        private boolean quotesClose = true;

        Parser(String text) {
            this.text = text;
        }

        List<Directive> parse() {
            while (at < text.length()) {
                readMember();
                at++; // the comma
            }
            return directives;
        }

        private void readMember() {
            int begin = at;
            while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != '=') {
                at++;
            }
            String raw = text.substring(begin, at);
            String name = raw.strip().toLowerCase(Locale.ROOT);
            if (at == text.length() || text.charAt(at) == ',') {
                if (!name.isEmpty()) {
                    directives.add(new Directive(name, null, false));
                }
                return;
            }
            at++;
            boolean spaceBefore = !raw.isEmpty() && Character.isWhitespace(raw.charAt(raw.length() - 1));
            String quoted = readQuoted();
            int rest = at;
            skipToComma();
            String unquoted = text.substring(rest, at).stripTrailing();
            directives.add(new Directive(
                    name,
                    quoted == null ? unquoted : quoted,
                    spaceBefore || (quoted == null ? !isToken(unquoted) : !unquoted.isEmpty())));
        }

        /** Reads a quoted string; null, without moving, if there is none or nothing closes it. */
        private @Nullable String readQuoted() {
            if (!quotesClose || at == text.length() || text.charAt(at) != '"') {
                return null;
            }
            StringBuilder content = new StringBuilder();
            for (int i = at + 1; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '"') {
                    at = i + 1;
                    return content.toString();
                }
                if (c == '\\' && i + 1 < text.length()) {
                    c = text.charAt(++i);
                }
                content.append(c);
            }
            // Read on as if there was no quote, so that a directive behind it is not lost.
            quotesClose = false;
            return null;
        }

        private void skipToComma() {
            while (at < text.length() && text.charAt(at) != ',') {
                at++;
            }
        }

        private static boolean isToken(String text) {
            return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"');
        }
    }
}
