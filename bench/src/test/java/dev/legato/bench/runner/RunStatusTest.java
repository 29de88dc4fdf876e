package dev.legato.bench.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunStatusTest {
    private final RunStatus status = new RunStatus();

    @Test
    void new_nothingSaidAgainstIt_isComplete() {
        assertEquals("complete", status.status());
        assertEquals(ExitCode.OK, status.exitCode());
        assertEquals(List.of(), status.problems());
    }

    @Test
    void failed_thenNoisy_keepsTheFirst() {
        status.failed("wrong answers");
        status.noisy("too loud");
        status.failed("more wrong answers");
        assertEquals("failed", status.status());
        assertEquals(ExitCode.SERVER, status.exitCode());
        assertEquals(List.of("wrong answers"), status.problems());
    }

    @Test
    void noisy_alone_isNoResult() {
        status.noisy("too loud");
        assertEquals("noisy", status.status());
        assertEquals(ExitCode.NOISE, status.exitCode());
    }

    @Test
    void interrupted_afterAProblem_isInterrupted() {
        status.noisy("too loud");
        status.interrupted();
        assertEquals("interrupted", status.status());
        assertEquals(ExitCode.INTERRUPTED, status.exitCode());
        assertEquals(2, status.problems().size());
    }

    @Test
    void broken_byARefusal_isRefused() {
        status.broken(new RunException(ExitCode.REFUSED, "the generator was the bottleneck"), List.of());
        assertEquals("refused", status.status());
        assertEquals(ExitCode.REFUSED, status.exitCode());
        assertEquals(List.of("the generator was the bottleneck"), status.problems());
    }

    @Test
    void broken_byAnythingElse_isTheServersFailure() {
        status.broken(new IOException("broken pipe"), List.of());
        assertEquals("failed", status.status());
        assertEquals(ExitCode.SERVER, status.exitCode());
    }
}
