package dev.legato.search.plan;

import dev.legato.search.index.SearchDocument;
import dev.legato.search.index.SearchNames;
import dev.legato.search.index.SearchTraits;
import dev.legato.search.text.SearchText;
import dev.legato.search.text.Word;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an engine indexes of a document.
 *
 * @param fields the distinct tokens of each field; none has a blank in it
 * @param names the analysed names, in the packed form that {@link NamesOfDocument#parse} reads; to be stored
 * @param rank the order of documents that match equally well, the highest first: availability, popularity, release
 */
public record DocumentTokens(Map<IndexField, Set<String>> fields, String names, long rank) {
    private static final int MAX_LYRICS_WORDS = 600;
    private static final int POPULARITY_STEPS_PER_DOUBLING = 4;
    private static final long DAYS_OFFSET = 1 << 20;

    /** Analyses a document. */
    public static DocumentTokens of(SearchDocument document) {
        NamesOfDocument names = NamesOfDocument.of(document.names());
        Map<IndexField, Set<String>> fields = new EnumMap<>(IndexField.class);
        for (IndexField field : IndexField.values()) {
            fields.put(field, new LinkedHashSet<>());
        }
        for (NamesOfDocument.Name name : names.names()) {
            boolean own = name.role().isOwn();
            if (own) {
                tokens(fields, IndexField.KEY).addAll(name.keys());
                addWords(tokens(fields, IndexField.NAME), name);
            }
            addWords(tokens(fields, IndexField.ALL), name);
            tokens(fields, IndexField.JOIN).addAll(name.joins());
            tokens(fields, IndexField.JOIN).addAll(name.keys());
        }
        for (IndexField field : List.of(IndexField.KEY, IndexField.NAME, IndexField.ALL)) {
            addEdges(tokens(fields, field), tokens(fields, field.edge()));
        }
        tokens(fields, IndexField.LENGTH)
                .add(Integer.toString(names.names().getFirst().words().size()));
        lyrics(document.names(), tokens(fields, IndexField.LYRICS));
        return new DocumentTokens(fields, names.packed(), rank(document.traits()));
    }

    private static Set<String> tokens(Map<IndexField, Set<String>> fields, IndexField field) {
        return fields.getOrDefault(field, Collections.emptySet());
    }

    private static void addWords(Set<String> tokens, NamesOfDocument.Name name) {
        tokens.addAll(name.words());
        tokens.addAll(name.variants());
    }

    private static void addEdges(Collection<String> tokens, Set<String> edges) {
        for (String token : tokens) {
            int length = token.codePointCount(0, token.length());
            for (int i = 1; i <= Math.min(length, Clause.MAX_EDGE); i++) {
                edges.add(token.substring(0, token.offsetByCodePoints(0, i)));
            }
        }
    }

    private static void lyrics(SearchNames names, Set<String> tokens) {
        if (names.lyrics() == null) {
            return;
        }
        for (String line : names.lyrics().split("\\R", -1)) {
            for (Word word : SearchText.of(line).words()) {
                if (tokens.size() >= MAX_LYRICS_WORDS) {
                    return;
                }
                tokens.add(word.text());
            }
        }
    }

    /** One number, so that an engine can keep documents in this order: what is available, often heard, and new. */
    static long rank(SearchTraits traits) {
        long available = traits.available() ? 1 : 0;
        long popularity =
                Math.round(POPULARITY_STEPS_PER_DOUBLING * Math.log1p((double) traits.popularity()) / Math.log(2));
        LocalDate released = traits.released();
        long day = released == null ? 0 : Math.clamp(released.toEpochDay() + DAYS_OFFSET, 0, 2 * DAYS_OFFSET - 1);
        return available << 40 | popularity << 21 | day;
    }

    /** The tokens of a field. */
    public Set<String> of(IndexField field) {
        return tokens(fields, field);
    }

    /** The tokens of a field as one text for an analyzer that splits at blanks. */
    public String joined(IndexField field) {
        return String.join(" ", of(field));
    }
}
