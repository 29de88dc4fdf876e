package dev.legato.search.rank;

import dev.legato.search.index.Explanation;
import dev.legato.search.index.MatchClass;
import dev.legato.search.plan.NamesOfDocument;
import dev.legato.search.plan.NamesOfDocument.Name;
import dev.legato.search.plan.NamesOfDocument.Role;
import dev.legato.search.text.TypedText;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Scores candidates. A score is the class of the match and, within it, its quality from 0 to {@value #BEST}; both follow
 * from what was typed and the document's names alone. docs/search.md explains them with examples.
 *
 * <pre>
 *   EXACT    a whole name of its own: 900 as it is written, 800 folded, 700 a part or reading of it, less 50 if an alias
 *   PREFIX   a name of its own begins with it: 500 at the end of a word, else 400, less 50 if an alias
 *   others   400 what the words are worth, 300 how much of the title they cover, 200 how many follow each other,
 *            in steps of 50
 * </pre>
 */
final class Ranking {
    /** No quality is higher. */
    static final int BEST = 1_000;

    private static final int LITERAL = 900;
    private static final int FOLDED = 800;
    private static final int PART = 700;
    private static final int NOT_TITLE = 50;
    private static final int WORD_END = 500;
    private static final int INSIDE_WORD = 400;

    private final TypedForm typed;
    private final boolean explain;

    /**
     * Creates the ranking of one search.
     *
     * @param explain whether scores carry their reasons
     */
    Ranking(TypedText typed, boolean explain) {
        this.typed = TypedForm.of(typed);
        this.explain = explain;
    }

    /**
     * The score of a candidate.
     *
     * @param strictly whether one that lacks a phrase is no hit
     */
    Optional<Scored> score(Candidate candidate, boolean strictly) {
        List<Name> names = NamesOfDocument.parse(candidate.names()).names();
        if (strictly && !hasPhrases(names)) {
            return Optional.empty();
        }
        if (typed.words().isEmpty()) {
            return Optional.of(new Scored(candidate, MatchClass.LISTED, 0, List.of()));
        }
        Scored whole = whole(candidate, names);
        return Optional.of(whole != null ? whole : MatchedWords.of(typed, names).scored(candidate, explain));
    }

    private boolean hasPhrases(List<Name> names) {
        return typed.typed().phrases().stream().allMatch(phrase -> names.stream()
                .anyMatch(name -> Collections.indexOfSubList(name.words(), phrase) >= 0));
    }

    private @Nullable Scored whole(Candidate candidate, List<Name> names) {
        Scored best = null;
        for (Name name : names) {
            if (!name.role().isOwn()) {
                continue;
            }
            int quality = exact(name);
            MatchClass match = MatchClass.EXACT;
            if (quality == 0) {
                quality = beginning(name);
                match = MatchClass.PREFIX;
            }
            if (quality > 0) {
                int less = name.role() == Role.TITLE ? 0 : NOT_TITLE;
                Scored scored = new Scored(candidate, match, quality - less, reasons(match, name, quality, less));
                if (best == null || scored.score() > best.score()) {
                    best = scored;
                }
            }
        }
        return best;
    }

    private List<Explanation> reasons(MatchClass match, Name name, int quality, int less) {
        return explain
                ? List.of(
                        new Explanation("%s, by its %s".formatted(match, name.role()), quality, List.of()),
                        new Explanation("by another name than the title", -less, List.of()))
                : List.of();
    }

    private int exact(Name name) {
        if (name.literal().equals(typed.literal())) {
            return LITERAL;
        }
        if (!name.keys().isEmpty() && name.keys().getFirst().equals(typed.key())) {
            return FOLDED;
        }
        return name.keys().stream().anyMatch(typed.keys()::contains) ? PART : 0;
    }

    private int beginning(Name name) {
        if (!typed.typed().lastIsPrefix()) {
            return 0;
        }
        for (String key : name.keys()) {
            if (key.startsWith(typed.key())) {
                return endsWord(name) ? WORD_END : INSIDE_WORD;
            }
        }
        return 0;
    }

    private boolean endsWord(Name name) {
        int length = 0;
        for (String word : name.words()) {
            length += word.length();
            if (length >= typed.key().length()) {
                break;
            }
        }
        return length == typed.key().length();
    }
}
