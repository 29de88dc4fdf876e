package dev.legato.search.rank;

import dev.legato.search.plan.NamesOfDocument.Name;
import dev.legato.search.plan.NamesOfDocument.Role;
import dev.legato.search.rank.TypedForm.TypedWord;
import dev.legato.search.text.TypingErrors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a typed word was found in a document.
 *
 * @param form how the word was found
 * @param name which of the names it is in; 0 is the title
 * @param role of that name
 * @param position of the word in the name, or -1 if it is a variant
 * @param words how many words of the name it stands for
 */
record WordMatch(Form form, int name, Role role, int position, int words) {
    /** How a typed word is found, the best first, with what it is worth in percent. */
    enum Form {
        SAME(100),
        VARIANT(95),
        JOINED(95),
        BEGINNING(92),
        ONE_ERROR(75),
        TWO_ERRORS(50);

        private final int worth;

        Form(int worth) {
            this.worth = worth;
        }

        boolean isError() {
            return this == ONE_ERROR || this == TWO_ERRORS;
        }
    }

    /** What a word is worth by the name it is found in, in percent. */
    private static int weight(Role role) {
        return switch (role) {
            case TITLE -> 100;
            case ALIAS -> 95;
            case SORT_NAME -> 90;
            case ARTIST -> 85;
            case ALBUM -> 70;
        };
    }

    int worth() {
        return form.worth * weight(role) / 100;
    }

    /** The best place of a typed word among a document's names, or null if it is nowhere. */
    static @Nullable WordMatch best(TypedWord typed, List<Name> names) {
        WordMatch best = null;
        for (int i = 0; i < names.size(); i++) {
            WordMatch match = asTyped(typed, i, names.get(i));
            if (match != null && (best == null || match.worth() > best.worth())) {
                best = match;
            }
        }
        if (best != null || typed.maxErrors() == 0) {
            return best;
        }
        for (int i = 0; i < names.size(); i++) {
            WordMatch match = withErrors(typed, i, names.get(i));
            if (match != null && (best == null || match.worth() > best.worth())) {
                best = match;
            }
        }
        return best;
    }

    private static @Nullable WordMatch asTyped(TypedWord typed, int number, Name name) {
        String text = typed.text();
        int position = name.words().indexOf(text);
        if (position >= 0) {
            return new WordMatch(Form.SAME, number, name.role(), position, 1);
        }
        for (String variant : typed.variants()) {
            int at = name.words().indexOf(variant);
            if (at >= 0) {
                return new WordMatch(Form.VARIANT, number, name.role(), at, 1);
            }
        }
        if (name.variants().contains(text)) {
            return new WordMatch(Form.VARIANT, number, name.role(), -1, 1);
        }
        int pair = pair(text, name.words());
        if (pair >= 0) {
            return new WordMatch(Form.JOINED, number, name.role(), pair, 2);
        }
        if (name.joins().contains(text) || name.keys().contains(text)) {
            return new WordMatch(
                    Form.JOINED, number, name.role(), -1, name.words().size());
        }
        if (typed.isPrefix()) {
            for (int i = 0; i < name.words().size(); i++) {
                if (name.words().get(i).startsWith(text)) {
                    return new WordMatch(Form.BEGINNING, number, name.role(), i, 1);
                }
            }
            for (String variant : name.variants()) {
                if (variant.startsWith(text)) {
                    return new WordMatch(Form.BEGINNING, number, name.role(), -1, 1);
                }
            }
        }
        return null;
    }

    /** The first of two neighbours that make the text together, or -1. */
    private static int pair(String text, List<String> words) {
        for (int i = 0; i + 1 < words.size(); i++) {
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

    private static @Nullable WordMatch withErrors(TypedWord typed, int number, Name name) {
        int fewest = typed.maxErrors() + 1;
        int position = -1;
        for (int i = 0; i < name.words().size(); i++) {
            int errors = TypingErrors.between(typed.text(), name.words().get(i), fewest - 1, typed.isPrefix());
            if (errors < fewest) {
                fewest = errors;
                position = i;
                if (fewest <= 1) {
                    break;
                }
            }
        }
        for (String variant : name.variants()) {
            if (fewest > 1 && TypingErrors.between(typed.text(), variant, 1, false) <= 1) {
                fewest = 1;
                position = -1;
            }
        }
        return fewest > typed.maxErrors()
                ? null
                : new WordMatch(fewest <= 1 ? Form.ONE_ERROR : Form.TWO_ERRORS, number, name.role(), position, 1);
    }
}
