package dev.legato.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.LegatoService;
import dev.legato.runtime.http.HttpSettings;
import io.vertx.core.Future;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A service as a process: how it ends and what it says then. */
@Timeout(120)
final class LauncherIT {
    private static final int FAILED = 1;
    private static final int BAD_SETTINGS = 2;
    private static final int TERMINATED = 143;
    private static final Map<String, String> FREE_PORTS =
            Map.of("LEGATO_MANAGEMENT_PORT", "0", "LEGATO_PLAYLIST_PORT", "0");

    @TempDir
    private Path folder;

    private final List<Process> processes = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();

    @AfterEach
    void kill() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void launch_badValue_exitsWith2AndSaysWhatWouldBeRight() throws Exception {
        Process process = start("up", Map.of("LEGATO_PLAYLIST_PORT", "many"));
        assertEquals(BAD_SETTINGS, exit(process));
        assertLast("legato: playlist.port: 'many' (expected: a whole number from 0 to 65535)");
    }

    @Test
    void launch_unknownKeyInItsFile_exitsWith2AndNamesIt() throws Exception {
        Path file = folder.resolve("legato.yaml");
        Files.writeString(file, "playlist: {prot: 8103}\n");
        Process process = start("up", FREE_PORTS, "--config", file.toString());
        assertEquals(BAD_SETTINGS, exit(process));
        assertTrue(lines.getLast().startsWith("legato: unknown setting: playlist.prot (expected: "), lines::toString);
    }

    @Test
    void launch_otherArguments_exitsWith2AndNamesThoseExpected() throws Exception {
        Process process = start("up", FREE_PORTS, "--verbose");
        assertEquals(BAD_SETTINGS, exit(process));
        assertLast("legato: arguments: '--verbose' (expected: --config FILE, or none)");
    }

    @Test
    void launch_serviceThatCannotStart_exitsWith1AndSaysWhy() throws Exception {
        Process process = start("flooded", FREE_PORTS);
        assertEquals(FAILED, exit(process));
        assertLast("legato: playlist did not start: the cellar is flooded");
        assertTrue(lines.contains("closed the cellar"), lines::toString);
    }

    @Test
    void launch_classThatDoesNotLoad_exitsWith1AndNamesIt() throws Exception {
        Process process = start("broken", FREE_PORTS);
        assertEquals(FAILED, exit(process));
        assertLast("legato: playlist did not start: java.lang.NoClassDefFoundError: Cellar");
        assertTrue(lines.contains("closed the cellar"), lines::toString);
    }

    @Test
    void launch_portInUse_exitsWith1AndNamesTheSetting() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process process = start(
                    "up",
                    Map.of(
                            "LEGATO_MANAGEMENT_PORT",
                            "0",
                            "LEGATO_PLAYLIST_PORT",
                            Integer.toString(taken.getLocalPort())));
            assertEquals(FAILED, exit(process));
            assertLast(
                    "legato: playlist did not start: playlist.port is in use (stop what uses it, or set another one)");
        }
    }

    @Test
    void launch_managementPortInUse_exitsWith1AndNamesTheSetting() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process process = start(
                    "up",
                    Map.of(
                            "LEGATO_PLAYLIST_PORT",
                            "0",
                            "LEGATO_MANAGEMENT_PORT",
                            Integer.toString(taken.getLocalPort())));
            assertEquals(FAILED, exit(process));
            assertTrue(
                    lines.getLast().contains("management.port %d: ".formatted(taken.getLocalPort())), lines::toString);
            assertFalse(lines.contains("opened the cellar"), lines::toString);
        }
    }

    @Test
    void terminate_runningService_stopsWhatStarted() throws Exception {
        Process process = start("up", FREE_PORTS);
        read(process, "serves"::equals);
        process.toHandle().destroy();
        assertEquals(TERMINATED, exit(process));
        assertTrue(lines.contains("closed the cellar"), lines::toString);
    }

    @Test
    void terminate_serviceThatIsStillStarting_endsWithoutAComplaint() throws Exception {
        Process process = start("waiting", FREE_PORTS);
        read(process, "opened the cellar"::equals);
        process.toHandle().destroy();
        assertEquals(TERMINATED, exit(process));
        assertFalse(lines.stream().anyMatch(line -> line.contains("did not start")), lines::toString);
    }

    private Process start(String behaviour, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-Dbehaviour=" + behaviour,
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private int exit(Process process) throws Exception {
        read(process, _ -> false);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return process.exitValue();
    }

    /** Reads up to a line, or to the end. */
    private void read(Process process, Predicate<String> last) throws IOException {
        BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        String line = reader.readLine();
        while (line != null) {
            lines.add(line);
            if (last.test(line)) {
                return;
            }
            line = reader.readLine();
        }
    }

    private void assertLast(String line) {
        assertEquals(line, lines.getLast(), lines::toString);
    }

    /** A service with a cellar. */
    @SuppressWarnings("SystemOut")
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) {
            Launcher.launch(arguments, settings -> new House(HttpSettings.from(settings, LegatoService.PLAYLIST)));
            System.out.println("serves");
        }
    }

    @SuppressWarnings("SystemOut")
    private record House(HttpSettings http) implements Service {
        @Override
        public String name() {
            return LegatoService.PLAYLIST.label();
        }

        @Override
        public Future<RunningService> start(ServiceContext context) {
            return ServiceDeployment.start(name(), context.vertx(), deployment -> {
                System.out.println("opened the cellar");
                AutoCloseable cellar = deployment.opened(() -> System.out.println("closed the cellar"));
                return switch (System.getProperty("behaviour")) {
                    case "flooded" ->
                        Future.failedFuture("the %s is flooded".formatted(cellar == null ? "" : "cellar"));
                    case "broken" -> throw new NoClassDefFoundError("Cellar");
                    case "waiting" -> io.vertx.core.Promise.<Integer>promise().future();
                    default ->
                        deployment.serve(ServiceDeployment.eventLoop(), () -> context.vertx()
                                .createHttpServer(http.serverOptions())
                                .requestHandler(_ -> {})
                                .listen());
                };
            });
        }
    }
}
