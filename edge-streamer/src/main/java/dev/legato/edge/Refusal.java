package dev.legato.edge;

import dev.legato.runtime.http.Problem;

/** The problems the edge answers with (RFC 9457). */
final class Refusal {
    private static final String TYPE = "urn:legato:problem:";

    static final Problem NOT_FOUND = problem("not-found", "Not found", 404, "There is nothing at this path.");
    static final Problem LINK_NEEDED = problem(
            "link-needed",
            "Signed link needed",
            403,
            "This edge serves signed links only: /~{token}/{key} in place of /{key}; ask the playback call for one.");
    static final Problem LINK_MALFORMED =
            problem("link-malformed", "Malformed link", 403, "The part after '~' is no token of ours.");
    static final Problem LINK_WRONG_SIGNATURE = problem(
            "link-wrong-signature", "Wrong signature", 403, "The link's token is not signed with a key of ours.");
    static final Problem LINK_EXPIRED = problem(
            "link-expired", "Link expired", 403, "The link's time is over; ask the playback call for a new one.");
    static final Problem LINK_WRONG_PREFIX =
            problem("link-wrong-prefix", "Wrong prefix", 403, "The link's token opens other keys than this one.");
    static final Problem PRECONDITION_FAILED = problem(
            "precondition-failed", "Precondition failed", 412, "The file is not the version the request names.");
    static final Problem BUSY =
            problem("unavailable", "Unavailable", 503, "Too many files are being opened; try again in a second.");
    static final Problem INTERNAL =
            problem("internal", "Internal error", 500, "The file cannot be read; the edge's log knows more.");
    static final Problem METHOD_NOT_ALLOWED =
            problem("method-not-allowed", "Method not allowed", 405, "Files are for GET and HEAD.");

    private Refusal() {}

    static Problem malformed(String reason) {
        return problem("invalid-request", "Invalid request", 400, reason);
    }

    /** A request that is refused before anyone looks at what it asks for, for a status that says in which way. */
    static Problem refused(int status, String reason) {
        return switch (status) {
            case 414 -> problem("target-too-long", "Request target too long", 414, reason);
            case 429 -> problem("too-many-requests", "Too many requests", 429, reason);
            case 431 -> problem("fields-too-large", "Header fields too large", 431, reason);
            case 501 -> problem("not-implemented", "Not implemented", 501, reason);
            case 505 -> problem("version-not-supported", "HTTP version not supported", 505, reason);
            default -> malformed(reason);
        };
    }

    static Problem unsatisfiable(long completeLength) {
        return problem(
                "range-not-satisfiable",
                "Range not satisfiable",
                416,
                "The file has %d bytes; no range asked for lies inside.".formatted(completeLength));
    }

    private static Problem problem(String name, String title, int status, String detail) {
        return new Problem(TYPE + name, title, status, detail, null);
    }
}
