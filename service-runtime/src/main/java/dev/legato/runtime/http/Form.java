package dev.legato.runtime.http;

import dev.legato.contracts.Excerpt;
import dev.legato.contracts.ProblemType;
import dev.legato.runtime.problem.Problem;
import dev.legato.runtime.problem.ProblemException;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an HTML form, each given once: at most {@value #MAX_FIELDS}, of at most {@value #MAX_CHARACTERS} characters
 * each.
 *
 * @param fields by name
 */
public record Form(Map<String, String> fields) {
    static final int MAX_FIELDS = 64;
    static final int MAX_CHARACTERS = 16_384;

    private static final String TYPE = "application/x-www-form-urlencoded";

    public Form {
        fields = Map.copyOf(fields);
    }

    /** @throws ProblemException 415 for another media type, 400 for a body that is no such form */
    static Form parse(String contentType, @Nullable Buffer body) {
        if (!contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(TYPE)) {
            throw new ProblemException(Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "Send " + TYPE + ".", null));
        }
        String text = body == null ? "" : body.toString(StandardCharsets.ISO_8859_1);
        if (text.chars().filter(c -> c == '&').count() >= MAX_FIELDS) {
            throw Problem.invalid("body", "too many fields (expected: <= %d)".formatted(MAX_FIELDS));
        }
        Map<String, String> fields = new HashMap<>();
        QueryString.parse(text).forEach((name, values) -> fields.put(name, only(name, values)));
        return new Form(fields);
    }

    /** The value of a field, if it was sent and is not empty. */
    public Optional<String> value(String name) {
        return Optional.ofNullable(fields.get(name)).filter(value -> !value.isEmpty());
    }

    /** The value of a field, or the empty text. */
    public String text(String name) {
        return fields.getOrDefault(name, "");
    }

    /**
     * Refuses fields that a page's form does not have: nobody sets by an added field what the page does not offer.
     *
     * @throws ProblemException 400, naming one of them
     */
    public Form only(Set<String> names) {
        for (String name : fields.keySet()) {
            if (!names.contains(name)) {
                throw Query.invalid(name, "unknown field");
            }
        }
        return this;
    }

    private static String only(String name, List<String> values) {
        if (values.size() > 1) {
            throw Query.invalid(name, "given %d times (expected: once)".formatted(values.size()));
        }
        if (values.getFirst().length() > MAX_CHARACTERS) {
            throw Query.invalid(
                    Excerpt.of(name),
                    "%d characters (expected: <= %d)"
                            .formatted(values.getFirst().length(), MAX_CHARACTERS));
        }
        return values.getFirst();
    }

    /** The fields' names alone: a password may be among the values. */
    @Override
    public String toString() {
        return "Form" + fields.keySet();
    }
}
