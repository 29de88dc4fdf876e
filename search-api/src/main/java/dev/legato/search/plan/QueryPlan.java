package dev.legato.search.plan;

import dev.legato.search.index.Spelling;
import dev.legato.search.text.TypedText;
import dev.legato.search.text.Word;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * In which stages, and in which tiers of each, an engine looks for candidates. What is typed right comes first and costs
 * least; the later a stage, the more is forgiven, and the more it costs.
 */
public final class QueryPlan {
    /** With so many candidates from the stages before, further stages are not needed. */
    public static final int ENOUGH = 20;

    private static final int FEW = 5;
    private static final int VERY_FEW = 3;

    /** So many candidates are ranked together. */
    public static final int WINDOW = 120;

    /** From this tier on, words are looked for in lyrics as well. */
    public static final int FIRST_IN_LYRICS = 50;

    private static final int MAX_PAIRED_WORDS = 6;

    private final TypedText typed;
    private final List<Word> words;
    private final Map<String, Set<String>> similar = new HashMap<>();

    /** What is looked for, in the order of the stages. */
    public enum Stage {
        /** Whole names, their beginnings, and whole words. */
        TYPED(0),
        /** Names that are as long as what was typed and differ by typing errors. */
        NEAR(10),
        /** The last word as the beginning of one, and words typed apart that are one. */
        BEGUN(20),
        /** All words, some with typing errors. */
        ERRORS(30),
        /** All words but one or two. */
        SOME(40),
        /** All words, some of them in the lyrics. */
        LYRICS(50);

        private final int firstTier;

        Stage(int firstTier) {
            this.firstTier = firstTier;
        }

        /** Whether a stage is worthwhile after so many candidates: the more it forgives, the fewer there must be. */
        public boolean isWanted(int found) {
            return switch (this) {
                case TYPED, BEGUN -> true;
                case NEAR, LYRICS -> found < ENOUGH;
                case ERRORS -> found < FEW;
                case SOME -> found < VERY_FEW;
            };
        }
    }

    public QueryPlan(TypedText typed) {
        this.typed = typed;
        this.words = typed.text().words();
    }

    /**
     * The tiers of a stage.
     *
     * @param spelling the words that the index has
     */
    public List<Tier> tiers(Stage stage, Spelling spelling) throws IOException {
        if (typed.isBlank()) {
            return stage == Stage.TYPED ? numbered(stage, List.of(new Clause.Everything())) : List.of();
        }
        return numbered(
                stage,
                switch (stage) {
                    case TYPED -> typed();
                    case NEAR -> near(spelling);
                    case BEGUN -> begun();
                    case ERRORS -> errors(spelling);
                    case SOME -> some(spelling);
                    case LYRICS -> List.of(inLyrics());
                });
    }

    private List<Clause> typed() {
        List<Clause> clauses = new ArrayList<>();
        clauses.add(Clause.any(typed.text().keys().stream()
                .<Clause>map(key -> new Clause.Term(IndexField.KEY, key))
                .toList()));
        if (typed.lastIsPrefix()) {
            clauses.add(Clause.beginning(IndexField.KEY, typed.text().keys().getFirst()));
        }
        clauses.add(allWords(words, false, IndexField.NAME));
        clauses.add(allWords(words, false, IndexField.ALL));
        return clauses;
    }

    private List<Clause> begun() {
        List<Clause> clauses = new ArrayList<>();
        if (typed.lastIsPrefix()) {
            clauses.add(allWords(words, true, IndexField.NAME));
            clauses.add(allWords(words, true, IndexField.ALL));
        }
        clauses.addAll(pairs());
        return clauses;
    }

    private List<Clause> near(Spelling spelling) throws IOException {
        if (words.size() == 1 && words.getFirst().text().length() == 1) {
            return List.of();
        }
        List<Clause> all = new ArrayList<>(withErrors(IndexField.NAME, false, spelling));
        all.add(new Clause.Term(IndexField.LENGTH, Integer.toString(words.size())));
        return List.of(new Clause.All(all));
    }

    private List<Clause> errors(Spelling spelling) throws IOException {
        return List.of(
                Clause.all(withErrors(IndexField.NAME, typed.lastIsPrefix(), spelling)),
                Clause.all(withErrors(IndexField.ALL, typed.lastIsPrefix(), spelling)));
    }

    private List<Clause> some(Spelling spelling) throws IOException {
        List<Clause> clauses = new ArrayList<>();
        if (words.size() > 1) {
            List<Clause> asTyped = words.stream()
                    .map(word -> word(word, false, IndexField.ALL, Set.of()))
                    .toList();
            List<Clause> withErrors = withErrors(IndexField.ALL, typed.lastIsPrefix(), spelling);
            clauses.add(new Clause.AtLeast(words.size() - 1, asTyped));
            clauses.add(new Clause.AtLeast(words.size() - 1, withErrors));
            if (words.size() > 3) {
                clauses.add(new Clause.AtLeast(words.size() - 2, asTyped));
            }
        }
        return clauses;
    }

    private Clause inLyrics() {
        return Clause.all(words.stream()
                .map(word -> Clause.any(List.of(
                        new Clause.Term(IndexField.ALL, word.text()), new Clause.Term(IndexField.LYRICS, word.text()))))
                .toList());
    }

    private List<Clause> withErrors(IndexField field, boolean lastIsPrefix, Spelling spelling) throws IOException {
        List<Clause> all = new ArrayList<>(words.size());
        for (int i = 0; i < words.size(); i++) {
            boolean prefix = lastIsPrefix && i == words.size() - 1;
            Word word = words.get(i);
            List<Clause> forms = new ArrayList<>();
            forms.add(word(word, prefix, field, similar(word.text(), spelling)));
            if (prefix) {
                spelling.similar(word.text(), true).forEach(beginning -> forms.add(Clause.beginning(field, beginning)));
            }
            all.add(Clause.any(forms));
        }
        return all;
    }

    /** Words like a typed one, looked up once for all stages. */
    private Set<String> similar(String word, Spelling spelling) throws IOException {
        Set<String> known = similar.get(word);
        if (known == null) {
            known = new LinkedHashSet<>(spelling.similar(word, false));
            similar.put(word, known);
        }
        return known;
    }

    private static Clause allWords(List<Word> words, boolean lastIsPrefix, IndexField field) {
        List<Clause> all = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            Word word = words.get(i);
            boolean continued = i + 1 < words.size()
                    && word.isIdeograph()
                    && words.get(i + 1).isIdeograph();
            if (continued) {
                all.add(new Clause.Term(
                        IndexField.JOIN, word.text() + words.get(i + 1).text()));
            }
            all.add(word(word, lastIsPrefix && i == words.size() - 1, field, Set.of()));
        }
        return Clause.all(all);
    }

    /** Two words typed for one: "deadmau 5". */
    private List<Clause> pairs() {
        if (words.size() < 2 || words.size() > MAX_PAIRED_WORDS) {
            return List.of();
        }
        List<Clause> pairs = new ArrayList<>();
        for (int i = 0; i + 1 < words.size(); i++) {
            if (words.get(i).isIdeograph()) {
                continue;
            }
            Word first = words.get(i);
            Word second = words.get(i + 1);
            List<Word> joined = new ArrayList<>(words.subList(0, i));
            joined.add(new Word(first.text() + second.text(), List.of(), first.start(), second.end()));
            joined.addAll(words.subList(i + 2, words.size()));
            pairs.add(allWords(joined, typed.lastIsPrefix(), IndexField.ALL));
        }
        return pairs.isEmpty() ? List.of() : List.of(Clause.any(pairs));
    }

    private static Clause word(Word word, boolean prefix, IndexField field, Set<String> similar) {
        List<Clause> forms = new ArrayList<>();
        forms.add(prefix ? Clause.beginning(field, word.text()) : new Clause.Term(field, word.text()));
        word.variants().forEach(variant -> forms.add(new Clause.Term(field, variant)));
        similar.forEach(other -> forms.add(new Clause.Term(field, other)));
        if (!word.isIdeograph()) {
            forms.add(new Clause.Term(IndexField.JOIN, word.text()));
        }
        return Clause.any(forms);
    }

    private static List<Tier> numbered(Stage stage, List<Clause> clauses) {
        List<Tier> tiers = new ArrayList<>(clauses.size());
        for (Clause clause : clauses) {
            tiers.add(new Tier(stage.firstTier + tiers.size(), clause));
        }
        return tiers;
    }
}
