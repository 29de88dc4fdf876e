package dev.legato.metadata.search;

import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The statement that finds one stage's hits: rows of id, score and sort_name, the best first.
 *
 * <p>Its conditions are such that an index answers each: a range of sort_name, {@code LIKE '% word%'} and
 * {@code %> word} by the trigrams of search_text. Scores are whole numbers, so that a cursor can hold them exactly.
 */
record StageSelect(String sql, Tuple parameters) {
    private static final int SCORE_SCALE = 10_000;

    /** The last code point: every name with a prefix sorts before the prefix and this. */
    private static final String LAST = "\udbff\udfff";

    static StageSelect of(
            SearchKind kind,
            SearchQuery query,
            boolean explicit,
            Stage stage,
            @Nullable SearchCursor after,
            int limit) {
        Builder builder = new Builder(query);
        String hits = "SELECT id, sort_name, %s AS score FROM %s WHERE %s"
                .formatted(builder.score(stage), kind.table(), builder.condition(stage) + kind.shown(explicit));
        String sql = "SELECT id, score, sort_name FROM (%s) AS hit%s ORDER BY %s LIMIT %s"
                .formatted(
                        hits,
                        after == null ? "" : " WHERE " + builder.after(stage, after),
                        stage == Stage.BEGINS ? "sort_name, id" : "score DESC, sort_name, id",
                        builder.parameter(limit));
        return new StageSelect(sql, builder.parameters);
    }

    private static final class Builder {
        private final List<String> words;
        private final Tuple parameters = Tuple.tuple();
        private final String prefix;
        private final String afterPrefix;

        Builder(SearchQuery query) {
            this.words = query.words();
            this.prefix = parameter(query.prefix());
            this.afterPrefix = parameter(query.prefix() + LAST);
        }

        String parameter(Object value) {
            parameters.addValue(value);
            return "$" + parameters.size();
        }

        String condition(Stage stage) {
            String begins = "sort_name >= %s AND sort_name < %s".formatted(prefix, afterPrefix);
            return switch (stage) {
                case BEGINS -> begins;
                case WORDS -> "%s AND NOT (%s)".formatted(all(this::hasWord), begins);
                case SIMILAR ->
                    "%s AND NOT (%s) AND NOT (%s)"
                            .formatted(allOf(distinctiveWords(), this::hasSimilar), all(this::hasWord), begins);
            };
        }

        String score(Stage stage) {
            return switch (stage) {
                case BEGINS -> "0";
                case WORDS ->
                    scaled(
                            "(search_text LIKE %s)::integer + similarity(%2$s, sort_name) + similarity(%2$s, search_text)"
                                    .formatted(parameter("% " + escaped(String.join(" ", words)) + "%"), prefix));
                case SIMILAR ->
                    scaled("similarity(%s, sort_name) + (%s) / %d"
                            .formatted(
                                    prefix,
                                    distinctiveWords().stream()
                                            .map(this::likeness)
                                            .collect(Collectors.joining(" + ")),
                                    distinctiveWords().size()));
            };
        }

        String after(Stage stage, SearchCursor cursor) {
            String further =
                    "(sort_name, id) > (%s, %s)".formatted(parameter(cursor.sortName()), parameter(cursor.id()));
            if (stage == Stage.BEGINS) {
                return further;
            }
            String score = parameter(cursor.score());
            return "(score < %1$s OR (score = %1$s AND %2$s))".formatted(score, further);
        }

        /** Short words, as "of" and "the", are as likely to be slips as to be right, and too short to distinguish. */
        private List<String> distinctiveWords() {
            return words.stream().filter(SearchQuery::isSimilarSought).toList();
        }

        private String all(UnaryOperator<String> condition) {
            return allOf(words, condition);
        }

        private static String allOf(List<String> words, UnaryOperator<String> condition) {
            return words.stream().map(condition).collect(Collectors.joining(" AND "));
        }

        private String hasWord(String word) {
            return "search_text LIKE " + parameter("% " + escaped(word) + "%");
        }

        private String hasSimilar(String word) {
            return "search_text %> " + parameter(word);
        }

        private String likeness(String word) {
            String parameter = parameter(word);
            return "word_similarity(%1$s, search_text) + strict_word_similarity(%1$s, search_text)"
                    .formatted(parameter);
        }

        private static String scaled(String score) {
            return "((%s) * %d)::integer".formatted(score, SCORE_SCALE);
        }

        private static String escaped(String text) {
            return text.replaceAll("([%_\\\\])", "\\\\$1");
        }
    }
}
