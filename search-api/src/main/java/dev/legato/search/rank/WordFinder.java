package dev.legato.search.rank;

import dev.legato.search.plan.NamesOfDocument.Name;
import dev.legato.search.rank.TypedForm.TypedWord;
import dev.legato.search.rank.WordMatch.Form;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds typed words in the names of one document. A word of a name is found once: "love" is not "love love". */
final class WordFinder {
    private static final int MAX_POSITIONS = 64;

    private final List<Name> names;
    private final long[] used;

    WordFinder(List<Name> names) {
        this.names = names;
        this.used = new long[names.size()];
    }

    /** The best place of a typed word, or null if it is nowhere. */
    @Nullable
    WordMatch find(TypedWord typed) {
        WordMatch best = null;
        for (int i = 0; i < used.length; i++) {
            best = better(best, asTyped(typed, i));
        }
        if (best == null || (best.form() == Form.BEGINNING && typed.maxErrors() > 0)) {
            for (int i = 0; i < used.length; i++) {
                best = better(best, withErrors(typed, i));
            }
        }
        return take(best);
    }

    /** The place of two typed words that are one in a name, or null. */
    @Nullable
    WordMatch findJoined(String joined) {
        for (int i = 0; i < used.length; i++) {
            int position = position(joined, i);
            if (position >= 0) {
                return take(match(Form.JOINED, i, position, 1));
            }
        }
        return null;
    }

    private static @Nullable WordMatch better(@Nullable WordMatch one, @Nullable WordMatch other) {
        return other != null && (one == null || other.worth() > one.worth()) ? other : one;
    }

    private @Nullable WordMatch take(@Nullable WordMatch match) {
        if (match != null && match.position() >= 0) {
            for (int i = 0; i < match.words(); i++) {
                used[match.name()] |= 1L << (match.position() + i);
            }
        }
        return match;
    }

    private WordMatch match(Form form, int name, int position, int words) {
        return new WordMatch(form, name, names.get(name).role(), position, words);
    }

    private boolean isFree(int name, int position) {
        return position < MAX_POSITIONS && (used[name] & 1L << position) == 0;
    }

    private int position(String word, int name) {
        List<String> words = names.get(name).words();
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).equals(word) && isFree(name, i)) {
                return i;
            }
        }
        return -1;
    }

    private @Nullable WordMatch asTyped(TypedWord typed, int number) {
        Name name = names.get(number);
        String text = typed.text();
        int position = position(text, number);
        if (position >= 0) {
            return match(Form.SAME, number, position, 1);
        }
        for (String variant : typed.variants()) {
            int at = position(variant, number);
            if (at >= 0) {
                return match(Form.VARIANT, number, at, 1);
            }
        }
        if (name.variants().contains(text)) {
            return match(Form.VARIANT, number, -1, 1);
        }
        int pair = pair(text, name.words());
        if (pair >= 0) {
            return match(Form.JOINED, number, pair, 2);
        }
        if (name.words().size() > 1
                && (name.joins().contains(text) || name.keys().contains(text))) {
            return match(Form.JOINED, number, -1, name.words().size());
        }
        return typed.isPrefix() ? beginning(text, number) : null;
    }

    private @Nullable WordMatch beginning(String text, int number) {
        Name name = names.get(number);
        for (int i = 0; i < name.words().size(); i++) {
            if (name.words().get(i).startsWith(text) && isFree(number, i)) {
                return match(Form.BEGINNING, number, i, 1);
            }
        }
        for (String variant : name.variants()) {
            if (variant.startsWith(text)) {
                return match(Form.BEGINNING, number, -1, 1);
            }
        }
        return null;
    }

    /** The first of two neighbours that make the text together, or -1. */
    private static int pair(String text, List<String> words) {
        for (int i = 0; i + 1 < words.size() && i + 1 < MAX_POSITIONS; i++) {
            String first = words.get(i);
            if (first.length() < text.length()
                    && first.length() + words.get(i + 1).length() == text.length()
                    && text.startsWith(first)
                    && text.endsWith(words.get(i + 1))) {
                return i;
            }
        }
        return -1;
    }

    private @Nullable WordMatch withErrors(TypedWord typed, int number) {
        Name name = names.get(number);
        int fewest = typed.maxErrors() + 1;
        int position = -1;
        for (int i = 0; i < name.words().size(); i++) {
            int errors = typed.errors(name.words().get(i));
            if (errors < fewest && isFree(number, i)) {
                fewest = errors;
                position = i;
            }
        }
        for (String variant : name.variants()) {
            int errors = typed.errors(variant);
            if (errors < fewest) {
                fewest = errors;
                position = -1;
            }
        }
        if (fewest <= typed.maxErrors()) {
            return match(fewest <= 1 ? Form.ONE_ERROR : Form.TWO_ERRORS, number, position, 1);
        }
        for (int i = 0; i < name.words().size(); i++) {
            if (isFree(number, i) && typed.isNearlyBeginningOf(name.words().get(i))) {
                return match(Form.BEGINNING_WITH_ERROR, number, i, 1);
            }
        }
        return null;
    }
}
