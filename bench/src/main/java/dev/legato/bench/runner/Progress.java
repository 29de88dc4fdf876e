package dev.legato.bench.runner;

import dev.legato.bench.protocol.Tick;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Tells a person how far the run is: one line that renews itself on a terminal, a line a round elsewhere. */
public final class Progress {
    private static final String ERASE = "\r\u001b[K";

    private final PrintStream out;
    private final boolean terminal;
    private double total;
    private double done;
    private String what = "";

    public Progress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Whether standard output is a terminal. */
    public static boolean isTerminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException _) {
            return false;
        }
    }

    /** @param seconds of load the run has in all */
    void total(double seconds) {
        total = seconds;
    }

    /** Says something that stays. */
    public void line(String text) {
        out.println((terminal ? ERASE : "") + text);
    }

    /** What the coming seconds are for, such as {@code 64KiB  round 2/4  nginx}. */
    void begin(String label) {
        what = label;
        if (terminal) {
            out.print(ERASE + what + " …");
            out.flush();
        }
    }

    /** Load of this many seconds is over. */
    void done(double seconds) {
        done += seconds;
    }

    /** A noisy round comes once more. */
    void again(double seconds) {
        total += seconds;
    }

    void tick(Tick tick) {
        if (!terminal) {
            return;
        }
        boolean warm = tick.at() >= 0;
        String rate = warm
                ? String.format(
                        Locale.ROOT,
                        "%,8.0f/s  p99 %8.3f ms  errors %d",
                        tick.requests() / tick.seconds(),
                        tick.p99(),
                        tick.errors())
                : "warming up";
        long left = Math.max(0, Math.round(total - done));
        out.print(ERASE + String.format(Locale.ROOT, "%-42s %s  %d:%02d left", what, rate, left / 60, left % 60));
        out.flush();
    }
}
