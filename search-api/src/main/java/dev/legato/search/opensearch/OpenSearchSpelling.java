package dev.legato.search.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.legato.search.index.Spelling;
import dev.legato.search.plan.Clause;
import dev.legato.search.plan.IndexField;
import dev.legato.search.text.TypingErrors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Similar words by OpenSearch's term suggester, which compares whole tokens: words, and beginnings of words up to
 * {@value Clause#MAX_EDGE} characters. For a longer beginning the words are counted that begin like its first characters
 * or similarly, and those are compared here.
 */
final class OpenSearchSpelling implements Spelling {
    private static final int MAX_SUGGESTED = 64;
    private static final int FEWEST_OF_BEGINNING = 4;
    private static final int MAX_BEGINNINGS = 12;
    private static final int MAX_CONTINUED = 200;

    /** So many documents of a shard are looked at for words that begin alike. */
    private static final int MAX_COUNTED = 20_000;

    private static final String WORDS = "words";
    private static final String BEGINNINGS = "beginnings";

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
    private record Near(String word, int errors, boolean sameStart, long frequency) {
        private static final Comparator<Near> ORDER = Comparator.comparingInt(Near::errors)
                .thenComparing(near -> !near.sameStart)
                .thenComparing(Comparator.comparingLong(Near::frequency).reversed())
                .thenComparing(Near::word);
    }

    @Override
    public List<String> similar(String word, boolean prefix) throws IOException {
        int most = TypingErrors.allowed(word);
        if (most == 0) {
            return List.of();
        }
        String beginning = beginning(word);
        Map<String, Object> suggest = new HashMap<>();
        suggest.put(WORDS, suggester(word, IndexField.ALL, most));
        if (prefix) {
            suggest.put(BEGINNINGS, suggester(beginning, IndexField.ALL_EDGE, most));
        }
        JsonNode answer = asking.search(Map.of("size", 0, "suggest", suggest)).path("suggest");
        Map<String, Long> words = options(answer.path(WORDS));
        if (prefix) {
            Map<String, Long> beginnings = options(answer.path(BEGINNINGS));
            beginnings.forEach((other, frequency) -> {
                if (other.length() >= FEWEST_OF_BEGINNING) {
                    words.putIfAbsent(other, frequency);
                }
            });
            if (!beginning.equals(word)) {
                words.putAll(continued(beginning, beginnings));
            }
        }
        List<Near> near = new ArrayList<>();
        words.forEach((other, frequency) -> {
            int errors = TypingErrors.between(word, other, most, prefix && other.length() > Clause.MAX_EDGE);
            if (errors <= most && !other.equals(word)) {
                near.add(new Near(other, errors, word.charAt(0) == other.charAt(0), frequency));
            }
        });
        return near.stream().sorted(Near.ORDER).limit(MAX_WORDS).map(Near::word).toList();
    }

    private static String beginning(String word) {
        int length = Math.min(Clause.MAX_EDGE, word.codePointCount(0, word.length()));
        return word.substring(0, word.offsetByCodePoints(0, length));
    }

    private static Map<String, Object> suggester(String text, IndexField field, int errors) {
        return Map.of(
                "text",
                text,
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
                        "min_word_length",
                        1,
                        "max_term_freq",
                        1_000_000_000,
                        "size",
                        MAX_SUGGESTED,
                        "shard_size",
                        MAX_SUGGESTED));
    }

    /** Suggested words, and how often they are. */
    private static Map<String, Long> options(JsonNode suggestions) {
        Map<String, Long> options = new HashMap<>();
        suggestions.forEach(suggestion -> suggestion
                .path("options")
                .forEach(option -> options.put(
                        option.path("text").asText(), option.path("freq").asLong())));
        return options;
    }

    /** The words that begin like this or similarly, and how often they are. */
    private Map<String, Long> continued(String beginning, Map<String, Long> similar) throws IOException {
        Set<String> beginnings = new LinkedHashSet<>(Set.of(beginning));
        similar.keySet().stream()
                .filter(other -> other.length() >= FEWEST_OF_BEGINNING)
                .limit(MAX_BEGINNINGS)
                .forEach(beginnings::add);
        String pattern =
                beginnings.stream().map(OpenSearchSpelling::literal).collect(Collectors.joining("|", "(", ").*"));
        JsonNode answer = asking.search(Map.of(
                "size",
                0,
                "terminate_after",
                MAX_COUNTED,
                "query",
                Map.of("terms", Map.of(IndexField.ALL_EDGE.label(), List.copyOf(beginnings))),
                "aggs",
                Map.of(
                        WORDS,
                        Map.of(
                                "terms",
                                Map.of("field", IndexField.ALL.label(), "include", pattern, "size", MAX_CONTINUED)))));
        Map<String, Long> words = new HashMap<>();
        answer.path("aggregations")
                .path(WORDS)
                .path("buckets")
                .forEach(bucket -> words.put(
                        bucket.path("key").asText(), bucket.path("doc_count").asLong()));
        return words;
    }

    /** A text as a regular expression of Lucene, in which any character may be escaped. */
    private static String literal(String text) {
        StringBuilder literal = new StringBuilder();
        text.codePoints().forEach(point -> {
            if (!Character.isLetterOrDigit(point)) {
                literal.append('\\');
            }
            literal.appendCodePoint(point);
        });
        return literal.toString();
    }
}
