package dev.legato.playlist;

import dev.legato.runtime.http.EntityTags;
import dev.legato.runtime.http.Request;
import dev.legato.runtime.problem.Problem;
import java.util.Optional;

/**
 * The version that a caller means to change, RFC 9110 §13.1.1.
 *
 * @param header as it came; empty if it may be left out and was
 */
record IfMatch(Optional<String> header) {
    static IfMatch optional(Request request) {
        return new IfMatch(request.header("If-Match"));
    }

    /** Ends the request with 428 if there is none. */
    static IfMatch required(Request request) {
        IfMatch match = optional(request);
        if (match.header.isEmpty()) {
            throw Problem.preconditionRequired("Send If-Match with the ETag of the version you are changing.");
        }
        return match;
    }

    /** Ends the request with 412 if another version has become the current one. */
    void check(Playlist current) {
        if (header.isPresent() && !EntityTags.matchesStrongly(header.get(), current.tag())) {
            throw Problem.preconditionFailed(
                    "The playlist has changed: it is at %s now. Read it and try again.".formatted(current.tag()));
        }
    }
}
