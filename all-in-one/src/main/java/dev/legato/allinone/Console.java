package dev.legato.allinone;

import dev.legato.media.pipeline.FileOutcome;
import dev.legato.media.pipeline.ImportProgress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Shows progress: one line that changes in place on a terminal, a line for each step in a log. */
final class Console implements StartProgress, ImportProgress {
    private static final String CLEAR_LINE = "\r\033[K";
    private static final int BAR = 24;
    private static final int MAX_NAME = 44;

    private final PrintStream out;
    private final boolean terminal;
    private final Set<String> starting = new TreeSet<>();
    private final Map<Integer, String> working = new TreeMap<>();
    private int files;
    private int done;
    private Duration left = Duration.ZERO;

    Console(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** This process's standard output. */
    static Console ofProcess() {
        return new Console(
                System.out,
                Optional.ofNullable(System.console())
                        .map(java.io.Console::isTerminal)
                        .orElse(false));
    }

    /** Prints a line for good. */
    synchronized void say(String line) {
        if (terminal) {
            out.print(CLEAR_LINE);
        }
        out.println(line);
        out.flush();
    }

    @Override
    public synchronized void starting(String part) {
        starting.add(part);
        showStart();
    }

    @Override
    public synchronized void started(String part) {
        starting.remove(part);
        if (!terminal) {
            say("Started " + part);
        }
        showStart();
    }

    @Override
    public synchronized void started(int total) {
        files = total;
        done = 0;
        if (!terminal && total > 0) {
            say("Importing %d files".formatted(total));
        }
    }

    @Override
    public synchronized void entered(int number, String name, Phase phase) {
        if (phase == Phase.DONE) {
            working.remove(number);
        } else {
            working.put(number, phase.name().toLowerCase(Locale.ROOT) + " " + shortened(name));
        }
        showImport();
    }

    @Override
    public synchronized void finished(int nowDone, int total, FileOutcome outcome, Duration timeLeft) {
        done = nowDone;
        left = timeLeft;
        switch (outcome) {
            case FileOutcome.Failed failed -> say("  failed: %s: %s".formatted(failed.name(), failed.reason()));
            case FileOutcome.Imported imported
            when !terminal -> say("  [%d/%d] %s".formatted(nowDone, total, imported.name()));
            default -> {}
        }
        showImport();
        if (done == files && terminal) {
            out.print(CLEAR_LINE);
        }
    }

    @Override
    public synchronized void completed(int nowDone, int tracks, Duration timeLeft) {
        if (nowDone == 0) {
            say("All music can be played; encoding %d tracks in the other renditions".formatted(tracks));
        } else if (terminal && nowDone == tracks) {
            out.print(CLEAR_LINE);
        } else if (terminal) {
            out.print("%sEncoding %s %d/%d%s"
                    .formatted(CLEAR_LINE, bar(nowDone, tracks), nowDone, tracks, forPeople(timeLeft)));
        }
        out.flush();
    }

    private void showStart() {
        if (terminal) {
            out.print(CLEAR_LINE + (starting.isEmpty() ? "" : "Starting " + String.join(", ", starting)));
            out.flush();
        }
    }

    private void showImport() {
        if (terminal && files > 0) {
            String now = working.values().stream().findFirst().orElse("");
            out.print("%sImporting %s %d/%d%s  %s"
                    .formatted(CLEAR_LINE, bar(done, files), done, files, forPeople(left), now));
            out.flush();
        }
    }

    private static String bar(int done, int of) {
        int filled = BAR * done / of;
        return "█".repeat(filled) + "░".repeat(BAR - filled);
    }

    private static String forPeople(Duration left) {
        return left.toSeconds() < 1 ? "" : "  %d:%02d left".formatted(left.toMinutes(), left.toSecondsPart());
    }

    private static String shortened(String name) {
        return name.codePointCount(0, name.length()) <= MAX_NAME
                ? name
                : name.substring(0, name.offsetByCodePoints(0, MAX_NAME - 1)) + "…";
    }
}
