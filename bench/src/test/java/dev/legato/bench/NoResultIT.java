package dev.legato.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.legato.bench.report.ReportFolder;
import dev.legato.bench.report.Result;
import dev.legato.bench.report.Round;
import dev.legato.bench.run.ExitCode;
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
    /** Others, or the hypervisor, may have taken the generator's processor meanwhile. */
    private static final int MAX_ATTEMPTS = 10;

    /** The generator's use of a processor that it had to itself. */
    private static final double WHOLE = 0.95;

    @TempDir
    Path folder;

    @Test
    void generator_thatIsTheBottleneckIsRefused() throws Exception {
        // A generator whose code is not compiled is slower than any server; this one's CPU is unknown to the bench.
        try (LimitThread server = new LimitThread(Files.createDirectory(folder.resolve("audio")))) {
            Path own;
            Ended ended;
            Result result;
            int attempts = 0;
            do {
                own = Files.createTempDirectory(folder, "attempt");
                // Short rounds, so that most of them find the generator's processor free, at one time or another.
                ended = Ended.against(
                        own, server.port(), "--generator-options=-Xint", "--rounds", "8", "--seconds", "0.3");
                result = ReportFolder.read(own.resolve("out"));
                attempts++;
            } while (ended.code() != ExitCode.REFUSED && leastUse(result) < WHOLE && attempts < MAX_ATTEMPTS);
            double use = ended.code() == ExitCode.REFUSED ? 1 : leastUse(result);
            assumeTrue(use >= WHOLE, () -> "this machine gave the generator no whole processor: " + use);
            assertEquals(ExitCode.REFUSED, ended.code());
            assertEquals("refused", result.status());
            assertTrue(ended.text().contains("refused: the generator was the bottleneck"), ended.text());
            assertEquals(List.of(), result.cases(), "no figure of such a run is reported");
        }
    }

    /** Of the generator in a round that counts: one in which it was the bottleneck is tried again. */
    private static double leastUse(Result result) {
        return result.cases().getFirst().outcomes().getFirst().rounds().stream()
                .filter(Round::counts)
                .mapToDouble(Round::generatorUse)
                .min()
                .orElseThrow();
    }

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
