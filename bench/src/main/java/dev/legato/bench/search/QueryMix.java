package dev.legato.bench.search;

import java.util.List;
import java.util.Random;

/** What people type: 40 % beginnings of titles, 30 % titles with a typing error, 30 % titles as they are. */
final class QueryMix {
    private static final int PREFIXES = 40;
    private static final int TYPOS = 30;
    private static final int LETTERS = 26;

    private final List<String> titles;
    private final Random random;

    /** What kind of query one is. */
    enum Kind {
        PREFIX,
        TYPO,
        EXACT
    }

    /** A query. */
    record Typed(Kind kind, String text) {}

    QueryMix(List<String> titles, long seed) {
        this.titles = titles;
        this.random = new Random(seed);
    }

    Typed next() {
        String title = titles.get(random.nextInt(titles.size()));
        int choice = random.nextInt(100);
        if (choice < PREFIXES) {
            return new Typed(Kind.PREFIX, title.substring(0, 1 + random.nextInt(title.length())));
        }
        return choice < PREFIXES + TYPOS ? new Typed(Kind.TYPO, mistyped(title)) : new Typed(Kind.EXACT, title);
    }

    /** One letter changed, left out, added, or transposed with the next one. */
    private String mistyped(String title) {
        int at = random.nextInt(title.length());
        char other = (char) ('a' + random.nextInt(LETTERS));
        StringBuilder text = new StringBuilder(title);
        switch (random.nextInt(4)) {
            case 0 -> text.setCharAt(at, other);
            case 1 -> text.deleteCharAt(at);
            case 2 -> text.insert(at, other);
            default -> {
                if (at + 1 < text.length()) {
                    text.setCharAt(at, title.charAt(at + 1));
                    text.setCharAt(at + 1, title.charAt(at));
                }
            }
        }
        return text.toString();
    }
}
