package dev.legato.contracts;

/**
 * What a stranger sent, as the text of an error quotes it: on one line, at most {@value #MAX_CHARACTERS} characters of
 * it, and without characters that a terminal, a log or JSON could take for something else.
 */
public final class Excerpt {
    private static final int MAX_CHARACTERS = 64;

    private Excerpt() {}

    /** The text in single quotes; control, format and unpaired surrogate characters become {@code \}{@code u001b}. */
    public static String of(String text) {
        StringBuilder quoted = new StringBuilder("'");
        text.codePoints().limit(MAX_CHARACTERS).forEach(character -> append(quoted, character));
        boolean isWhole = text.codePointCount(0, text.length()) <= MAX_CHARACTERS;
        return quoted.append(isWhole ? "'" : "…'").toString();
    }

    private static void append(StringBuilder quoted, int character) {
        switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> quoted.append("\\u%04x".formatted(character));
            default -> quoted.appendCodePoint(character);
        }
    }
}
