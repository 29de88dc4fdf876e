package dev.legato.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.embedded.DataDirectory;
import dev.legato.testing.FullRun;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A signal at any moment of a start stops all that has started. {@code ./legato soak stops} tries 40 moments. */
class StopIT {
    private static final int MOMENTS = FullRun.repetitions("legato.stop.moments", 2, 6);
    private static final String PAGE = "the page answers";
    private static final Map<String, Integer> SIGNALS = Map.of("HUP", 1, "INT", 2, "TERM", 15);
    /** But for the one by which Vert.x shows where a slow machine is slow. */
    private static final Pattern STACK_TRACE = Pattern.compile(".*Exception(: (?!Thread blocked).*)?|.*legato: .*");

    /** What a start shows, in the order in which moments are chosen. */
    private static final List<String> PROGRESS = List.of(
            PAGE,
            "Started PostgreSQL",
            "edge serves on",
            "Started Kafka",
            "Importing",
            "metadata serves on",
            "Started Redis",
            "account serves on",
            "player serves on",
            "gateway serves on",
            "Started services",
            "[1/");

    @TempDir
    private static Path folder;

    private static Path music;

    @BeforeAll
    static void createMusic() throws Exception {
        music = Tones.create(folder.resolve("music"));
    }

    /**
     * When the signal comes.
     *
     * @param progress a part of the line to wait for, or {@link #PAGE}; empty: none
     * @param millis how long to wait beyond that
     * @param again whether a second one follows at once
     */
    record Moment(int number, String progress, int millis, String signal, boolean again) {
        static Moment of(int number) {
            // Once everything has started, SIGHUP reloads settings where there is no terminal.
            boolean starting = number % 3 == 2 && number < PROGRESS.indexOf("Started services");
            String signal = starting ? "HUP" : List.of("TERM", "INT").get(number % 2);
            boolean timed = number >= PROGRESS.size() || number == 5;
            return new Moment(
                    number, timed ? "" : PROGRESS.get(number), timed ? 500 * number : 0, signal, number % 4 == 3);
        }

        void await(LegatoProcess up) throws Exception {
            if (progress.equals(PAGE)) {
                var _ = up.awaitLine(line -> line.contains("gateway serves on"));
                awaitPage(up);
            } else if (!progress.isEmpty()) {
                var _ = up.awaitLine(line -> line.contains(progress));
            }
            assertTrue(up.livesFor(millis));
        }
    }

    static Stream<Moment> moments() {
        return IntStream.range(0, MOMENTS).mapToObj(Moment::of);
    }

    @ParameterizedTest
    @MethodSource("moments")
    void up_onASignal_leavesNothingRunning(Moment moment) throws Exception {
        // Every third finds an empty folder, and so creates a cluster.
        Path data = folder.resolve("data-" + moment.number() / 3);
        try (LegatoProcess up = LegatoProcess.up(data, music)) {
            moment.await(up);
            List<ProcessHandle> children = up.descendants();
            up.signal(moment.signal());
            if (moment.again()) {
                up.signal(moment.signal());
            }
            int before = up.lines().size();
            assertEquals(128 + SIGNALS.get(moment.signal()), up.awaitExit());
            List<String> said = up.lines().subList(before, up.lines().size());
            assertEquals(
                    List.of(), children.stream().filter(ProcessHandle::isAlive).toList());
            assertEquals(List.of(), processesOn(data));
            assertTrue(said.stream().noneMatch(line -> STACK_TRACE.matcher(line).matches()), said.toString());
            assertTrue(
                    up.lines().isEmpty() || up.lines().getLast().equals("Stopped."),
                    up.lines().toString());
        }
        DataDirectory.claim(data).close();
    }

    private static List<String> processesOn(Path data) {
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .filter(line -> line.contains(data + "/"))
                .toList();
    }

    private static void awaitPage(LegatoProcess up) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(up.gateway()).build();
            while (up.livesFor(50)) {
                try {
                    if (client.send(request, BodyHandlers.discarding()).statusCode() == 200) {
                        return;
                    }
                } catch (IOException _) {
                    // Not yet.
                }
            }
        }
    }
}
