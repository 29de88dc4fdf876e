package dev.legato.search.text;

/**
 * How many typing errors part two words: letters wrong, missing, added or, once each, transposed (the optimal string
 * alignment distance; Boytsov, "Indexing methods for approximate dictionary searching", 2011).
 */
public final class TypingErrors {
    /** No word may have more errors. */
    public static final int MAX = 2;

    private static final int FEWEST_FOR_TWO = 6;

    private TypingErrors() {}

    /** The errors that a typed word may have: one in short ones, two in long ones, none in ideographs. */
    public static int allowed(String typed) {
        if (typed.isEmpty() || Scripts.isUnspaced(typed.codePointAt(0))) {
            return 0;
        }
        return typed.length() < FEWEST_FOR_TWO ? 1 : MAX;
    }

    /**
     * The errors between two words, or {@code most + 1} if there are more than {@code most}.
     *
     * @param prefix whether the typed word may be the beginning of the other one
     */
    public static int between(String typed, String word, int most, boolean prefix) {
        int rows = typed.length();
        int columns = prefix ? Math.min(word.length(), rows + most) : word.length();
        if (Math.abs(rows - columns) > most) {
            return most + 1;
        }
        int[] beforeLast = new int[columns + 1];
        int[] last = new int[columns + 1];
        int[] row = new int[columns + 1];
        for (int j = 0; j <= columns; j++) {
            last[j] = j;
        }
        for (int i = 1; i <= rows; i++) {
            row[0] = i;
            int least = i;
            for (int j = 1; j <= columns; j++) {
                int same = typed.charAt(i - 1) == word.charAt(j - 1) ? 0 : 1;
                int errors = Math.min(last[j - 1] + same, Math.min(last[j], row[j - 1]) + 1);
                if (i > 1
                        && j > 1
                        && typed.charAt(i - 1) == word.charAt(j - 2)
                        && typed.charAt(i - 2) == word.charAt(j - 1)) {
                    errors = Math.min(errors, beforeLast[j - 2] + 1);
                }
                row[j] = errors;
                least = Math.min(least, errors);
            }
            if (least > most) {
                return most + 1;
            }
            int[] oldest = beforeLast;
            beforeLast = last;
            last = row;
            row = oldest;
        }
        int errors = last[columns];
        if (prefix) {
            for (int j = Math.max(0, rows - most); j < columns; j++) {
                errors = Math.min(errors, last[j]);
            }
        }
        return Math.min(errors, most + 1);
    }
}
