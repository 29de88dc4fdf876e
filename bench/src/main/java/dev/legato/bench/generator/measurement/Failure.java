package dev.legato.bench.generator.measurement;

/** How a request can fail. */
public enum Failure {
    /** Nobody listens, or no longer. */
    REFUSED(true),
    /** The connection broke or was closed before the response was whole. */
    CLOSED(false),
    /** No whole response within the time limit. */
    TIMED_OUT(false),
    /** Another status than the request deserves. */
    WRONG_STATUS(false),
    /** Content-Length or Content-Range is not what was asked for. */
    WRONG_LENGTH(true),
    /** The body is not what it must be: another file's bytes, or JSON that says something else. */
    WRONG_BODY(true),
    /** Not HTTP, or a form the generator does not know. */
    PROTOCOL(true);

    private final boolean fatal;

    Failure(boolean fatal) {
        this.fatal = fatal;
    }

    /** Whether figures of such a server mean nothing, so that the run ends at once. */
    public boolean fatal() {
        return fatal;
    }
}
