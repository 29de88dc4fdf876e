package dev.legato.search.plan;

import dev.legato.search.index.Spelling;
import dev.legato.search.text.TypedText;
import dev.legato.search.text.Word;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The tiers in which an engine looks for candidates. Those of words as typed are asked first; only where they bring
 * fewer than {@value #ENOUGH} candidates are typing errors looked for.
 */
public final class QueryPlan {
    /** With so many candidates that have the words as typed, none with typing errors are wanted. */
    public static final int ENOUGH = 20;

    /** So many candidates of a tier are ranked together. */
    public static final int WINDOW = 200;

    /** From this tier on, typing errors are allowed. */
    public static final int FIRST_WITH_ERRORS = 10;
    /** From this tier on, words are looked for in lyrics as well. */
    public static final int FIRST_IN_LYRICS = 20;

    private static final int MAX_PAIRED_WORDS = 6;

    private QueryPlan() {}

    /** The tiers of what was typed, as it was typed; everything if nothing was. */
    public static List<Tier> asTyped(TypedText typed) {
        if (typed.isBlank()) {
            return numbered(0, List.of(new Clause.Everything()));
        }
        List<Word> words = typed.text().words();
        List<Clause> clauses = new ArrayList<>();
        clauses.add(Clause.any(typed.text().keys().stream()
                .<Clause>map(key -> new Clause.Term(IndexField.KEY, key))
                .toList()));
        if (typed.lastIsPrefix()) {
            clauses.add(Clause.beginning(IndexField.KEY, typed.text().keys().getFirst()));
        }
        clauses.add(allWords(words, typed.lastIsPrefix(), IndexField.NAME));
        clauses.add(allWords(words, typed.lastIsPrefix(), IndexField.ALL));
        clauses.addAll(pairs(words, typed.lastIsPrefix()));
        return numbered(0, clauses);
    }

    /** The tiers of names with the words as typed, some in the lyrics. */
    public static List<Tier> inLyrics(TypedText typed) {
        return numbered(
                FIRST_IN_LYRICS,
                List.of(Clause.all(typed.text().words().stream()
                        .map(word -> Clause.any(List.of(
                                new Clause.Term(IndexField.ALL, word.text()),
                                new Clause.Term(IndexField.LYRICS, word.text()))))
                        .toList())));
    }

    /**
     * The tiers of what was typed with errors.
     *
     * @param spelling the words that the index has
     */
    public static List<Tier> withErrors(TypedText typed, Spelling spelling) throws IOException {
        List<Word> words = typed.text().words();
        List<Clause> inName = new ArrayList<>();
        List<Clause> inAll = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            boolean prefix = typed.lastIsPrefix() && i == words.size() - 1;
            Set<String> similar =
                    new LinkedHashSet<>(spelling.similar(words.get(i).text(), prefix));
            inName.add(word(words.get(i), prefix, IndexField.NAME, similar));
            inAll.add(word(words.get(i), prefix, IndexField.ALL, similar));
        }
        List<Clause> clauses = new ArrayList<>();
        List<Clause> whole = new ArrayList<>(inName);
        whole.add(new Clause.Term(IndexField.LENGTH, Integer.toString(words.size())));
        clauses.add(new Clause.All(whole));
        clauses.add(Clause.all(inName));
        clauses.add(Clause.all(inAll));
        if (words.size() > 1) {
            clauses.add(new Clause.AtLeast(words.size() - 1, inAll));
        }
        if (words.size() > 3) {
            clauses.add(new Clause.AtLeast(words.size() - 2, inAll));
        }
        return numbered(FIRST_WITH_ERRORS, clauses);
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
    private static List<Clause> pairs(List<Word> words, boolean lastIsPrefix) {
        if (words.size() < 2 || words.size() > MAX_PAIRED_WORDS) {
            return List.of();
        }
        List<Clause> pairs = new ArrayList<>();
        for (int i = 0; i + 1 < words.size(); i++) {
            if (words.get(i).isIdeograph()) {
                continue;
            }
            List<Word> joined = new ArrayList<>(words.subList(0, i));
            String pair = words.get(i).text() + words.get(i + 1).text();
            joined.add(new Word(
                    pair, List.of(), words.get(i).start(), words.get(i + 1).end()));
            joined.addAll(words.subList(i + 2, words.size()));
            pairs.add(allWords(joined, lastIsPrefix, IndexField.ALL));
        }
        return pairs.isEmpty() ? List.of() : List.of(Clause.any(pairs));
    }

    private static Clause word(Word word, boolean prefix, IndexField field, Set<String> similar) {
        List<Clause> forms = new ArrayList<>();
        forms.add(prefix ? Clause.beginning(field, word.text()) : new Clause.Term(field, word.text()));
        word.variants().forEach(variant -> forms.add(new Clause.Term(field, variant)));
        similar.forEach(other -> forms.add(similar(other, prefix, field)));
        if (!word.isIdeograph()) {
            forms.add(new Clause.Term(IndexField.JOIN, word.text()));
        }
        return Clause.any(forms);
    }

    /** Of a beginning, spelling answers other beginnings where they are indexed, else whole words. */
    private static Clause similar(String other, boolean prefix, IndexField field) {
        return prefix && other.codePointCount(0, other.length()) <= Clause.MAX_EDGE
                ? new Clause.Term(field.edge(), other)
                : new Clause.Term(field, other);
    }

    private static List<Tier> numbered(int first, List<Clause> clauses) {
        List<Tier> tiers = new ArrayList<>(clauses.size());
        for (Clause clause : clauses) {
            tiers.add(new Tier(first + tiers.size(), clause));
        }
        return tiers;
    }
}
