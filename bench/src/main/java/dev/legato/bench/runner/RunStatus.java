package dev.legato.bench.runner;

import java.util.ArrayList;
import java.util.List;

/** How a run ends: well, unless something is said against it. */
final class RunStatus {
    private final List<String> problems = new ArrayList<>();
    private String status = "complete";
    private int exitCode = ExitCode.OK;

    /** As {@code result.json} has it. */
    String status() {
        return status;
    }

    int exitCode() {
        return exitCode;
    }

    List<String> problems() {
        return problems;
    }

    /** Figures of a server that fails are no figures. Only the first thing said counts. */
    void failed(String problem) {
        say("failed", ExitCode.SERVER, problem);
    }

    void noisy(String problem) {
        say("noisy", ExitCode.NOISE, problem);
    }

    private void say(String how, int code, String problem) {
        if (exitCode == ExitCode.OK) {
            status = how;
            exitCode = code;
            problems.add(problem);
        }
    }

    void interrupted() {
        status = "interrupted";
        exitCode = ExitCode.INTERRUPTED;
        problems.add("stopped by the person at the keyboard");
    }

    /** It cannot go on. */
    void broken(Exception why, List<Contestant> contestants) {
        for (Contestant contestant : contestants) {
            try {
                contestant.requireAlive();
            } catch (RunException dead) {
                problems.add(String.valueOf(dead.getMessage()));
            }
        }
        exitCode = why instanceof RunException run ? run.exitCode() : ExitCode.SERVER;
        status = exitCode == ExitCode.REFUSED ? "refused" : "failed";
        problems.add(String.valueOf(why.getMessage()));
    }
}
