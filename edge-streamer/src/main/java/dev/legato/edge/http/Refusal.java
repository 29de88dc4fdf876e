package dev.legato.edge.http;

import dev.legato.contracts.ProblemType;
import dev.legato.runtime.problem.Problem;

/** The problems with which the edge answers (RFC 9457). */
public final class Refusal {
    public static final Problem NOT_FOUND = problem(ProblemType.NOT_FOUND, "There is nothing at this path.");
    public static final Problem LINK_NEEDED = problem(
            ProblemType.LINK_NEEDED,
            "This edge serves signed links only: /~{token}/{key} in place of /{key}; ask the playback call for one.");
    public static final Problem LINK_MALFORMED =
            problem(ProblemType.LINK_MALFORMED, "The part after '~' is not a token of this edge.");
    public static final Problem LINK_WRONG_SIGNATURE =
            problem(ProblemType.LINK_WRONG_SIGNATURE, "The link's token is not signed with a key of this edge.");
    public static final Problem LINK_EXPIRED =
            problem(ProblemType.LINK_EXPIRED, "The link has expired; ask the playback call for a new one.");
    public static final Problem LINK_WRONG_PREFIX =
            problem(ProblemType.LINK_WRONG_PREFIX, "The link's token is for other keys than this one.");
    public static final Problem ABOVE_PLAN = problem(
            ProblemType.ABOVE_PLAN,
            "Your plan does not include this quality; the playback call and the master playlist name those it does.");
    public static final Problem PRECONDITION_FAILED =
            problem(ProblemType.PRECONDITION_FAILED, "The file is not the version that the request names.");
    public static final Problem BUSY =
            problem(ProblemType.UNAVAILABLE, "Too many files are being opened; try again in a second.");
    public static final Problem INTERNAL =
            problem(ProblemType.INTERNAL, "The file cannot be read; see the edge's log.");
    public static final Problem METHOD_NOT_ALLOWED =
            problem(ProblemType.METHOD_NOT_ALLOWED, "Only GET, HEAD and OPTIONS are allowed.");

    private Refusal() {}

    public static Problem malformed(String reason) {
        return problem(ProblemType.INVALID_REQUEST, reason);
    }

    /** Makes the problem of a request that is refused for its form or its rate. */
    public static Problem refused(int status, String reason) {
        return switch (status) {
            case 414 -> problem(ProblemType.TARGET_TOO_LONG, reason);
            case 429 -> problem(ProblemType.TOO_MANY_REQUESTS, reason);
            case 431 -> problem(ProblemType.FIELDS_TOO_LARGE, reason);
            case 501 -> problem(ProblemType.NOT_IMPLEMENTED, reason);
            case 505 -> problem(ProblemType.VERSION_NOT_SUPPORTED, reason);
            default -> malformed(reason);
        };
    }

    public static Problem unsatisfiable(long completeLength) {
        return problem(
                ProblemType.RANGE_NOT_SATISFIABLE,
                "The file has %d bytes, and all requested ranges are outside of it.".formatted(completeLength));
    }

    private static Problem problem(ProblemType type, String detail) {
        return Problem.of(type, detail, null);
    }
}
