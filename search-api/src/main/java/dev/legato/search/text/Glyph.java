package dev.legato.search.text;

import java.util.ArrayList;
import java.util.List;

/**
 * A character of a name with its marks.
 *
 * @param folded what it is compared as; empty if it does not count
 * @param start its place in the name
 * @param end the place after it
 */
record Glyph(String folded, int start, int end) {
    /** The characters of a name between blanks. */
    static List<List<Glyph>> tokens(String name) {
        List<List<Glyph>> tokens = new ArrayList<>();
        List<Glyph> token = new ArrayList<>();
        int end;
        for (int start = 0; start < name.length(); start = end) {
            int c = name.codePointAt(start);
            end = start + Character.charCount(c);
            if (isBlank(c)) {
                flush(token, tokens);
                continue;
            }
            while (end < name.length() && Folding.isMark(name.codePointAt(end))) {
                end += Character.charCount(name.codePointAt(end));
            }
            token.add(new Glyph(Folding.fold(name.substring(start, end)), start, end));
        }
        flush(token, tokens);
        return tokens;
    }

    private static void flush(List<Glyph> token, List<List<Glyph>> tokens) {
        if (!token.isEmpty()) {
            tokens.add(List.copyOf(token));
            token.clear();
        }
    }

    /** Signs of trade say nothing of a name, and controls are no part of it. */
    private static boolean isBlank(int c) {
        return switch (c) {
            case '™', '®', '©', '℠', '℗' -> true;
            default ->
                Character.isWhitespace(c)
                        || Character.isSpaceChar(c)
                        || Character.isISOControl(c)
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.SURROGATE
                        || Character.getType(c) == Character.UNASSIGNED
                        || Character.getType(c) == Character.PRIVATE_USE;
        };
    }

    boolean isWordPart() {
        if (folded.isEmpty()) {
            return false;
        }
        int c = folded.codePointAt(0);
        return Character.isLetterOrDigit(c)
                || Character.getType(c) == Character.COMBINING_SPACING_MARK
                || Character.getType(c) == Character.OTHER_NUMBER
                || Character.getType(c) == Character.LETTER_NUMBER
                || c == 'ー';
    }

    boolean isLetter() {
        return !folded.isEmpty() && Character.isLetter(folded.codePointAt(0));
    }

    boolean isUnspaced() {
        return !folded.isEmpty() && Scripts.isUnspaced(folded.codePointAt(0));
    }

    /** An apostrophe in any of the forms in which it is typed. */
    boolean isApostrophe() {
        return switch (folded) {
            case "'", "’", "‘", "ʼ", "`", "´", "′", "＇", "ʻ", "״", "׳", "‛" -> true;
            // NFKC makes a blank and an accent of the acute accent alone.
            case " ", "" -> true;
            default -> false;
        };
    }

    boolean is(char c) {
        return folded.length() == 1 && folded.charAt(0) == c;
    }
}
