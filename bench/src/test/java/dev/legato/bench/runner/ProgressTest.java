package dev.legato.bench.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.bench.protocol.Tick;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final Tick MEASURED = new Tick(3, 0.5, 600, 0, 2, 1, 4.5, 9);
    private static final Tick WARMING_UP = new Tick(-1, 1, 600, 0, 0, 1, 4.5, 9);

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    private Progress progress(boolean terminal) {
        return new Progress(new PrintStream(written, true, StandardCharsets.UTF_8), terminal);
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void tick_terminal_showsRateErrorsAndTimeLeft() {
        Progress progress = progress(true);
        progress.total(100);
        progress.begin("64KiB  round 2/4  nginx");
        progress.done(25);
        progress.tick(MEASURED);
        assertTrue(text().contains("64KiB  round 2/4  nginx"), text());
        assertTrue(text().contains("1,200/s  p99    4.500 ms  errors 2"), text());
        assertTrue(text().endsWith("1:15 left"), text());
    }

    @Test
    void again_roundThatDoesNotCount_addsItsTime() {
        Progress progress = progress(true);
        progress.total(10);
        progress.done(10);
        progress.again(30);
        progress.tick(MEASURED);
        assertTrue(text().endsWith("0:30 left"), text());
    }

    @Test
    void tick_warmUp_showsNoFigures() {
        Progress progress = progress(true);
        progress.tick(WARMING_UP);
        assertTrue(text().contains("warming up"), text());
    }

    @Test
    void tick_noTerminal_isSilent() {
        Progress progress = progress(false);
        progress.begin("64KiB");
        progress.tick(MEASURED);
        assertEquals("", text());
        progress.line("done");
        assertEquals("done" + System.lineSeparator(), text());
    }

    @Test
    void line_terminal_replacesTheOneThatRenews() {
        progress(true).line("done");
        assertEquals("\r\u001b[Kdone" + System.lineSeparator(), text());
    }
}
