package dev.legato.runtime;

import static java.util.stream.Collectors.toUnmodifiableMap;

import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.spi.observability.HttpRequest;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The label {@code method} of the meters of HTTP: a method that RFC 9110 or RFC 5789 defines, or {@code other}.
 *
 * <p>A method is any token that a client makes up. As a label each new one would be a new series of every meter, kept
 * for as long as the process runs; and a filter of the registry comes too late, since both the registry and Vert.x
 * remember what was asked for before it was filtered.
 */
final class RequestMethods {
    private static final Map<String, Iterable<Tag>> TAGS = Stream.of(
                    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE")
            .collect(toUnmodifiableMap(Function.identity(), RequestMethods::tag));
    private static final Iterable<Tag> OTHER = tag("other");

    private RequestMethods() {}

    /** The label of a request, of a server or of a client. */
    static Iterable<Tag> tags(HttpRequest request) {
        return TAGS.getOrDefault(request.method().name(), OTHER);
    }

    private static Tags tag(String method) {
        return Tags.of("method", method);
    }
}
