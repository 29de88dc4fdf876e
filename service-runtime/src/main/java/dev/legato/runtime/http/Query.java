package dev.legato.runtime.http;

import dev.legato.contracts.Excerpt;
import dev.legato.runtime.problem.Problem;
import dev.legato.runtime.problem.ProblemException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A request's query, found to be what its operation's contract allows: no parameter that is not declared, none twice,
 * none missing that is required, every value within its schema. A slip in a name would otherwise answer another
 * question than the one asked, unnoticed.
 *
 * @param values by name
 */
record Query(Map<String, String> values) {
    Query {
        values = Map.copyOf(values);
    }

    /**
     * Reads a query.
     *
     * @param ignoresUnknown whether parameters that are not declared are passed over, as RFC 6749 §3.2 asks for
     * @throws ProblemException 400, naming the first parameter at fault
     */
    static Query parse(@Nullable String raw, List<Parameter> declared, boolean ignoresUnknown) {
        Map<String, List<String>> given = QueryString.parse(raw);
        if (!ignoresUnknown) {
            rejectUnknown(given, declared);
        }
        Map<String, String> values = new HashMap<>();
        for (Parameter parameter : declared) {
            List<String> all = given.getOrDefault(parameter.name(), List.of());
            if (all.size() > 1) {
                throw invalid(parameter.name(), "given %d times (expected: once)".formatted(all.size()));
            }
            if (all.isEmpty() && parameter.required()) {
                throw invalid(parameter.name(), "missing (expected: %s)".formatted(parameter.description()));
            }
            if (!all.isEmpty()) {
                parameter.complaint(all.getFirst()).ifPresent(complaint -> {
                    throw invalid(parameter.name(), complaint);
                });
                values.put(parameter.name(), all.getFirst());
            }
        }
        return new Query(values);
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** A parameter's problem; its detail begins with the parameter's name. */
    static ProblemException invalid(String name, String detail) {
        String quoted = Excerpt.of(name);
        String plain = quoted.substring(1, quoted.length() - 1);
        return Problem.invalid(plain, plain + ": " + detail);
    }

    private static void rejectUnknown(Map<String, List<String>> given, List<Parameter> declared) {
        List<String> known = declared.stream().map(Parameter::name).toList();
        for (String name : given.keySet()) {
            if (!known.contains(name)) {
                throw invalid(
                        name,
                        "unknown parameter (expected: %s)"
                                .formatted(
                                        known.isEmpty()
                                                ? "none"
                                                : known.stream().collect(Collectors.joining(", "))));
            }
        }
    }
}
