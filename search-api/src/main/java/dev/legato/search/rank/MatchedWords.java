package dev.legato.search.rank;

import dev.legato.search.index.Explanation;
import dev.legato.search.index.MatchClass;
import dev.legato.search.plan.NamesOfDocument.Name;
import dev.legato.search.plan.QueryPlan;
import dev.legato.search.rank.TypedForm.TypedWord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the typed words are in a document, if what was typed is not a name of it or its beginning. */
record MatchedWords(List<TypedWord> words, List<@Nullable WordMatch> matches, Name title) {
    private static final int WORTH = 400;
    private static final int COVERAGE = 300;
    private static final int ORDER = 200;

    /** Of matches that differ by less, the one heard more often comes first. */
    private static final int STEP = 50;

    static MatchedWords of(TypedForm typed, List<Name> names) {
        WordFinder finder = new WordFinder(names);
        List<TypedWord> words = typed.words();
        List<@Nullable WordMatch> matches = new ArrayList<>(words.size());
        for (int i = 0; i < words.size(); i++) {
            WordMatch match = finder.find(words.get(i));
            boolean isDoubtful = match == null || match.form().isError();
            WordMatch joined = isDoubtful && i + 1 < words.size()
                    ? finder.findJoined(words.get(i).joined())
                    : null;
            if (joined != null) {
                matches.add(joined);
                i++;
            }
            matches.add(joined == null ? match : joined);
        }
        return new MatchedWords(words, matches, names.getFirst());
    }

    Scored scored(Candidate candidate, boolean explain) {
        int worth = WORTH
                * matches.stream()
                        .mapToInt(match -> match == null ? 0 : match.worth())
                        .sum()
                / (100 * words.size());
        int coverage = COVERAGE * covered() / 100;
        int order = ORDER * inOrder() / 100;
        return new Scored(
                candidate,
                matchClass(candidate),
                (worth + coverage + order) / STEP * STEP,
                explain
                        ? List.of(
                                new Explanation("what the words are worth", worth, reasons()),
                                new Explanation("how much of the title they cover", coverage, List.of()),
                                new Explanation("how many follow each other", order, List.of()))
                        : List.of());
    }

    private MatchClass matchClass(Candidate candidate) {
        if (candidate.tier() >= QueryPlan.FIRST_IN_LYRICS) {
            return MatchClass.LYRICS;
        }
        if (matches.contains(null)) {
            return MatchClass.PARTIAL;
        }
        if (matches.stream().anyMatch(match -> match != null && match.form().isError())) {
            return isWholeTitle() ? MatchClass.NEAR : MatchClass.TYPOS;
        }
        WordMatch last = matches.getLast();
        return last != null && last.form() == WordMatch.Form.BEGINNING ? MatchClass.BEGUN : MatchClass.WORDS;
    }

    /** Whether the typed words are all of the title and nothing else. */
    private boolean isWholeTitle() {
        return words.size() == title.words().size()
                && matches.stream()
                        .allMatch(match -> match != null
                                && match.name() == 0
                                && match.position() >= 0
                                && !match.form().isBeginning());
    }

    /** How much of the title the typed words make up, in percent; its guests and brackets need not be typed. */
    private int covered() {
        long words = 0;
        int unplaced = 0;
        for (WordMatch match : matches) {
            if (match != null && match.name() == 0) {
                if (match.position() < 0) {
                    unplaced += match.words();
                }
                for (int i = 0; match.position() >= 0 && i < match.words(); i++) {
                    words |= 1L << (match.position() + i);
                }
            }
        }
        int all = title.words().size();
        int base = Math.max(1, title.baseWords());
        int ofBase = Math.min(base, Long.bitCount(words & (base >= 64 ? -1L : (1L << base) - 1)) + unplaced);
        int ofAll = Math.min(all, Long.bitCount(words) + unplaced);
        // A title that is typed whole comes before one of which only the part that is remembered was typed.
        return Math.max(100 * ofAll / Math.max(1, all), 95 * ofBase / base);
    }

    /** How many neighbours among the typed words are neighbours in a name, in percent; one word alone is. */
    private int inOrder() {
        int pairs = matches.size() - 1;
        if (pairs == 0) {
            return matches.getFirst() == null ? 0 : 100;
        }
        int neighbours = 0;
        for (int i = 0; i < pairs; i++) {
            WordMatch one = matches.get(i);
            WordMatch next = matches.get(i + 1);
            if (one != null && next != null && one.name() == next.name() && (one.equals(next) || isNext(one, next))) {
                neighbours++;
            }
        }
        return 100 * neighbours / pairs;
    }

    private static boolean isNext(WordMatch one, WordMatch next) {
        return one.position() >= 0 && next.position() == one.position() + one.words();
    }

    private List<Explanation> reasons() {
        List<Explanation> reasons = new ArrayList<>(words.size());
        for (int i = 0; i < words.size(); i++) {
            WordMatch match = matches.get(i);
            reasons.add(new Explanation(
                    match == null
                            ? "%s is in no name".formatted(words.get(i).text())
                            : "%s is %s in its %s".formatted(words.get(i).text(), match.form(), match.role()),
                    match == null ? 0 : match.worth(),
                    List.of()));
        }
        return reasons;
    }
}
