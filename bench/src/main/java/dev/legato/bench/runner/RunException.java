package dev.legato.bench.runner;

/** A run that cannot go on or means nothing; the message is for a person. */
public final class RunException extends Exception {
    private final int exitCode;

    /** @param exitCode of the bench: see {@link ExitCode} */
    public RunException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public RunException(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
