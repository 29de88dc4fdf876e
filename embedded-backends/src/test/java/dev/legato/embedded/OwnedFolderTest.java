package dev.legato.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OwnedFolderTest {
    @TempDir
    Path parent;

    @Test
    void create_clearsAwayWhatDeadProcessesLeft() throws Exception {
        Path dead = Files.createDirectories(parent.resolve("kind-" + deadPid() + "-1"));
        Files.writeString(dead.resolve("file"), "left");
        Path own = OwnedFolder.create(parent, "kind", _ -> {});
        Path unrelated = Files.createDirectory(parent.resolve("kind-of-folder"));
        List<Path> cleared = new ArrayList<>();

        Path folder = OwnedFolder.create(parent, "kind", cleared::add);

        assertTrue(Files.isDirectory(folder));
        assertFalse(Files.exists(dead));
        assertTrue(Files.isDirectory(own), "its process lives");
        assertTrue(Files.isDirectory(unrelated));
        assertEquals(List.of(), cleared, "the first create had cleared it already");
    }

    @Test
    void create_tellsBeforeItDeletes() throws Exception {
        Path dead = Files.createDirectories(parent.resolve("kind-" + deadPid() + "-1"));
        List<Boolean> wasThere = new ArrayList<>();
        Path folder = OwnedFolder.create(parent, "kind", left -> wasThere.add(Files.exists(dead)));
        assertTrue(Files.isDirectory(folder));
        assertEquals(List.of(true), wasThere);
    }

    private static long deadPid() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        return process.pid();
    }
}
