package dev.legato.search.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.legato.search.index.Spelling;
import dev.legato.search.plan.Clause;
import dev.legato.search.plan.IndexField;
import dev.legato.search.text.TypingErrors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Similar words by OpenSearch's term suggester, which compares whole tokens: words, or beginnings of words. Its distance is
 * checked again, so that the same errors are allowed as with any other engine.
 */
final class OpenSearchSpelling implements Spelling {
    private static final int FEWEST_OF_BEGINNING = 4;

    /** More than are answered, since some of what it suggests has too many errors. */
    private static final int MAX_SUGGESTED = 96;

    private final Asking asking;

    /** Sends a search of the index and returns its answer. */
    @FunctionalInterface
    interface Asking {
        JsonNode search(Map<String, Object> body) throws IOException;
    }

    OpenSearchSpelling(Asking asking) {
        this.asking = asking;
    }

    /** A word near a typed one. */
    private record Near(String word, int errors, long frequency) {
        private static final Comparator<Near> ORDER = Comparator.comparingInt(Near::errors)
                .thenComparing(Comparator.comparingLong(Near::frequency).reversed())
                .thenComparing(Near::word);
    }

    @Override
    public List<String> similar(String word, boolean beginning) throws IOException {
        int most = TypingErrors.allowed(word);
        boolean isAsked = !beginning || (word.length() >= FEWEST_OF_BEGINNING && word.length() <= Clause.MAX_EDGE);
        if (most == 0 || !isAsked) {
            return List.of();
        }
        JsonNode answer = asking.search(Map.of(
                "size",
                0,
                "suggest",
                Map.of("similar", suggester(word, beginning ? IndexField.ALL_EDGE : IndexField.ALL, most))));
        List<Near> near = new ArrayList<>();
        answer.path("suggest")
                .path("similar")
                .forEach(suggestion -> suggestion.path("options").forEach(option -> {
                    String other = option.path("text").asText();
                    int errors = TypingErrors.between(word, other, most, false);
                    boolean isWhole = !beginning || other.length() >= FEWEST_OF_BEGINNING;
                    if (errors <= most && isWhole && !other.equals(word)) {
                        near.add(new Near(other, errors, option.path("freq").asLong()));
                    }
                }));
        return near.stream()
                .sorted(Near.ORDER)
                .limit(beginning ? MAX_BEGINNINGS : MAX_WORDS)
                .map(Near::word)
                .toList();
    }

    private static Map<String, Object> suggester(String word, IndexField field, int errors) {
        return Map.of(
                "text",
                word,
                "term",
                Map.of(
                        "field",
                        field.label(),
                        "suggest_mode",
                        "always",
                        "max_edits",
                        errors,
                        "prefix_length",
                        0,
                        // A word of one letter has nothing in common with another.
                        "accuracy",
                        0,
                        "min_word_length",
                        1,
                        "max_term_freq",
                        1_000_000_000,
                        "size",
                        MAX_SUGGESTED,
                        "shard_size",
                        MAX_SUGGESTED));
    }
}
