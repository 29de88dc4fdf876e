package dev.legato.bench.generator.http;

import java.util.List;
import java.util.stream.IntStream;

/** What people have typed before they are done, and what they mistype; the same for the same queries. */
final class TypedQueries {
    private static final int LEAST_OF_TYPO = 5;

    private TypedQueries() {}

    /** Every beginning of each query, as it is asked while one types. */
    static List<String> prefixes(List<String> queries) {
        return queries.stream()
                .flatMap(query -> {
                    int characters = query.codePointCount(0, query.length());
                    return IntStream.rangeClosed(1, characters)
                            .mapToObj(count -> query.substring(0, query.offsetByCodePoints(0, count)));
                })
                .filter(prefix -> !prefix.isBlank())
                .distinct()
                .toList();
    }

    /** Each query once per letter with that letter left out, and once with two letters transposed; short ones as they are. */
    static List<String> typos(List<String> queries) {
        return queries.stream()
                .flatMap(query -> typos(query).stream())
                .distinct()
                .toList();
    }

    private static List<String> typos(String query) {
        int[] letters = query.codePoints().toArray();
        if (letters.length < LEAST_OF_TYPO) {
            return List.of(query);
        }
        return IntStream.range(1, letters.length - 1)
                .boxed()
                .flatMap(at -> List.of(without(letters, at), transposed(letters, at)).stream())
                .toList();
    }

    private static String without(int[] letters, int at) {
        return new String(letters, 0, at) + new String(letters, at + 1, letters.length - at - 1);
    }

    private static String transposed(int[] letters, int at) {
        int[] swapped = letters.clone();
        swapped[at] = letters[at + 1];
        swapped[at + 1] = letters[at];
        return new String(swapped, 0, swapped.length);
    }
}
