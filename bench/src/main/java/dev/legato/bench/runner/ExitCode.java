package dev.legato.bench.runner;

/** How the bench ends. */
public final class ExitCode {
    /** The run is whole and its figures stand. */
    public static final int OK = 0;

    /** The server failed: missing, gone, wrong answers. */
    public static final int SERVER = 1;

    /** The command line or a scenario is wrong. */
    public static final int USAGE = 2;

    /** The generator was the bottleneck: no figure is reported. */
    public static final int REFUSED = 3;

    /** The report could not be written. */
    public static final int REPORT = 4;

    /** The machine was never quiet enough. */
    public static final int NOISE = 5;

    /** Stopped by Ctrl-C. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
