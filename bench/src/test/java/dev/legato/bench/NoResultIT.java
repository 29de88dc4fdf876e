package dev.legato.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.legato.bench.report.ReportFolder;
import dev.legato.bench.result.Result;
import dev.legato.bench.result.Round;
import dev.legato.bench.runner.ExitCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose figures would mean nothing, or could not be kept, through no fault of the server. */
class NoResultIT {
    @TempDir
    Path folder;

    @Test
    void noise_thatNeverEndsGivesNoResult() throws IOException, InterruptedException {
        AtomicBoolean quiet = new AtomicBoolean();
        List<Thread> neighbours = Stream.generate(
                        () -> Thread.ofPlatform().daemon().start(() -> spinUntil(quiet)))
                .limit(Runtime.getRuntime().availableProcessors())
                .toList();
        try {
            Ended ended =
                    Ended.of(folder, Ended.scenario(folder), "--without-legato", "--peer", "limit", "--no-strace");
            assertEquals(ExitCode.NOISE, ended.code(), ended.text());
            assertTrue(
                    ended.text().contains("0 of 1 rounds were quiet enough (expected: at least half)"), ended.text());
        } finally {
            quiet.set(true);
            for (Thread neighbour : neighbours) {
                neighbour.join();
            }
        }
        Result result = ReportFolder.read(folder.resolve("out"));
        assertEquals("noisy", result.status());
        Result.Outcome outcome = result.cases().getFirst().outcomes().getFirst();
        assertEquals(
                List.of(1, 2, 3, 4),
                outcome.rounds().stream().map(Round::attempt).toList());
        assertTrue(outcome.rounds().stream().noneMatch(Round::counts));
        assertNull(outcome.requestsPerSecond(), "nothing is averaged in");
    }

    private static void spinUntil(AtomicBoolean end) {
        while (!end.get()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void report_withoutAPlace() throws IOException {
        Files.writeString(folder.resolve("out"), "a file");
        Ended ended = Ended.of(folder, "--quick");
        assertEquals(ExitCode.REPORT, ended.code());
        assertTrue(ended.text().contains("the report cannot be written"), ended.text());
    }

    @Test
    void report_onAFullDisk() throws IOException, InterruptedException {
        Path disk = smallDisk("64k");
        try {
            Ended ended = Ended.of(disk, "--quick");
            assertEquals(ExitCode.REPORT, ended.code());
            assertTrue(ended.text().contains("kB free (expected: >= "), ended.text());
        } finally {
            unmount(disk);
        }
    }

    @Test
    void report_whenTheDiskFillsUpDuringTheRun() throws IOException, InterruptedException {
        Path disk = smallDisk("20m");
        Path out = disk.resolve("out");
        try (AudioServer server = new AudioServer(TestScenarios.FILES.corpus(), AudioServer.Fault.NONE)) {
            server.onFirstRequest(() -> fill(disk));
            Ended ended = Ended.against(disk, server.port());
            assertEquals(ExitCode.REPORT, ended.code(), ended.text());
            assertTrue(ended.text().contains("No space left on device (expected: room for"), ended.text());
            assertFalse(Files.exists(out), "no half report");
            assertEquals(List.of(), Ended.leftovers(disk));
        } finally {
            unmount(disk);
        }
    }

    private Path smallDisk(String size) throws IOException, InterruptedException {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(
                new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", disk.toString())
                                .start()
                                .waitFor()
                        == 0,
                "needs root to make a small disk");
        return disk;
    }

    private static void unmount(Path disk) throws IOException, InterruptedException {
        assertEquals(0, new ProcessBuilder("umount", disk.toString()).start().waitFor());
    }

    /** Leaves not one page of a disk free. */
    private static void fill(Path disk) {
        byte[] block = new byte[4096];
        try (OutputStream file = Files.newOutputStream(disk.resolve("filler"))) {
            while (true) {
                file.write(block);
            }
        } catch (IOException _) {
            // Full.
        }
    }
}
