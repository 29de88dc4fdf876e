package dev.legato.account.oauth.message;

import dev.legato.runtime.http.Request;
import dev.legato.runtime.problem.ProblemException;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A form-encoded body, each of its parameters once (RFC 6749 §3.2) and of bounded length.
 *
 * @param raw as it came
 */
public record FormParameters(String raw, Map<String, String> parameters) {
    /** No value is longer. */
    public static final int MAX_CHARACTERS = 4_096;

    private static final int MAX_PARAMETERS = 64;
    private static final String TYPE = "application/x-www-form-urlencoded";

    public FormParameters {
        parameters = Map.copyOf(parameters);
    }

    /** @throws OAuthException if the body is no such form */
    public static FormParameters of(Request request) {
        String type = request.header("Content-Type").orElse("").split(";", 2)[0];
        if (!type.strip().toLowerCase(Locale.ROOT).equals(TYPE)) {
            throw OAuthException.invalidRequest("Content-Type: expected: " + TYPE);
        }
        try {
            return parse(request.bodyBytes().toString(StandardCharsets.UTF_8));
        } catch (ProblemException e) {
            throw OAuthException.invalidRequest(e.problem().detail());
        }
    }

    static FormParameters parse(String raw) {
        Map<String, String> once = new HashMap<>();
        try {
            // One more than allowed is read, so that one too many is seen.
            Map<String, List<String>> all =
                    new QueryStringDecoder(raw, StandardCharsets.UTF_8, false, MAX_PARAMETERS + 1).parameters();
            if (all.size() > MAX_PARAMETERS) {
                throw OAuthException.invalidRequest("too many parameters (expected: <= %d)".formatted(MAX_PARAMETERS));
            }
            all.forEach((name, values) -> once.put(checkedName(name), single(name, values)));
        } catch (IllegalArgumentException _) {
            throw OAuthException.invalidRequest("the body is not form-encoded");
        }
        return new FormParameters(raw, once);
    }

    /** A parameter that is not empty. */
    public Optional<String> value(String name) {
        return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
    }

    public String required(String name) {
        return value(name).orElseThrow(() -> OAuthException.invalidRequest(name + " is missing"));
    }

    private static String checkedName(String name) {
        if (name.length() > MAX_CHARACTERS) {
            throw OAuthException.invalidRequest(
                    "a parameter's name of %d characters (expected: <= %d)".formatted(name.length(), MAX_CHARACTERS));
        }
        return name;
    }

    private static String single(String name, List<String> values) {
        String value = values.getFirst();
        if (values.size() > 1) {
            throw OAuthException.invalidRequest("%s given %d times".formatted(name, values.size()));
        }
        if (value.length() > MAX_CHARACTERS) {
            throw OAuthException.invalidRequest(
                    "%s: %d characters (expected: <= %d)".formatted(name, value.length(), MAX_CHARACTERS));
        }
        if (value.indexOf('\0') >= 0) {
            throw OAuthException.invalidRequest(name + " has U+0000 (expected: none)");
        }
        return value;
    }

    /** Its parameters' names alone: values may be secrets. */
    @Override
    public String toString() {
        return "FormParameters" + parameters.keySet();
    }
}
