package dev.legato.search;

import java.util.random.RandomGenerator;

/** Makes typing errors. */
public final class Mistyping {
    private Mistyping() {}

    /** A text with one letter changed, left out, added or transposed with its neighbour; unchanged if it has no letter. */
    public static String once(String text, RandomGenerator random) {
        int[] letters = java.util.stream.IntStream.range(0, text.length())
                .filter(i -> Character.isLetter(text.charAt(i)))
                .toArray();
        if (letters.length == 0) {
            return text;
        }
        int at = letters[random.nextInt(letters.length)];
        char other = (char) ('a' + random.nextInt(26));
        String before = text.substring(0, at);
        String after = text.substring(at + 1);
        return switch (random.nextInt(4)) {
            case 0 -> before + other + after;
            case 1 -> before + after;
            case 2 -> before + other + text.charAt(at) + after;
            default ->
                after.isEmpty() || !Character.isLetter(after.charAt(0))
                        ? before + other + after
                        : before + after.charAt(0) + text.charAt(at) + after.substring(1);
        };
    }
}
