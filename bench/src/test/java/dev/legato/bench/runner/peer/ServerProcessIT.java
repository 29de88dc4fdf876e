package dev.legato.bench.runner.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessIT {
    @TempDir
    private Path folder;

    private static Launch shell(String script, int port, Map<String, String> files) {
        return new Launch(
                "shell",
                "shell",
                List.of("sh", "-c", script),
                Map.of("WORD", "a word"),
                files,
                port,
                "",
                false,
                false,
                "1",
                null);
    }

    private LaunchSettings settings() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return new LaunchSettings(
                    Files.createDirectories(folder.resolve("audio")),
                    folder,
                    free.getLocalPort(),
                    1,
                    false,
                    folder,
                    false,
                    0);
        }
    }

    @Test
    void start_programThatEnds_quotesItsLog() {
        String message = assertThrows(
                        IOException.class,
                        () -> ServerProcess.start(
                                shell("echo \"$WORD: bad configuration\" >&2; exit 3", 1, Map.of()),
                                folder,
                                Launch::command))
                .getMessage();
        assertEquals(
                "shell ended with code 3 before it listened on port 1 (expected: a running server); it said:\n"
                        + "a word: bad configuration",
                message);
    }

    @Test
    void start_filesOfALaunch_areWrittenFirst() {
        String message = assertThrows(
                        IOException.class,
                        () -> ServerProcess.start(
                                shell("cat " + folder.resolve("my.conf"), 1, Map.of("my.conf", "a setting")),
                                folder,
                                Launch::command))
                .getMessage();
        assertTrue(String.valueOf(message).endsWith("a setting"), message);
    }

    @Test
    void start_serverThatListens_isAliveUntilClosed() throws Exception {
        LaunchSettings settings = settings();
        Launch launch = new LimitPeer().launch(0, settings);
        ServerProcess server = ServerProcess.start(launch, folder, Launch::command);
        try (server) {
            assertTrue(server.alive());
            assertEquals("http://127.0.0.1:" + settings.port(), server.address().toString());
            assertTrue(ProcessHandle.of(server.pids().getFirst()).orElseThrow().isAlive());
            assertEquals(List.of(server.command()), server.commands());
        }
        assertFalse(server.alive());
    }

    @Test
    void start_originBehindIt_countsAsItsOwn() throws Exception {
        LaunchSettings settings = settings();
        Launch origin = new LimitPeer().launch(0, settings);
        Launch front = new Launch(
                "front",
                "front",
                List.of("sh", "-c", "sleep 600"),
                Map.of(),
                Map.of(),
                settings.port(),
                "",
                false,
                false,
                "1",
                origin);
        try (ServerProcess server = ServerProcess.start(front, folder, Launch::command)) {
            assertTrue(server.pids().size() >= 2, "its own and the origin's");
            assertEquals(2, server.commands().size());
            assertEquals(server.command(), server.commands().getLast());
        }
    }

    @Test
    void find_program_isItsPath() {
        assertTrue(Programs.find("sh").orElseThrow().endsWith("/sh"));
        assertTrue(Programs.find("no-such-program").isEmpty());
        assertEquals("", Programs.missing("sh", "dash"));
    }

    @Test
    void output_ofACommand_isStripped() {
        assertEquals(
                "both streams",
                Programs.output("sh", "-c", "echo both; echo streams >&2").replace('\n', ' '));
        assertEquals("", Programs.output("no-such-program"));
    }
}
